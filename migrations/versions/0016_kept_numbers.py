"""Numbers of a summit are kept in tables of their own, counted here for what is stored already."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COUNTS = {
    "article_topic": ("passages", "sentences", "open", "accepted"),
    "article_entity": ("mentions", "quotations", "labels", "words", "proposed", "headlines", "above", "passages"),
    "topic_tally": ("covering", "signed", "passages", "sentences", "open", "accepted"),
    "entity_tally": (
        *("articles", "texts", "covering", "mentions", "quotations", "labels", "words", "proposed", "headlines"),
        "passages",
    ),
    "entity_source": ("articles", "covering", "mentions"),
}
INDEXES = (
    ("ix_article_tally_source", "article_tally", "summit_id source_id known language gap early partly covered bare"),
    ("ix_article_topic_topic", "article_topic", "topic_id source_id article_id"),
    ("ix_article_entity_entity", "article_entity", "entity_id source_id article_id passages"),
    ("ix_shared_topic_topic", "shared_topic", "topic_id a_source b_source verbatim a_id b_id"),
    ("ix_shared_topic_b", "shared_topic", "b_id"),
    ("ix_topic_tally_summit_id", "topic_tally", "summit_id"),
    ("ix_entity_tally_articles", "entity_tally", "summit_id kind articles entity_id"),
    ("ix_entity_tally_covering", "entity_tally", "summit_id kind covering entity_id"),
    ("ix_entity_tally_mentions", "entity_tally", "summit_id kind mentions entity_id"),
    ("ix_entity_tally_words", "entity_tally", "summit_id kind words entity_id"),
)

ARTICLE_TALLY = """
INSERT INTO article_tally (article_id, summit_id, source_id, known, language, gap, early, partly, covered, bare)
SELECT article.id, summit_id, source_id, run.article_id IS NOT NULL, language,
  EXISTS (SELECT 1 FROM annotation w WHERE w.article_id = article.id AND w.layer = 'warning'
    AND w.label = 'possible-gap'),
  EXISTS (SELECT 1 FROM annotation w WHERE w.article_id = article.id AND w.layer = 'warning'
    AND w.label = 'before-event'),
  EXISTS (SELECT 1 FROM annotation w WHERE w.article_id = article.id AND w.layer = 'warning'
    AND w.label LIKE 'left-out-%'),
  EXISTS (SELECT 1 FROM passage WHERE passage.article_id = article.id),
  (SELECT count(*) FROM annotation s WHERE s.article_id = article.id AND s.layer = 'sentence'
    AND NOT EXISTS (SELECT 1 FROM annotation t WHERE t.article_id = s.article_id AND t.layer = 'topic'
      AND t.start = s.start)
    AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.article_id = s.article_id AND o.kind = 'topic'
      AND o.part = 'text' AND o.start >= s.start AND o.start < s."end"))
FROM article LEFT JOIN run ON run.article_id = article.id
"""
ARTICLE_TOPIC = """
INSERT INTO article_topic (article_id, topic_id, source_id, signed, passages, sentences, open, accepted)
SELECT article.id, topic_id, source_id, CAST(agencies AS TEXT) <> '[]', sum(told.passages), sum(told.sentences),
  sum(told.open), sum(told.accepted)
FROM article JOIN (
  SELECT article_id, topic_id, count(*) AS passages, sum(sentences) AS sentences, 0 AS open, 0 AS accepted
  FROM passage GROUP BY article_id, topic_id
  UNION ALL
  SELECT article_id, topic_id, 0, 0,
    max(CASE WHEN state = 'perhaps' THEN 1 ELSE 0 END) * min(CASE WHEN state = 'not-same' THEN 0 ELSE 1 END),
    max(CASE WHEN state = 'same' THEN 1 ELSE 0 END)
  FROM offer WHERE topic_id IS NOT NULL GROUP BY article_id, topic_id, part, start, "end"
) told ON told.article_id = article.id
GROUP BY article.id, topic_id, source_id, CAST(agencies AS TEXT)
HAVING sum(told.passages) + sum(told.open) + sum(told.accepted) > 0
"""
ARTICLE_ENTITY = """
INSERT INTO article_entity
  (article_id, entity_id, source_id, mentions, quotations, labels, words, proposed, headlines, above, passages)
SELECT article.id, entity_id, source_id, sum(mentions), sum(quotations), sum(labels), sum(told.words), sum(proposed),
  sum(headlines), sum(above), sum(passages)
