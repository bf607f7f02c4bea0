"""Topics can be pinned, hidden and made part of another; sentences that bear no topic are counted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEX = "ix_article_tally_source"
BEFORE = ["summit_id", "source_id", "known", "language", "gap", "early", "partly", "before", "genre"]
BEFORE += ["foreign", "covered", "bare"]
TABLES = ("article_tally", "source_tally")
COUNTS = ("proper", "topicless")

OF_ARTICLES = """
UPDATE article_tally SET
  proper = (SELECT count(*) FROM annotation s WHERE s.article_id = article_tally.article_id
    AND s.layer = 'sentence' AND s.label = 'sentence'),
  topicless = (SELECT count(*) FROM annotation s WHERE s.article_id = article_tally.article_id
    AND s.layer = 'sentence' AND s.label = 'sentence'
    AND NOT EXISTS (SELECT 1 FROM annotation t WHERE t.article_id = s.article_id AND t.layer = 'topic'
      AND t.start = s.start))
"""
OF_SOURCES = """
UPDATE source_tally SET {name} = coalesce((SELECT sum(a.{name}) FROM article_tally a
  WHERE a.summit_id = source_tally.summit_id AND a.source_id = source_tally.source_id), 0)
"""


def upgrade() -> None:
    op.add_column("topic", sa.Column("within", sa.String(), nullable=True))
    for name in ("pinned", "hidden"):
        op.add_column("topic", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    for table in TABLES:
        for name in COUNTS:
            op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.drop_index(INDEX, table_name="article_tally")
    op.create_index(INDEX, "article_tally", [*BEFORE, *COUNTS])
    op.execute(OF_ARTICLES)
    for name in COUNTS:
        op.execute(OF_SOURCES.format(name=name))


def downgrade() -> None:
    op.drop_index(INDEX, table_name="article_tally")
    op.create_index(INDEX, "article_tally", BEFORE)
    for table in reversed(TABLES):
        for name in reversed(COUNTS):
            op.drop_column(table, name)
    for name in ("hidden", "pinned", "within"):
        op.drop_column("topic", name)
