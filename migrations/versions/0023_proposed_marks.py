"""Marks that are only proposed are known as such where they are counted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SPEAKER = {"sqlite": "json_extract(attrs, '$.speaker')", "postgresql": "attrs ->> 'speaker'"}


def fill(dialect: str) -> str:
    """The statement that tells of all quotations whether they are."""
    told = f"entity_id IS NOT NULL OR {SPEAKER[dialect]} IS NOT NULL"
    doubted = f"SELECT id FROM annotation WHERE layer = 'quotation' AND status = 'proposed' AND ({told})"  # noqa: S608
    return f"UPDATE stated_mark SET proposed = true WHERE annotation_id IN ({doubted})"  # noqa: S608


def upgrade() -> None:
    op.add_column("stated_mark", sa.Column("proposed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(fill(op.get_bind().dialect.name))
    only = sa.text("proposed")
    op.create_index(
        "ix_stated_mark_proposed",
        "stated_mark",
        ["summit_id", "layer", "source_id"],
        sqlite_where=only,
        postgresql_where=only,
    )


def downgrade() -> None:
    op.drop_index("ix_stated_mark_proposed", "stated_mark")
    op.drop_column("stated_mark", "proposed")
