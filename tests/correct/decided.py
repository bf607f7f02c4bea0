"""Texts, analyses and decisions about them, drawn at random: two versions of the machine, which disagree."""

from itertools import pairwise

from hypothesis import strategies as st

from app.correct.decisions import Counted, Mark, Named, Quoted, Topics, Who
from app.nlp.types import Analysis, Entity, Figure, Mention, Quotation, Sentence, TopicMark

TEXT = "Joe Biden traf Putin in Genf. „Gut“, sagte er nach 3 Stunden. Peskow schwieg 20 Minuten. Danach kam Merkel."
PEOPLE = {
    "Joe Biden": Who("person", "joe-biden", "Joe Biden", "biden"),
    "Wladimir Putin": Who("person", "wladimir-putin", "Wladimir Putin", "putin"),
    "Peskow": Who("person", "peskow", "Peskow", "peskow", bare=True),
    "Genf": Who("place", "genf", "Genf"),
}
SLUGS = ("ablauf", "ukraine", "cybersicherheit")
VERSIONS = {"old": (0, 30, 62, 88, len(TEXT)), "new": (0, 62, 70, 88, len(TEXT))}  # where sentences begin

# Few enough that decisions and marks meet: the same words, words within words, neighbours, whole sentences.
SPOTS = (
    (0, 9),
    (4, 9),
    (0, 14),
    (15, 21),
    (15, 29),
    (30, 35),
    (30, 61),
    (49, 61),
    (51, 52),
    (62, 68),
    (78, 88),
    (62, 88),
)
spans = st.sampled_from(SPOTS)
whom = st.sampled_from(list(PEOPLE.values()))


def place(span: tuple[int, int]) -> dict[str, object]:
    return {"start": span[0], "end": span[1], "surface": TEXT[slice(*span)]}


@st.composite
def decisions(draw: st.DrawFn) -> Mark:
    where = place(draw(spans))
    match draw(st.integers(0, 7)):
        case 0:
            slugs = draw(st.permutations(SLUGS))
            return Topics(**where, drop=tuple(slugs[:1]), add=tuple(slugs[1 : draw(st.integers(1, 2))]))
        case 1:
            return Named(**where)
        case 2 | 3:
            who = draw(st.one_of(st.none(), whom))
            return Named(
                **where, label=who.kind if who else "person", via=draw(st.sampled_from(["name", "role"])), who=who
            )
        case 4:
            return Quoted(**where)
        case 5:
            return Quoted(**where, label="direct", speaker=draw(st.one_of(st.none(), whom)))
        case 6:
            return Counted(**where)
        case _:
            return Counted(**where, label="count", value=draw(st.integers(1, 9)), unit="Stunden")


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """What some version of the language service might find in TEXT."""
    version = draw(st.sampled_from(sorted(VERSIONS)))
    bounds = VERSIONS[version]
    marks = st.sets(st.sampled_from(SLUGS)).map(lambda slugs: tuple(TopicMark(s, 0.5, ()) for s in sorted(slugs)))
    sentences = tuple(Sentence(a, b, "sentence", draw(marks)) for a, b in pairwise(bounds))
    used: dict[str, Entity] = {}

    def key() -> str | None:
        who = draw(st.one_of(st.none(), whom))
        if who is not None:
            used[who.key] = Entity(who.key, who.kind, who.name, who.family, who.bare)
        return who and who.key

    mentions = []
    for a, b in sorted(draw(st.sets(spans, max_size=4))):
        entity = key()
        kind = used[entity].kind if entity else "person"
        mentions.append(Mention(a, b, TEXT[a:b], kind, draw(st.sampled_from(["name", "role"])), entity, "certain"))
    quoted = tuple(Quotation(a, b, "indirect", key()) for a, b in sorted(draw(st.sets(spans, max_size=3))))
    counted = tuple(
        Figure(a, b, "count", 1.0, "Leute", None, TEXT[a:b]) for a, b in sorted(draw(st.sets(spans, max_size=3)))
    )
    return Analysis(
        pipeline=version,
        language="de",
        words=20,
        agencies=(),
        sentences=sentences,
        entities=tuple(used[name] for name in sorted(used)),
        mentions=tuple(mentions),
        quotations=quoted,
        figures=counted,
    )
