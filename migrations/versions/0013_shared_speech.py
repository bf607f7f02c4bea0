"""Shared passages know which of their words are a quotation on both sides; signed articles have an index of their own.

What was found before is told by the worker, as it brings articles up to date that are behind.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SIGNED = "CAST(agencies AS TEXT) <> '[]'"


def upgrade() -> None:
    with op.batch_alter_table("shared_passage", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quoted", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("speech", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("shared_passage", schema=None) as batch_op:
        batch_op.alter_column("quoted", server_default=None)
        batch_op.alter_column("speech", server_default=None)
    article = sa.table("article", sa.column("id"), sa.column("behind"))
    passage = sa.table("shared_passage", sa.column("a_id"))
    op.execute(article.update().values(behind=sa.true()).where(article.c.id.in_(sa.select(passage.c.a_id))))
    op.create_index(
        "ix_article_signed",
        "article",
        ["summit_id", "source_id"],
        sqlite_where=sa.text(SIGNED),
        postgresql_where=sa.text(SIGNED),
    )


def downgrade() -> None:
    op.drop_index("ix_article_signed", table_name="article")
    with op.batch_alter_table("shared_passage", schema=None) as batch_op:
        batch_op.drop_column("speech")
        batch_op.drop_column("quoted")
