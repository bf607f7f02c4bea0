"""Articles know their genre and whether they seem to belong to the event; so does what is counted of them.

What was stored before is of no genre until it is analysed again, and belongs.
"""

import json
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEX, BEFORE = "ix_article_tally_source", ("known", "language", "gap", "early", "partly")
AFTER = ("covered", "bare")


def upgrade() -> None:
    # Their defaults stay: SQLite would write every text anew to take one away.
    for name in ("genre", "genre_status", "belonging"):
        op.add_column("article", sa.Column(name, sa.String(), nullable=False, server_default=""))
    for name in ("genre_evidence", "belonging_evidence"):
        op.add_column("article", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("article", sa.Column("foreign", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("article_tally", sa.Column("genre", sa.String(), nullable=False, server_default=""))
    op.add_column("article_tally", sa.Column("foreign", sa.Boolean(), nullable=False, server_default=sa.false()))
    _index("genre", "foreign")
    _kinds(lambda kind: [*kind[:4], "", False, kind[-1]])
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
    _kinds(lambda kind: [*kind[:4], kind[-1]])
    _index()
    for name in ("foreign", "genre"):
        op.drop_column("article_tally", name)
    for name in ("foreign", "belonging_evidence", "genre_evidence", "belonging", "genre_status", "genre"):
        op.drop_column("article", name)


def _index(*more: str) -> None:
    op.drop_index(INDEX, table_name="article_tally")
    op.create_index(INDEX, "article_tally", ["summit_id", "source_id", *BEFORE, *more, *AFTER])


def _kinds(made) -> None:  # type: ignore[no-untyped-def]
    """The kinds of articles that a source has are told by two things more, or less."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT summit_id, source_id, kinds FROM source_tally")).all()
    for summit, source, kinds in rows:
        told = json.loads(kinds) if isinstance(kinds, str) else kinds
        connection.execute(
            sa.text("UPDATE source_tally SET kinds = :kinds WHERE summit_id = :summit AND source_id = :source"),
            {"kinds": json.dumps([made(kind) for kind in told]), "summit": summit, "source": source},
        )
