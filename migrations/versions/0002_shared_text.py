"""Text shared between articles: fingerprints to find candidates, passages as found."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "fingerprint",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("summit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["summit_id"], ["summit.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "hash"),
    )
    with op.batch_alter_table("fingerprint", schema=None) as batch_op:
        batch_op.create_index("ix_fingerprint_hash", ["summit_id", "hash", "article_id"], unique=False)

    op.create_table(
        "shared_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("summit_id", sa.Integer(), nullable=False),
        sa.Column("a_id", sa.Integer(), nullable=False),
        sa.Column("a_start", sa.Integer(), nullable=False),
        sa.Column("a_end", sa.Integer(), nullable=False),
        sa.Column("b_id", sa.Integer(), nullable=False),
        sa.Column("b_start", sa.Integer(), nullable=False),
        sa.Column("b_end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("verbatim", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["a_id"], ["article.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b_id"], ["article.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["summit_id"], ["summit.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("shared_passage", schema=None) as batch_op:
        batch_op.create_index("ix_shared_passage_a", ["a_id"], unique=False)
        batch_op.create_index("ix_shared_passage_b", ["b_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shared_passage_summit_id"), ["summit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("shared_passage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shared_passage_summit_id"))
        batch_op.drop_index("ix_shared_passage_b")
        batch_op.drop_index("ix_shared_passage_a")

    op.drop_table("shared_passage")
    with op.batch_alter_table("fingerprint", schema=None) as batch_op:
        batch_op.drop_index("ix_fingerprint_hash")

    op.drop_table("fingerprint")
