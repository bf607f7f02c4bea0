"""What a reader is warned of, and that ordinary texts are left alone."""

import time

import pytest

from app.nlp.text.language import detect
from app.nlp.text.sentences import split
from app.nlp.warnings.component import find_warnings

BODY = (
    "Der Rat hat am Mittwoch getagt. Die Ministerin sagte, es sei noch genug Zeit für eine Lösung. "
    "Danach fuhren alle nach Hause, und der Saal wurde wieder für die Öffentlichkeit geöffnet."
)


def told(text: str) -> list[tuple[str, str]]:
    return [(one.code, text[one.start : one.end]) for one in find_warnings(text, split(text), detect(text))]


def test_an_ordinary_text_has_no_warning() -> None:
    assert told(f"Der Rat tagt\n\n{BODY}\n\n{BODY[:-1]}, wie es hieß.") == []


@pytest.mark.parametrize(
    ("text", "code", "span"),
    [
        (f" date 2021-06 {BODY}", "leaked-metadata", "date 2021-06"),
        (f"Autor: Redaktion\n\n{BODY}", "leaked-metadata", "Autor: Redaktion"),
        (f"{BODY}\n\nLesen Sie auch: Was der Rat sonst noch tat\n\n{BODY[:80]}.", "leaked-metadata", None),
        (f"Sehen Sie im Video: Der Rat tagt Die {BODY[4:]}", "leaked-caption", "Sehen Sie im Video: Der Rat tagt"),
        (f"<p>{BODY}</p>", "leaked-markup", "<p>"),
        (BODY.replace(" am ", "&nbsp;am "), "leaked-markup", "&nbsp;"),
        (BODY.replace("getagt.", "getagt. [...]"), "possible-gap", "[...]"),
        (f"{BODY} Am Abend wollte die", "possible-gap", "Am Abend wollte die"),
        (f"{BODY} Am Abend ...", "possible-gap", "Am Abend ..."),
        (f"{BODY}\n\n{BODY}", "repeated-passage", BODY),
        (f"{BODY} „Das ist gut, sagte er.", "unpaired-marks", "„"),
        (BODY.replace("ö", "Ã¶"), "damaged-characters", "Ã¶"),
        (BODY.replace("ö", "\ufffd"), "damaged-characters", "\ufffd"),
        (BODY.upper(), "all-capitals", BODY.upper()),
        ("Tabelle\n\nPlatz", "no-sentence", None),
        ("The council met on Wednesday. There was, she said, still enough time for all of them.", "not-german", None),
    ],
)  # fmt: skip
def test_warnings(text: str, code: str, span: str | None) -> None:
    found = told(text)
    assert code in dict(found)
    assert span is None or (code, span) in found


@pytest.mark.parametrize(
    "end",
    [
        "Die Minister zeigten sich am Abend enttäuscht",  # a full stop lost on the way is no gap
        "Danach stimmten die Minister dem Antrag zu",
        "Der Gipfel gilt als Erfolg, weil alle kamen und die meisten zustimmten",
        "Die Delegationen reisten noch am selben Abend ab",
        "Der Rat tagt morgen wieder in Genf",
    ],
)
@pytest.mark.parametrize("glue", [" ", "\n", "\n\n"])
def test_a_complete_text_without_its_last_full_stop_has_no_gap(end: str, glue: str) -> None:
    assert "possible-gap" not in dict(told(f"{BODY}{glue}{end}"))


@pytest.mark.parametrize("end", ["Am Abend wollte die", "Der Rat, dem auch die Minister", "Er sagte, er komme zum"])
def test_a_text_that_breaks_off_has_one(end: str) -> None:
    assert "possible-gap" in dict(told(f"{BODY} {end}"))


def test_a_list_that_lost_its_other_items() -> None:
    one = f"{BODY}\n\nDas wurde vereinbart\n\nEnde der Sperre . {BODY[32:]}\n\nSo geht es weiter\n\n{BODY[:93]}"
    two = one.replace("\n\nSo geht", f"\n\nMehr Geld . {BODY[:31]}\n\nSo geht")
    assert ("possible-gap", "Das wurde vereinbart\n\nEnde der Sperre .") in told(one)
    assert "possible-gap" not in dict(told(two))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "]]]][[[[", "a" * 5000, "…" * 5000, "<" * 5000, "Ã" * 3000])
def test_odd_texts(text: str) -> None:
    assert all(0 <= one.start < one.end <= len(text) for one in find_warnings(text, split(text), None))


def test_time_is_linear() -> None:
    text = "<" * 100_000 + "\n" + "Lesen Sie [" * 20_000 + " " * 100_000
    began = time.process_time()
    find_warnings(text, [], None)
    assert time.process_time() - began < 2