FROM article JOIN (
  SELECT article_id, entity_id,
    sum(CASE WHEN layer = 'mention' THEN 1 ELSE 0 END) AS mentions,
    sum(CASE WHEN layer = 'quotation' AND label <> 'label' THEN 1 ELSE 0 END) AS quotations,
    sum(CASE WHEN layer = 'quotation' AND label = 'label' THEN 1 ELSE 0 END) AS labels,
    sum(CASE WHEN layer = 'quotation' AND label <> 'label' THEN words ELSE 0 END) AS words,
    sum(CASE WHEN layer = 'quotation' AND label <> 'label' AND status = 'proposed' THEN 1 ELSE 0 END) AS proposed,
    sum(CASE WHEN layer = 'headline-mention' THEN 1 ELSE 0 END) AS headlines,
    sum(CASE WHEN layer IN ('headline-mention', 'headline-quotation') THEN 1 ELSE 0 END) AS above,
    0 AS passages
  FROM annotation
  WHERE entity_id IS NOT NULL AND layer IN ('mention', 'quotation', 'headline-mention', 'headline-quotation')
  GROUP BY article_id, entity_id
  UNION ALL
  SELECT article_id, entity_id, 0, 0, 0, 0, 0, 0, 0, count(*)
  FROM passage JOIN passage_person ON passage_person.passage_id = passage.id
  GROUP BY article_id, entity_id
) told ON told.article_id = article.id
GROUP BY article.id, entity_id, source_id
"""
SHARED_TOPIC = """
INSERT INTO shared_topic (a_id, b_id, topic_id, a_source, b_source, verbatim)
SELECT s.a_id, s.b_id, a.topic_id, a.source_id, b.source_id, max(CASE WHEN verbatim THEN 1 ELSE 0 END) = 1
FROM shared_passage s
JOIN passage a ON a.article_id = s.a_id AND a.start < s.a_end AND a."end" > s.a_start
JOIN passage b ON b.article_id = s.b_id AND b.start < s.b_end AND b."end" > s.b_start AND b.topic_id = a.topic_id
WHERE a.source_id <> b.source_id AND NOT (2 * s.quoted > s.words AND s.words - s.quoted < 8)
GROUP BY s.a_id, s.b_id, a.topic_id, a.source_id, b.source_id
"""
TOPIC_TALLY = """
INSERT INTO topic_tally (topic_id, source_id, summit_id, covering, signed, passages, sentences, open, accepted)
SELECT topic_id, source_id, summit_id, sum(CASE WHEN passages > 0 THEN 1 ELSE 0 END),
  sum(CASE WHEN passages > 0 AND signed THEN 1 ELSE 0 END), sum(passages), sum(sentences), sum(open), sum(accepted)
FROM article_topic JOIN topic ON topic.id = topic_id GROUP BY topic_id, source_id, summit_id
"""
ENTITY_TALLY = """
INSERT INTO entity_tally (entity_id, summit_id, kind, articles, covering, mentions, texts, quotations, labels, words,
  proposed, headlines, passages)
SELECT entity_id, summit_id, kind, sum(CASE WHEN mentions + quotations + labels + above > 0 THEN 1 ELSE 0 END),
  sum(CASE WHEN passages > 0 THEN 1 ELSE 0 END), sum(mentions),
  sum(CASE WHEN mentions + quotations + labels > 0 THEN 1 ELSE 0 END),
  sum(quotations), sum(labels), sum(words), sum(proposed), sum(headlines), sum(passages)
FROM article_entity JOIN entity ON entity.id = entity_id GROUP BY entity_id, summit_id, kind
"""
ENTITY_SOURCE = """
INSERT INTO entity_source (entity_id, source_id, articles, covering, mentions)
SELECT entity_id, source_id, sum(CASE WHEN mentions + quotations + labels + above > 0 THEN 1 ELSE 0 END),
  sum(CASE WHEN passages > 0 THEN 1 ELSE 0 END), sum(mentions)
FROM article_entity GROUP BY entity_id, source_id
"""
SOURCES = """
SELECT summit_id, source_id, count(*) AS articles, min(id) AS first_id, coalesce(sum(words), 0) AS words,
  coalesce(sum(sentences), 0) AS sentences, sum(CASE WHEN published_from IS NULL THEN 1 ELSE 0 END) AS undated,
  min(published_from) AS earliest, max(published_to) AS latest, max(published) AS published
FROM article GROUP BY summit_id, source_id
"""
SIGNATURES = """
SELECT summit_id, source_id, CAST(agencies AS TEXT), count(*) FROM article WHERE CAST(agencies AS TEXT) <> '[]'
GROUP BY summit_id, source_id, CAST(agencies AS TEXT) ORDER BY min(id)
"""
KINDS = """
SELECT summit_id, source_id, known, language, gap, early, partly,
  sum(CASE WHEN covered THEN 1 ELSE 0 END), sum(bare), count(*)
