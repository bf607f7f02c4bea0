"""Topics out of a summit's own texts: who made a topic, the words it brings with it, and for how many articles they
were last taken.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Their defaults stay: SQLite would write the tables anew to take them away.
    op.add_column("topic", sa.Column("origin", sa.String(), nullable=False, server_default="lexicon"))
    op.add_column("topic", sa.Column("lines", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("summit", sa.Column("topics_at", sa.Integer(), nullable=False, server_default="0"))
    # What people made is on record, as decisions about their summit.
    topic = sa.table("topic", sa.column("summit_id"), sa.column("slug"), sa.column("origin"))
    correction = sa.table("correction", sa.column("summit_id"), sa.column("kind"), sa.column("payload", sa.JSON()))
    for kind, named in (("topic-create", "slug"), ("topic-split", "into")):
        made = sa.select(correction.c.summit_id, correction.c.payload).where(correction.c.kind == kind)
        for summit_id, payload in op.get_bind().execute(made).all():
            here = (topic.c.summit_id == summit_id) & (topic.c.slug == payload[named])
            op.execute(sa.update(topic).where(here).values(origin="people"))


def downgrade() -> None:
    op.execute("DELETE FROM topic WHERE origin = 'event'")
    op.drop_column("summit", "topics_at")
    op.drop_column("topic", "lines")
    op.drop_column("topic", "origin")
