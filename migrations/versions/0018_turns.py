"""What the worker has to know: of an article, whether somebody waits for it and how often its turn has come; of a
summit, of which file not all articles are stored yet; of a desk, which drafts are still being kept.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Their defaults stay: SQLite would write every text anew to take one away.
    op.add_column("article", sa.Column("awaited", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("article", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    op.drop_index("ix_article_status", table_name="article")
    op.create_index("ix_article_waiting", "article", ["status", "awaited"])
    op.add_column("summit", sa.Column("unfinished", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "keeping",
        sa.Column("summit_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("done_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["summit_id"], ["summit.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("summit_id"),
    )


def downgrade() -> None:
    op.drop_table("keeping")
    op.drop_column("summit", "unfinished")
    op.drop_index("ix_article_waiting", table_name="article")
    op.create_index("ix_article_status", "article", ["status"])
    op.drop_column("article", "attempts")
    op.drop_column("article", "awaited")
