"""The wider search for what sources say: an index of sentences, and the passages that it offers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _parent(name: str, target: str, *, nullable: bool = False) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    return sa.Column(name, sa.Integer(), nullable=nullable), sa.ForeignKeyConstraint(
        [name], [target], ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "sentence_term",
        *_parent("summit_id", "summit.id"),
        sa.Column("term", sa.BigInteger(), autoincrement=False, nullable=False),
        *_parent("article_id", "article.id"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("summit_id", "term", "article_id", "place"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sentence_term_article", "sentence_term", ["article_id"])
    op.create_table(
        "summit_term",
        *_parent("summit_id", "summit.id"),
        sa.Column("term", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("factor", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("summit_id", "term"),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        *_parent("summit_id", "summit.id"),
        sa.Column("kind", sa.String(), nullable=False),
        *_parent("topic_id", "topic.id", nullable=True),
        *_parent("entity_id", "entity.id", nullable=True),
        *_parent("annotation_id", "annotation.id", nullable=True),
        *_parent("article_id", "article.id"),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("differing", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_offer_topic", "offer", ["topic_id", "article_id"])
    op.create_index("ix_offer_entity", "offer", ["entity_id", "article_id"])
    op.create_index("ix_offer_annotation", "offer", ["annotation_id", "article_id"])
    op.create_index("ix_offer_article", "offer", ["article_id"])
    op.create_index("ix_offer_summit", "offer", ["summit_id", "kind"])
    with op.batch_alter_table("entity_alias", schema=None) as batch_op:
        batch_op.add_column(sa.Column("loose_key", sa.String(), nullable=False, server_default=""))
        batch_op.create_index("ix_entity_alias_loose", ["summit_id", "loose_key"], unique=False)
    with op.batch_alter_table("summit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("damped_at", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("summit", schema=None) as batch_op:
        batch_op.drop_column("damped_at")
    with op.batch_alter_table("entity_alias", schema=None) as batch_op:
        batch_op.drop_index("ix_entity_alias_loose")
        batch_op.drop_column("loose_key")
    op.drop_table("offer")
    op.drop_table("summit_term")
    op.drop_table("sentence_term")
