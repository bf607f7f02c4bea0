"""Which shared passages lie inside a longer one is told once, when texts are compared, not on every page."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SPANS = ("id", "a_id", "a_start", "a_end", "b_id", "b_start", "b_end")


def upgrade() -> None:
    with op.batch_alter_table("shared_passage", schema=None) as batch_op:
        batch_op.add_column(sa.Column("inside", sa.Boolean(), nullable=False, server_default=sa.false()))
    passage = sa.table("shared_passage", *(sa.column(name, sa.Integer()) for name in SPANS), sa.column("inside"))
    longer = passage.alias("longer")
    op.execute(
        passage.update()
        .values(inside=sa.true())
        .where(
            sa.exists().where(
                longer.c.a_id == passage.c.a_id,
                longer.c.b_id == passage.c.b_id,
                longer.c.id != passage.c.id,
                longer.c.a_start <= passage.c.a_start,
                longer.c.a_end >= passage.c.a_end,
                longer.c.b_start <= passage.c.b_start,
                longer.c.b_end >= passage.c.b_end,
            )
        )
    )
    with op.batch_alter_table("shared_passage", schema=None) as batch_op:
        batch_op.alter_column("inside", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("shared_passage", schema=None) as batch_op:
        batch_op.drop_column("inside")
