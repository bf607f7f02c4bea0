"""Lines at the head of a text that tell about it leave it; what only looks like one, or signs it, stays."""

import pytest

from app.intake.detection import make
from app.intake.drafts import HEAD_LINE
from app.intake.head import read_head
from app.intake.items import Limits, Parsed

BODY = "Der Rat hat am Mittwoch getagt. Die Ministerin sagte, es sei genug Zeit.\n\nDanach reisten alle ab."


@pytest.mark.parametrize(
    ("head", "left", "rest"),
    [
        ("Titel: Rat tagt\nQuelle: NZZ\nDatum: Juni 2021\n\n", 3, ""),
        ("Title: A\nSource: NZZ\nDate: 2021-06-16\nAuthor: Anna Weber\nURL: https://a.example/1\n", 5, ""),
        ("Quelle: taz | Datum: 28.6.2022\n", 1, ""),
        ("Datum: 16.06.2021, 8.30 Uhr\n\nQuelle: NZZ\n\n\n", 2, ""),
        ("Rat tagt lange\nQuelle: NZZ\n\n", 1, "Rat tagt lange\n\n"),
        ("Rat tagt lange\n\nQuelle: NZZ\nVon Anna Weber\n\n", 1, "Rat tagt lange\n\nVon Anna Weber\n\n"),
        ("\n\nQuelle: NZZ\n\n", 1, "\n\n"),
        # Citation lines, alone or in two; what a page of a newspaper says at its head.
        ("Rat tagt lange\nSüddeutsche Zeitung, 16. Juni 2021, S. 4\n\n", 1, "Rat tagt lange\n\n"),
        ("Quelle: Handelsblatt Nr. 114 vom 16.06.2021 Seite 8\n\nRat tagt lange\n\n", 1, "Rat tagt lange\n\n"),
        ("Handelsblatt\n16 Juni 2021\nRat tagt lange\n\n", 2, "Rat tagt lange\n\n"),
        ("16.06.2021, 10:30 Uhr\nNeue Zürcher Zeitung\n\n", 2, ""),
        (
            "Rat der Gemeinden\n\n16.06.2021 – 10:30\n\nRat tagt lange\n\nLindau (ots)\n\n",
            1,
            "16.06.2021 – 10:30\n\nRat tagt lange\n\nLindau (ots)\n\n",
        ),
        # What an agency signs is its signature.
        ("Quelle: AFP/dpa\n\n", 0, None),
        ("Quelle: ntv.de, dpa\n\n", 0, None),
        ("Autor: dpa\n\n", 0, None),
        # What is no field, however it begins.
        ("Autor: Herr Minister, wie sehen Sie das?\nMinister: Gut.\n\n", 0, None),
        ("Datum: unbekannt\n\n", 0, None),
        ("Link: siehe unten\n\n", 0, None),
        ("Stand: Alle haben am 16. Juni 2021 getagt, und keiner von ihnen wollte danach noch bleiben.\n\n", 0, None),
        ("Der Rat hat getagt.\nQuelle: NZZ\n\n", 0, None),
        ("Rat tagt lange\nKeine Einigung in Sicht\nQuelle: NZZ\n\n", 0, None),
        ("Die Zeit\n\n", 0, None),
        ("Rat der Gemeinden\n\n16.06.2021 – 10:30\n\nRat tagt lange\n\n", 0, None),
        ("", 0, None),
    ],
)
def test_what_leaves_a_text(head: str, left: int, rest: str | None) -> None:
    found = read_head(head + BODY)
    assert len(found.lines) == left
    assert [line for line in found.lines if line in found.text] == []
    assert found.text == (head if rest is None else rest) + BODY


def test_a_text_of_nothing_but_fields_stays() -> None:
    assert read_head("Titel: Rat tagt\nQuelle: NZZ").text == "Titel: Rat tagt\nQuelle: NZZ"


def test_a_line_that_comes_again_later_stays_there() -> None:
    found = read_head(f"Quelle: NZZ\n\n{BODY}\n\nQuelle: NZZ")
    assert found.text == f"{BODY}\n\nQuelle: NZZ"


def test_lines_that_left_are_told_as_they_stood() -> None:
    head = "Titel: Rat\x00 tagt\n  Quelle: NZZ\nAutor: Anna\x07 Weber\n\n"
    draft = make(Parsed(head + BODY, "txt", title="Der Rat"), "a.txt", Limits())
    assert (draft.title, draft.source, draft.author, draft.text) == ("Der Rat", "NZZ", "Anna Weber", BODY)
    assert draft.notes == tuple(
        f"{HEAD_LINE}{line}" for line in ("Titel: Rat tagt", "Quelle: NZZ", "Autor: Anna Weber")
    )
    assert dict(draft.found) == {"title": "file", "source": "label", "author": "label"}


def test_what_a_citation_tells() -> None:
    cited = "Süddeutsche Zeitung, Mittwoch, 16.06.2021, 10:30 Uhr, S. 4"
    for text in (f"{cited}\n\nRat tagt lange\n\n{BODY * 3}", f"Rat tagt lange\n\n{BODY * 3}\n\n{cited}"):
        draft = make(Parsed(text, "txt"), "a.txt", Limits())
        assert (draft.title, draft.source, draft.page) == ("Rat tagt lange", "Süddeutsche Zeitung", "4")
        assert draft.published
        assert (draft.published.text, draft.published_at) == ("2021-06-16", "2021-06-16T10:30:00+02:00")


def test_whose_press_release_it_is() -> None:
    text = f"Rat e.V.\n\n16.06.2021 – 10:30\n\nRat tagt lange\n\n{BODY * 3}\n\nOriginal-Content von: Rat e.V."
    draft = make(Parsed(text, "txt"), "a.txt", Limits())
    assert (draft.title, draft.source) == ("Rat tagt lange", "Rat e.V.")