FROM article_tally GROUP BY summit_id, source_id, known, language, gap, early, partly
"""


def _parent(name: str, *, key: bool = False) -> sa.Column[int]:
    target = {"a_id": "article", "b_id": "article"}.get(name, name.removesuffix("_id"))
    return sa.Column(
        name, sa.Integer(), sa.ForeignKey(f"{target}.id", ondelete="CASCADE"), nullable=False, primary_key=key
    )


def _source(name: str = "source_id", *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey("source.id"), nullable=False, primary_key=key)


def _counts(table: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS[table]]


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "article_tally",
        *(_parent("article_id", key=True), _parent("summit_id"), _source(), _flag("known")),
        sa.Column("language", sa.String(), nullable=True),
        *map(_flag, ("gap", "early", "partly", "covered")),
        sa.Column("bare", sa.Integer(), nullable=False),
    )
    keys = (_parent("article_id", key=True), _parent("topic_id", key=True))
    op.create_table("article_topic", *keys, _source(), _flag("signed"), *_counts("article_topic"))
    keys = (_parent("article_id", key=True), _parent("entity_id", key=True))
    op.create_table("article_entity", *keys, _source(), *_counts("article_entity"))
    keys = (_parent("a_id", key=True), _parent("b_id", key=True), _parent("topic_id", key=True))
    op.create_table("shared_topic", *keys, _source("a_source"), _source("b_source"), _flag("verbatim"))
    sources = op.create_table(
        "source_tally",
        *(_parent("summit_id", key=True), _source(key=True), sa.Column("first_id", sa.Integer(), nullable=False)),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("articles", "words", "sentences", "covered", "bare", "undated")
        ),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("earliest", "latest")),
        sa.Column("published", sa.String(), nullable=True),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("agencies", "kinds")),
    )
    keys = (_parent("topic_id", key=True), _source(key=True))
    op.create_table("topic_tally", *keys, _parent("summit_id"), *_counts("topic_tally"))
    kind = sa.Column("kind", sa.String(), nullable=False)
    op.create_table(
        "entity_tally", _parent("entity_id", key=True), _parent("summit_id"), kind, *_counts("entity_tally")
    )
    keys = (_parent("entity_id", key=True), _source(key=True))
    op.create_table("entity_source", *keys, *_counts("entity_source"))
    for statement in (
        ARTICLE_TALLY,
        ARTICLE_TOPIC,
        ARTICLE_ENTITY,
        SHARED_TOPIC,
        TOPIC_TALLY,
        ENTITY_TALLY,
        ENTITY_SOURCE,
    ):
        op.execute(statement)
    rows = _sources()
    if rows:
        op.bulk_insert(sources, rows)
    for name, table, names in INDEXES:
        op.create_index(name, table, names.split())
    unready = sa.text("status <> 'ready'")
    op.create_index(
        *("ix_article_unready", "article", ["summit_id", "status"]), sqlite_where=unready, postgresql_where=unready
    )


def _sources() -> list[dict[str, Any]]:
    connection = op.get_bind()
    agencies: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for summit, source, names, number in connection.execute(sa.text(SIGNATURES)):
        agencies[summit, source].update(dict.fromkeys(json.loads(names), number))
    kinds: dict[tuple[int, int], dict[str, Any]] = defaultdict(lambda: {"covered": 0, "bare": 0, "kinds": []})
    for summit, source, known, language, gap, early, partly, covered, bare, number in connection.execute(
        sa.text(KINDS)
    ):
        one = kinds[summit, source]
        one["covered"] += covered
        one["bare"] += int(bare)
        one["kinds"] = sorted(
            [*one["kinds"], *([[language, bool(gap), bool(early), bool(partly), number]] if known else [])], key=str
        )
    days = {name: sa.Date() for name in ("earliest", "latest")}
    return [
        dict(row)
        | kinds[row["summit_id"], row["source_id"]]
        | {"agencies": [list(one) for one in agencies[row["summit_id"], row["source_id"]].most_common()]}
        for row in connection.execute(sa.text(SOURCES).columns(**days)).mappings()
    ]


def downgrade() -> None:
    op.drop_index("ix_article_unready", table_name="article")
    for table in (
        *("entity_source", "entity_tally", "topic_tally", "source_tally"),
        *("shared_topic", "article_entity", "article_topic", "article_tally"),
    ):
        op.drop_table(table)
