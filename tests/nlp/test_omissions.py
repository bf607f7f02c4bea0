"""A step that raises costs its own layer, is told, and leaves every other layer as it is."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import headlines
from app.nlp.headlines import analyse_article
from app.nlp.omissions import CODES, OTHERS
from app.nlp.pipeline import COMPONENTS, analyse, build
from app.nlp.types import Analysis, Headline, Warning

TEXT = (
    "GENF (dpa) - Präsident Joe Biden traf am Mittwoch Wladimir Putin. „Das Gespräch war gut“, sagte Biden nach drei"
    " Stunden. Es ging um Abrüstung und Menschenrechte. Putin reiste danach ab."
)
TITLE = "Biden: „Es war gut“"


@pytest.fixture(scope="module")
def whole() -> Language:
    return build()


@pytest.fixture
def stumbling(whole: Language) -> Iterator[Language]:
    """A pipeline whose steps can be replaced by ones that stumble; it is put right afterwards."""
    kept = list(whole._components)
    yield whole
    whole._components[:] = kept


def let_stumble(nlp: Language, name: str, error: Exception) -> None:
    """Have a step do half of its work, spoil what was there before it, and raise."""
    step = nlp.get_pipe(name)

    def half(doc: Doc) -> Doc:
        step(doc)
        doc._.mentions.clear()
        raise error

    place = nlp.pipe_names.index(name)
    nlp._components[place] = (name, half)


def without(found: Analysis, *layers: str) -> Analysis:
    """The same with nothing in some layers, and without warnings."""
    empty: dict[str, object] = dict.fromkeys(layers, ())
    return replace(found, warnings=(), **empty)  # type: ignore[arg-type]


def told(found: Analysis) -> set[str]:
    return {one.code for one in found.warnings}


@pytest.mark.parametrize("error", [IndexError("list index out of range"), KeyError("x"), RecursionError()])
@pytest.mark.parametrize(
    ("name", "layer"), [("attribution", "quotations"), ("figures", "figures"), ("agencies", "agencies")]
)
def test_one_layer_is_missing_and_the_others_are_whole(
    stumbling: Language, name: str, layer: str, error: Exception
) -> None:
    before = analyse(TEXT, stumbling)
    assert getattr(before, layer)
    let_stumble(stumbling, name, error)
    found = analyse(TEXT, stumbling)
    assert without(found) == without(before, layer)
    assert told(found) == told(before) | {CODES.get(name, OTHERS)}
    assert not told(before) & {*CODES.values(), OTHERS}


def test_without_topics_the_sentences_stay(stumbling: Language) -> None:
    before = analyse(TEXT, stumbling)
    let_stumble(stumbling, "topics", IndexError())
    found = analyse(TEXT, stumbling)
    assert any(one.topics for one in before.sentences)
    bare = tuple(replace(one, topics=()) for one in before.sentences)
    assert without(found) == without(replace(before, sentences=bare))
    assert "left-out-topics" in told(found)


@pytest.mark.parametrize("name", COMPONENTS)
def test_whichever_stumbles_the_article_is_analysed_and_says_so_once(stumbling: Language, name: str) -> None:
    let_stumble(stumbling, name, ValueError("no idea"))
    found = analyse_article(TEXT, TITLE, stumbling)
    assert [one.code for one in found.warnings].count(CODES.get(name, OTHERS)) == 1
    assert found.words == analyse(TEXT, stumbling).words
    assert found.headline is not None
    assert found.headline.title == TITLE
    if name != "sentences":
        assert [(one.start, one.end) for one in found.sentences] == [
            (one.start, one.end) for one in analyse(TEXT).sentences
        ]


def test_a_headline_that_cannot_be_read_costs_the_text_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = analyse(TEXT)

    def broken(*_: object) -> None:
        raise IndexError

    monkeypatch.setattr(headlines, "analyse_headline", broken)
    found = analyse_article(TEXT, TITLE)
    warning = Warning("left-out-headline", "The headline could not be analysed.", 0, len(TEXT))
    assert found == replace(before, headline=Headline(TITLE), warnings=(*before.warnings, warning))
