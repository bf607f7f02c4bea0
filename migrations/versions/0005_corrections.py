"""What people decided, the machine's own findings beside what is shown, and work that catches up with decisions."""

from collections.abc import Sequence

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("summit_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("of_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["of_id"], ["correction.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["summit_id"], ["summit.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_correction_of_id"), ["of_id"], unique=False)
        batch_op.create_index("ix_correction_summit", ["summit_id", "article_id"], unique=False)
        batch_op.create_index("ix_correction_text", ["summit_id", "sha256"], unique=False)

    op.create_table(
        "rework",
        sa.Column("summit_id", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("begun_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["summit_id"], ["summit.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("summit_id"),
    )

    # Plain ADD COLUMN and DROP COLUMN: a batch may copy the table on SQLite, and dropping the old one would take along
    # whatever refers to it.
    op.add_column("run", sa.Column("machine", sa.LargeBinary(), nullable=True))
    op.add_column("run", sa.Column("lexicon", sa.String(), nullable=False, server_default=""))
    op.add_column("annotation", sa.Column("corrected", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("article", sa.Column("behind", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_article_behind", "article", ["behind", "summit_id"], unique=False)
    op.add_column("topic", sa.Column("joined_to", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("topic", "joined_to")
    op.drop_index("ix_article_behind", "article")
    op.drop_column("article", "behind")
    op.drop_column("annotation", "corrected")
    op.drop_column("run", "lexicon")
    op.drop_column("run", "machine")
    op.drop_table("rework")
    op.drop_table("correction")
