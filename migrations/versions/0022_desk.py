"""Articles know when they were changed and their page in print; the desk counts words, splits texts, learns columns."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TOLD = ("changed_at", "page")


def upgrade() -> None:
    for table in ("article", "draft"):
        for name in TOLD:
            op.add_column(table, sa.Column(name, sa.String(), nullable=True))
    op.add_column("import_item", sa.Column("words", sa.Integer(), nullable=True))
    op.add_column("import_item", sa.Column("columns", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("draft") as draft:
        draft.add_column(sa.Column("whole_id", sa.Integer(), nullable=True))
        draft.create_index("ix_draft_whole_id", ["whole_id"])
        draft.create_foreign_key("fk_draft_whole_id_draft", "draft", ["whole_id"], ["id"], ondelete="SET NULL")
    op.create_table(
        "column_name",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def downgrade() -> None:
    op.drop_table("column_name")
    op.execute("DELETE FROM draft WHERE status = 'split'")
    with op.batch_alter_table("draft") as draft:
        draft.drop_constraint("fk_draft_whole_id_draft", type_="foreignkey")
        draft.drop_index("ix_draft_whole_id")
        draft.drop_column("whole_id")
    op.drop_column("import_item", "columns")
    op.drop_column("import_item", "words")
    for table in ("draft", "article"):
        for name in TOLD:
            op.drop_column(table, name)
