# ruff: noqa: S608 - every part of these statements stands in this file
"""What comparisons ask for is kept: marks with their bonds and offers, sums of words, the sources of shared text.

Groups, offers and words are written in many places; what follows from them is kept by triggers: none can forget it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OFFERED = """
    SELECT count(*) > 0,
        max(CASE WHEN state = 'perhaps' THEN score END),
        coalesce(max(CASE WHEN state = 'perhaps' AND differing THEN 1 ELSE 0 END), 0) = 1
    FROM offer WHERE annotation_id = {mark} AND topic_id IS NULL AND state IN ('perhaps', 'same')"""
ADDED = """
    UPDATE stated_mark SET open = {true},
        score = CASE WHEN {new}.state <> 'perhaps' OR score > {new}.score THEN score ELSE {new}.score END,
        differing = differing OR ({new}.state = 'perhaps' AND {new}.differing)
    WHERE annotation_id = {new}.annotation_id"""
BOND = "CASE WHEN {sources} >= 2 THEN 2 ELSE 1 END"
SUMS = {  # table: its key, and what of a word is counted there
    "word_tally": ("summit_id, stem, source_id", "w.summit_id, w.stem, a.source_id", True),
    "word_total": ("summit_id, stem", "w.summit_id, w.stem", False),
    "word_spelling": ("summit_id, stem, surface", "w.summit_id, w.stem, w.surface", False),
    "own_words": ("summit_id, source_id", "w.summit_id, a.source_id", False),
}
FILL_MARKS = """
    INSERT INTO stated_mark (annotation_id, summit_id, source_id, article_id, layer, label, entity_id, start, "end", at,
        leads, verb, words, nested, bond, open, score, differing)
    SELECT id, summit_id, source_id, article_id, layer, label, entity_id, start, "end", at,
        row_number() OVER (PARTITION BY article_id, layer, at ORDER BY start, id) = 1,
        verb, words, nested, bond, bond < 0, NULL, bond < 0
    FROM (
        SELECT m.id, a.summit_id, a.source_id, m.article_id, m.layer, m.label, m.entity_id, m.start, m."end",
            coalesce((SELECT max(s.start) FROM annotation s
                WHERE s.article_id = m.article_id AND s.layer = 'sentence' AND s.start <= m.start), m.start) AS at,
            CASE WHEN m.layer = 'quotation' THEN m.surface END AS verb, m.words,
            m.layer = 'quotation' AND m.label IN ('direct', 'partial') AND EXISTS (SELECT 1 FROM annotation r
                WHERE r.article_id = m.article_id AND r.layer = 'quotation' AND r.label = 'indirect'
                AND r.entity_id = m.entity_id AND r.start <= m.start AND r."end" >= m."end") AS nested,
            coalesce((SELECT CASE WHEN p.sources >= 2 THEN 2 ELSE 1 END FROM parallel_member g
                JOIN parallel p ON p.id = g.parallel_id WHERE g.annotation_id = m.id), 0) AS bond
        FROM annotation m JOIN article a ON a.id = m.article_id WHERE m.layer IN ('figure', 'quotation')
    ) AS marks"""


FILL_REST = (
    """INSERT INTO stated_topic (annotation_id, topic_id, summit_id)
    SELECT DISTINCT q.annotation_id, t.topic_id, q.summit_id FROM stated_mark q JOIN annotation t
        ON t.article_id = q.article_id AND t.layer = 'topic' AND t.start < q."end" AND t."end" > q.start
    WHERE q.layer = 'quotation' AND t.topic_id IS NOT NULL""",
    """INSERT INTO stated_person (annotation_id, entity_id, summit_id)
    SELECT DISTINCT f.annotation_id, m.entity_id, f.summit_id FROM stated_mark f JOIN annotation s
        ON s.article_id = f.article_id AND s.layer = 'sentence' AND s.start = f.at AND s."end" > f.start
    JOIN annotation m
        ON m.article_id = f.article_id AND m.layer = 'mention' AND m.start >= s.start AND m.start < s."end"
    JOIN entity e ON e.id = m.entity_id AND e.kind = 'person' WHERE f.layer = 'figure'""",
    """INSERT INTO shared_person (shared_id, entity_id, summit_id)
    SELECT DISTINCT p.id, m.entity_id, p.summit_id FROM shared_passage p JOIN annotation m
        ON m.article_id = p.a_id AND m.layer = 'mention' AND m.start < p.a_end AND m."end" > p.a_start
    JOIN entity e ON e.id = m.entity_id AND e.kind = 'person' WHERE NOT p.inside AND p.a_source <> p.b_source""",
    """INSERT INTO shared_tally (article_id, summit_id, words)
    SELECT article_id, summit_id, sum(words) FROM (
        SELECT a_id AS article_id, summit_id, words FROM shared_passage WHERE NOT inside AND a_source <> b_source
        UNION ALL SELECT b_id, summit_id, words FROM shared_passage WHERE NOT inside AND a_source <> b_source
    ) AS sides GROUP BY article_id, summit_id""",
)


def _parent(name: str, target: str, *, nullable: bool = False) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    return sa.Column(name, sa.Integer(), nullable=nullable), sa.ForeignKeyConstraint(
        [name], [target], ondelete="CASCADE"
    )


def count_anew() -> list[str]:
    """Statements that fill the tables, each empty before."""
    sums = [
        f"INSERT INTO {table} ({key}, count{', articles' if counted else ''}) "
        f"SELECT {of_word}, sum(w.count){', count(*)' if counted else ''} "
        f"FROM article_word w JOIN article a ON a.id = w.article_id GROUP BY {of_word}"
        for table, (key, of_word, counted) in SUMS.items()
    ]
    offered = f"""UPDATE stated_mark SET (open, score, differing) = ({OFFERED.format(mark="stated_mark.annotation_id")})
        WHERE annotation_id IN (SELECT annotation_id FROM offer WHERE topic_id IS NULL)"""
    return [FILL_MARKS, offered, *FILL_REST, *sums]


def upgrade() -> None:
    _tables()
    for side in "ab":
        op.add_column("shared_passage", sa.Column(f"{side}_source", sa.Integer(), nullable=False, server_default="0"))
        op.execute(
            f"UPDATE shared_passage SET {side}_source = "
            f"(SELECT source_id FROM article WHERE article.id = shared_passage.{side}_id)"
        )
    op.create_index(
        "ix_shared_passage_pairs", "shared_passage", ["summit_id", "inside", "a_source", "b_source", "words", "quoted"]
    )
    op.create_index("ix_shared_passage_long", "shared_passage", ["summit_id", "inside", "words", "id"])
    op.add_column("offer", sa.Column("source_id", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE offer SET source_id = (SELECT source_id FROM article WHERE article.id = offer.article_id)")
    op.drop_index("ix_offer_summit", table_name="offer")
    for thing in ("topic", "entity", "annotation"):
        op.drop_index(f"ix_offer_{thing}", table_name="offer")
        op.create_index(f"ix_offer_{thing}", "offer", [f"{thing}_id", "source_id", "state"])
    op.create_index("ix_offer_source", "offer", ["summit_id", "kind", "source_id", "state", "annotation_id"])
    for statement in count_anew():
        op.execute(statement)
    triggers = _sqlite if op.get_bind().dialect.name == "sqlite" else _postgresql
    for statement in triggers():
        op.execute(statement)


def _tables() -> None:
    op.create_table(
        "stated_mark",
        *_parent("annotation_id", "annotation.id"),
        *_parent("summit_id", "summit.id"),
        sa.Column("source_id", sa.Integer(), nullable=False),
        *_parent("article_id", "article.id"),
        sa.Column("layer", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        *_parent("entity_id", "entity.id", nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("verb", sa.String(), nullable=True),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("nested", sa.Boolean(), nullable=False),
        sa.Column("bond", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("open", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("differing", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.PrimaryKeyConstraint("annotation_id"),
    )
    for name, fields, where in (
        ("place", ["summit_id", "layer", "bond", "open", "source_id", "article_id", "start"], None),
        ("kind", ["summit_id", "layer", "source_id", "label"], None),
        ("speaker", ["summit_id", "layer", "entity_id", "source_id", "verb", "label", "words", "nested"], None),
        ("article", ["article_id"], None),
        ("entity", ["entity_id"], None),
        ("sentence", ["summit_id", "layer", "article_id", "at"], "leads"),
        ("doubt", ["summit_id", "layer", "bond", "differing", "score", "annotation_id"], "score IS NOT NULL"),
    ):
        partial = {f"{dialect}_where": sa.text(where) for dialect in ("sqlite", "postgresql")} if where else {}
        op.create_index(f"ix_stated_mark_{name}", "stated_mark", fields, **partial)
    for table, one, other, index in (
        ("stated_topic", "annotation", "topic", "topic"),
        ("stated_person", "annotation", "entity", "entity"),
        ("shared_person", "shared_passage", "entity", "entity"),
    ):
        own = "shared_id" if one == "shared_passage" else "annotation_id"
        op.create_table(
            table,
            *_parent(own, f"{one}.id"),
            *_parent(f"{other}_id", f"{other}.id"),
            *_parent("summit_id", "summit.id"),
            sa.PrimaryKeyConstraint(own, f"{other}_id"),
        )
        op.create_index(f"ix_{table}_{index}", table, ["summit_id", f"{other}_id", own])
        op.create_index(f"ix_{table}_parent", table, [f"{other}_id"])
    op.create_table(
        "shared_tally",
        *_parent("article_id", "article.id"),
        *_parent("summit_id", "summit.id"),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("article_id"),
    )
    op.create_index("ix_shared_tally_words", "shared_tally", ["summit_id", "words", "article_id"])
    op.create_table(
        "word_tally",
        *_parent("summit_id", "summit.id"),
        sa.Column("stem", sa.String(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.PrimaryKeyConstraint("summit_id", "stem", "source_id"),
        sqlite_with_rowid=False,
    )
    often = {f"{dialect}_where": sa.text("count >= 4") for dialect in ("sqlite", "postgresql")}
    op.create_index(
        "ix_word_tally_often", "word_tally", ["summit_id", "source_id", "count", "stem", "articles"], **often
    )
    for table, fields in (("word_total", ["stem"]), ("word_spelling", ["stem", "surface"])):
        op.create_table(
            table,
            *_parent("summit_id", "summit.id"),
            *(sa.Column(field, sa.String(), nullable=False) for field in fields),
            sa.Column("count", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint("summit_id", *fields),
            sqlite_with_rowid=False,
        )
    op.create_index("ix_word_total_count", "word_total", ["summit_id", "count", "stem"])
    op.create_table(
        "own_words",
        *_parent("summit_id", "summit.id"),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.PrimaryKeyConstraint("summit_id", "source_id"),
    )


def _counted(sign: str, words: str, articles: str) -> list[str]:
    """Statements that add words (``w`` of an article ``a``) to all sums, or take them off."""
    statements = []
    for table, (key, of_word, counted) in SUMS.items():
        one = f"SELECT {of_word}, sum(w.count){', count(*)' if counted else ''} FROM {words} JOIN {articles} "
        grouped = f"{one} WHERE true GROUP BY {of_word}"
        fields = f"{key}, count{', articles' if counted else ''}"
        if sign == "+":
            more = f", articles = {table}.articles + excluded.articles" if counted else ""
            statements.append(
                f"INSERT INTO {table} ({fields}) {grouped} "
                f"ON CONFLICT ({key}) DO UPDATE SET count = {table}.count + excluded.count{more}"
            )
        else:
            same = " AND ".join(f"{table}.{name.strip()} = less.{name.strip()}" for name in key.split(","))
            names = [name.strip() for name in key.split(",")] + ["count"] + (["articles"] if counted else [])
            expressions = of_word.split(", ") + ["sum(w.count)"] + (["count(*)"] if counted else [])
            told = ", ".join(f"{what} AS {name}" for what, name in zip(expressions, names, strict=True))
            less = f"(SELECT {told} FROM {words} JOIN {articles} WHERE true GROUP BY {of_word}) AS less"
            fewer = f", articles = {table}.articles - less.articles" if counted else ""
            statements.append(f"UPDATE {table} SET count = {table}.count - less.count{fewer} FROM {less} WHERE {same}")
            statements.append(f"DELETE FROM {table} WHERE count <= 0 AND EXISTS (SELECT 1 FROM {less} WHERE {same})")
    return statements


def _sqlite() -> list[str]:
    def trigger(name: str, when: str, *statements: str) -> str:
        return f"CREATE TRIGGER {name} {when} BEGIN {'; '.join(statements)}; END"

    def member(row: str) -> str:
        found = f"(SELECT {BOND.format(sources='sources')} FROM parallel WHERE id = {row}.parallel_id)"
        return f"UPDATE stated_mark SET bond = coalesce({found}, 0) WHERE annotation_id = {row}.annotation_id"

    def again(row: str) -> str:
        told = OFFERED.format(mark=f"{row}.annotation_id")
        return f"UPDATE stated_mark SET (open, score, differing) = ({told}) WHERE annotation_id = {row}.annotation_id"

    def word(row: str) -> tuple[str, str]:
        given = ", ".join(f"{row}.{name} AS {name}" for name in ("summit_id", "article_id", "stem", "surface", "count"))
        return f"(SELECT {given}) AS w", "article a ON a.id = w.article_id"

    moved = "article_word w"
    crossed = "(old.sources >= 2) <> (new.sources >= 2)"
    mark = "{0}.topic_id IS NULL AND {0}.annotation_id IS NOT NULL"
    return [
        trigger("stated_member_added", "AFTER INSERT ON parallel_member", member("new")),
        trigger("stated_member_moved", "AFTER UPDATE OF parallel_id ON parallel_member", member("new")),
        trigger(
            "stated_member_gone",
            "AFTER DELETE ON parallel_member",
            "UPDATE stated_mark SET bond = 0 WHERE annotation_id = old.annotation_id",
        ),
        trigger(
            "stated_group_counted",
            f"AFTER UPDATE OF sources ON parallel WHEN {crossed}",
            f"UPDATE stated_mark SET bond = {BOND.format(sources='new.sources')} WHERE annotation_id IN "
            "(SELECT annotation_id FROM parallel_member WHERE parallel_id = new.id)",
        ),
        trigger(
            "stated_offer_added",
            f"AFTER INSERT ON offer WHEN {mark.format('new')} AND new.state IN ('perhaps', 'same')",
            ADDED.format(new="new", true="1"),
        ),
        trigger("stated_offer_gone", f"AFTER DELETE ON offer WHEN {mark.format('old')}", again("old")),
        trigger("stated_offer_judged", f"AFTER UPDATE OF state ON offer WHEN {mark.format('new')}", again("new")),
        trigger("words_added", "AFTER INSERT ON article_word", *_counted("+", *word("new"))),
        trigger("words_gone", "AFTER DELETE ON article_word", *_counted("-", *word("old"))),
        trigger(  # while it is still known of which source they are
            "words_of_article_gone", "BEFORE DELETE ON article", "DELETE FROM article_word WHERE article_id = old.id"
        ),
        trigger(
            "words_moved",
            "AFTER UPDATE OF source_id ON article WHEN old.source_id <> new.source_id",
            *_counted("-", moved, "(SELECT old.id AS id, old.source_id AS source_id) AS a ON a.id = w.article_id"),
            *_counted("+", moved, "(SELECT new.id AS id, new.source_id AS source_id) AS a ON a.id = w.article_id"),
        ),
    ]


def _postgresql() -> list[str]:
    def trigger(name: str, when: str, each: str, *statements: str, back: str = "NULL") -> list[str]:
        body = "; ".join(statements)
        return [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN {back}; END $$",
            f"CREATE TRIGGER {name} {when} FOR EACH {each} EXECUTE FUNCTION {name}()",
        ]

    member = (
        f"UPDATE stated_mark s SET bond = {BOND.format(sources='p.sources')} FROM fresh f "
        "JOIN parallel p ON p.id = f.parallel_id WHERE s.annotation_id = f.annotation_id"
    )

    def again(rows: str) -> str:
        return (
            f"UPDATE stated_mark SET (open, score, differing) = ({OFFERED.format(mark='stated_mark.annotation_id')}) "
            f"WHERE annotation_id IN (SELECT annotation_id FROM {rows} WHERE topic_id IS NULL)"
        )

    new, old = "REFERENCING NEW TABLE AS fresh", "REFERENCING OLD TABLE AS gone"
    of_words = "article a ON a.id = w.article_id"
    moved = "(SELECT {0}.id AS id, {0}.source_id AS source_id) AS a ON a.id = w.article_id"
    return [
        *trigger("stated_member_added", f"AFTER INSERT ON parallel_member {new}", "STATEMENT", member),
        *trigger("stated_member_moved", f"AFTER UPDATE ON parallel_member {new}", "STATEMENT", member),
        *trigger(
            "stated_member_gone",
            f"AFTER DELETE ON parallel_member {old}",
            "STATEMENT",
            "UPDATE stated_mark SET bond = 0 WHERE annotation_id IN (SELECT annotation_id FROM gone)",
        ),
        *trigger(
            "stated_group_counted",
            "AFTER UPDATE OF sources ON parallel",
            "ROW WHEN ((old.sources >= 2) <> (new.sources >= 2))",
            f"UPDATE stated_mark SET bond = {BOND.format(sources='new.sources')} WHERE annotation_id IN "
            "(SELECT annotation_id FROM parallel_member WHERE parallel_id = new.id)",
        ),
        *trigger(
            "stated_offer_added",
            "AFTER INSERT ON offer",
            "ROW WHEN (new.topic_id IS NULL AND new.annotation_id IS NOT NULL AND new.state IN ('perhaps', 'same'))",
            ADDED.format(new="new", true="true"),
        ),
        *trigger("stated_offer_gone", f"AFTER DELETE ON offer {old}", "STATEMENT", again("gone")),
        *trigger("stated_offer_judged", f"AFTER UPDATE ON offer {new}", "STATEMENT", again("fresh")),
        *trigger(
            "words_added", f"AFTER INSERT ON article_word {new}", "STATEMENT", *_counted("+", "fresh w", of_words)
        ),
        *trigger("words_gone", f"AFTER DELETE ON article_word {old}", "STATEMENT", *_counted("-", "gone w", of_words)),
        *trigger(
            "words_of_article_gone",
            "BEFORE DELETE ON article",
            "ROW",
            "DELETE FROM article_word WHERE article_id = old.id",
            back="old",
        ),
        *trigger(
            "words_moved",
            "AFTER UPDATE OF source_id ON article",
            "ROW WHEN (old.source_id <> new.source_id)",
            *_counted("-", "article_word w", moved.format("old")),
            *_counted("+", "article_word w", moved.format("new")),
        ),
    ]


TRIGGERS = {
    "stated_member_added": "parallel_member",
    "stated_member_moved": "parallel_member",
    "stated_member_gone": "parallel_member",
    "stated_group_counted": "parallel",
    "stated_offer_added": "offer",
    "stated_offer_gone": "offer",
    "stated_offer_judged": "offer",
    "words_added": "article_word",
    "words_gone": "article_word",
    "words_of_article_gone": "article",
    "words_moved": "article",
}


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON {table}")
        if not sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_index("ix_offer_source", table_name="offer")
    for thing in ("topic", "entity", "annotation"):
        op.drop_index(f"ix_offer_{thing}", table_name="offer")
        op.create_index(f"ix_offer_{thing}", "offer", [f"{thing}_id", "article_id"])
    op.create_index("ix_offer_summit", "offer", ["summit_id", "kind"])
    op.drop_column("offer", "source_id")
    op.drop_index("ix_shared_passage_long", table_name="shared_passage")
    op.drop_index("ix_shared_passage_pairs", table_name="shared_passage")
    op.drop_column("shared_passage", "b_source")
    op.drop_column("shared_passage", "a_source")
    for table in ("shared_tally", "shared_person", "stated_person", "stated_topic"):
        op.drop_table(table)
    for table in ("own_words", "word_spelling", "word_total", "word_tally", "stated_mark"):
        op.drop_table(table)
