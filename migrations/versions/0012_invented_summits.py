"""A summit may be invented: every page of it then says so."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("summit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invented", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("summit", schema=None) as batch_op:
        batch_op.alter_column("invented", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("summit", schema=None) as batch_op:
        batch_op.drop_column("invented")
