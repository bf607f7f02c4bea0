"""Articles know their genre and whether they seem to belong to the event; so does what is counted of them.

What was stored before is of no genre until it is analysed again, and belongs.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEX, BEFORE = "ix_article_tally_source", ("known", "language", "gap", "early", "partly")
AFTER = ("covered", "bare")
KIND = ("language", "gap", "early", "partly", "before", "genre", "foreign")
FLAGS = ("gap", "early", "partly", "before", "foreign")
APPEARED_BEFORE = """
UPDATE article_tally SET before = (
  SELECT count(*) > 0 FROM article JOIN summit ON summit.id = article.summit_id
  WHERE article.id = article_tally.article_id AND article.published_to < summit.starts_on
)
"""


def upgrade() -> None:
    # Their defaults stay: SQLite would write every text anew to take one away.
    for name in ("genre", "genre_status", "belonging"):
        op.add_column("article", sa.Column(name, sa.String(), nullable=False, server_default=""))
    for name in ("genre_evidence", "belonging_evidence"):
        op.add_column("article", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("article", sa.Column("foreign", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("article_tally", sa.Column("genre", sa.String(), nullable=False, server_default=""))
    op.add_column("article_tally", sa.Column("before", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("article_tally", sa.Column("foreign", sa.Boolean(), nullable=False, server_default=sa.false()))
    _index("before", "genre", "foreign")
    op.execute(APPEARED_BEFORE)
    _kinds(*KIND)
    op.create_table(
        "article_trait",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("summit_id", sa.Integer(), nullable=False),
        sa.Column("traits", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["summit_id"], ["summit.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id"),
    )
    op.create_index("ix_article_trait_summit", "article_trait", ["summit_id", "article_id"])


def downgrade() -> None:
    op.drop_table("article_trait")
    _kinds(*KIND[:4])
    _index()
    for name in ("foreign", "before", "genre"):
        op.drop_column("article_tally", name)
    for name in ("foreign", "belonging_evidence", "genre_evidence", "belonging", "genre_status", "genre"):
        op.drop_column("article", name)


def _index(*more: str) -> None:
    op.drop_index(INDEX, table_name="article_tally")
    op.create_index(INDEX, "article_tally", ["summit_id", "source_id", *BEFORE, *more, *AFTER])


def _kinds(*told: str) -> None:
    """Count anew of what kinds the analysed articles of every source are."""
    connection = op.get_bind()
    columns = [sa.column("summit_id"), sa.column("source_id"), *map(sa.column, told)]
    counted = sa.select(*columns, sa.func.count()).select_from(sa.table("article_tally")).where(sa.column("known"))
    kinds: dict[tuple[int, int], list[list[Any]]] = defaultdict(list)
    for summit, source, *kind in connection.execute(counted.group_by(*columns)):
        flags = [bool(one) if name in FLAGS else one for name, one in zip((*told, ""), kind, strict=True)]
        kinds[summit, source].append(flags)
    for (summit, source), own in kinds.items():
        connection.execute(
            sa.text("UPDATE source_tally SET kinds = :kinds WHERE summit_id = :summit AND source_id = :source"),
            {"kinds": json.dumps(sorted(own, key=str)), "summit": summit, "source": source},
        )
