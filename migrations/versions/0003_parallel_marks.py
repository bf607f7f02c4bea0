"""Marks of several articles that say the same thing, what makes them candidates, and in whose voice a name stands."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "parallel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("summit_id", sa.Integer(), nullable=False),
        sa.Column("layer", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["summit_id"], ["summit.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("parallel", schema=None) as batch_op:
        batch_op.create_index("ix_parallel_summit", ["summit_id", "layer", "sources"], unique=False)
        batch_op.create_index(batch_op.f("ix_parallel_entity_id"), ["entity_id"], unique=False)

    op.create_table(
        "parallel_member",
        sa.Column("annotation_id", sa.Integer(), nullable=False),
        sa.Column("parallel_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["annotation_id"], ["annotation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parallel_id"], ["parallel.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("annotation_id"),
    )
    with op.batch_alter_table("parallel_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parallel_member_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_parallel_member_parallel_id"), ["parallel_id"], unique=False)

    op.create_table(
        "mark_term",
        sa.Column("annotation_id", sa.Integer(), nullable=False),
        sa.Column("term", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("summit_id", sa.Integer(), nullable=False),
        sa.Column("layer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["annotation_id"], ["annotation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["summit_id"], ["summit.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("annotation_id", "term"),
    )
    with op.batch_alter_table("mark_term", schema=None) as batch_op:
        batch_op.create_index("ix_mark_term_term", ["summit_id", "layer", "term", "annotation_id"], unique=False)

    with op.batch_alter_table("annotation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("voice", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("annotation", schema=None) as batch_op:
        batch_op.drop_column("voice")
    op.drop_table("mark_term")
    op.drop_table("parallel_member")
    op.drop_table("parallel")
