"""What is offered as perhaps the same utterance: by who speaks, and by how much of it stands there."""

from typing import Any

import pytest

from app.compare.name_search import heard
from app.compare.nearness import nearness, read_terms
from app.compare.utterance_offers import Said, UtteranceOffer, offered, plain, without_report
from app.compare.wording import read_wording

SIGNAL = "„sehr starkes und klares Signal“"
CONSENSUS = "„Zum ersten Mal überhaupt haben wir einen Konsens über die Zukunft fossiler Energien“"
AGREED = "Man habe zum ersten Mal überhaupt eine Einigung beim Thema fossile Brennstoffe erzielt."
CLEAN = "„gerechte, geordnete und faire Weise“"


def said(
    text: str, speaker: str | None = "1", kind: Any = "direct", verb: str | None = None, named: Any = "no"
) -> Said:
    return Said(speaker, None, kind, read_wording(without_report(text, kind, verb)), named)


def offer(a: Said, text: str, b: Said, text_b: str) -> UtteranceOffer | None:
    near = nearness(read_terms(text), read_terms(text_b))
    return offered(a, b, near.score, near.common)


def between(
    a: str, b: str, speakers: tuple[str | None, str | None] = ("1", "1"), kinds: Any = ("direct", "direct")
) -> UtteranceOffer | None:
    one, other = said(a, speakers[0], kinds[0]), said(b, speakers[1], kinds[1])
    found = offer(one, a, other, b)
    assert found == offer(other, b, one, a)
    return found


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "„Es ist die beste Antwort auf die Rückkehr des Protektionismus.“",
            "„Auf den neuen Protektionismus gibt es keine bessere Antwort“",
        ),
        (
            "Binnen weniger Tage werde der Schiffsverkehr beginnen.",
            "In den kommenden Tagen werde der Schiffsverkehr beginnen.",
        ),
        ("„Mehr war nicht zu erreichen, leider.“", "Mehr sei leider nicht erreichbar gewesen."),
        (
            "„Es braucht einen Rahmen, auf den sich jeder verlassen kann.“",
            "Nötig seien Rahmenbedingungen, auf die sich jeder verlassen könne.",
        ),
    ],
)
def test_one_speaker_in_other_words_is_offered(a: str, b: str) -> None:
    found = between(a, b)
    assert found is not None
    assert found.reasons[0] == "same-speaker"
    assert 0 < found.score <= 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("„Das ist ein Tag der großen Freude.“", "„Es gab viele Tränen der Freude über den Beschluss der Minister.“"),
        ("„Wir öffnen die Grenzen für Waren.“", "„Die Ernte war in diesem Jahr schlecht.“"),
        ("„Der Minister reist morgen nach Wien.“", "„Die Steuern auf Strom werden gesenkt, sagt der Minister.“"),
    ],
)
def test_one_speaker_about_other_things_is_not(a: str, b: str) -> None:
    assert between(a, b) is None


def test_across_speakers_more_is_asked() -> None:
    far = (
        "„Es ist die beste Antwort auf die Rückkehr des Protektionismus.“",
        "„Auf den Protektionismus gibt es neue Antworten“",
    )
    assert between(*far, speakers=("1", "1")) is not None
    assert between(*far, speakers=("1", "2")) is None
    assert between(*far, speakers=("1", None)) is None
    near = between(CONSENSUS, AGREED, ("1", "2"), ("direct", "indirect"))
    assert near is not None
    assert near.reasons == ("near-words",)


def test_words_of_nobody_are_offered_where_they_are_the_same() -> None:
    found = between(CLEAN, "„gerechten, geordneten und ausgewogenen“", (None, None), ("partial", "partial"))
    assert found is not None
    assert found.reasons == ("same-words", "marked-there")
    assert between(CLEAN, "„gerechten und teuren Vertrag“", (None, None), ("partial", "partial")) is None


def test_a_sentence_that_names_the_speaker_needs_less() -> None:
    text = "Die Kanzlerin sprach in Berlin von einem starken Signal an die Bürgerinnen und Bürger."
    named = offer(said(SIGNAL, kind="partial"), SIGNAL, plain(text, "sentence"), text)
    assert named is not None
    assert named.reasons == ("named-speaker", "near-words")
    assert offer(said(SIGNAL, kind="partial"), SIGNAL, plain(text, "no"), text) is None
    other = "Die Kanzlerin reist am Dienstag mit vielen Ministern nach Rom."
    assert offer(said(SIGNAL, kind="partial"), SIGNAL, plain(other, "sentence"), other) is None


@pytest.mark.parametrize("kind", ["partial", "indirect"])
def test_a_sentence_that_names_nobody_has_to_hold_nearly_all(kind: Any) -> None:
    marked = "„Übergang weg von fossilen Energieträgern“"
    holds = "Die Konferenz hat den Übergang weg von fossilen Energien beschlossen."
    about = "Über fossile Energien wurde in der Nacht gestritten."
    assert offer(said(marked, None, kind), marked, plain(holds, "no"), holds) is not None
    assert offer(said(marked, None, kind), marked, plain(about, "no"), about) is None


DANUBE = "„Die Donau gehört niemandem, und deshalb gehört sie allen“"


def test_word_for_word_is_offered_whoever_is_told_to_have_said_it() -> None:
    found = between(DANUBE, "«Die Donau gehört niemandem, und deshalb gehört sie allen!»", ("1", "2"))
    assert found is not None
    assert found.reasons == ("same-words", "marked-there")
    assert between(DANUBE, "„Der Rhein gehört niemandem, und deshalb pflegt ihn keiner“", ("1", "2")) is None
    assert between("„weitgehend friedlich“", "„Weitgehend friedlich“", ("1", "2"), ("partial", "partial")) is not None
    assert between("„weitgehend friedlich“", "„weitgehend ruhig“", ("1", "2"), ("partial", "partial")) is None
    assert between("„Wir werden das tun“", "„Wir werden das tun“", ("1", "2")) is None


def test_a_quotation_of_nobody_needs_less_where_its_sentence_or_article_names_the_speaker() -> None:
    text = "Ob dieser Tag wirklich einmal in Schulbüchern stehen wird, wie die Kanzlerin sagt, entscheidet sich später."
    direct = "„der einmal in Schulbüchern stehen wird“"
    offers = {
        named: offer(said(direct), direct, said(text, None, "indirect", named=named), text)
        for named in ("no", "article", "sentence")
    }
    assert offers["no"] is None
    assert offers["article"] == offers["sentence"]
    assert offers["sentence"] is not None
    assert offers["sentence"].reasons == ("named-speaker", "same-words")


def test_spellings_of_one_name_are_one_speaker() -> None:
    texts = "„Der Fluss trägt die Lasten von uns allen“", "Der Fluss trage ihrer aller Lasten."
    spelt = [
        Said(speaker, None, kind, read_wording(text), heard=heard(name))
        for speaker, name, kind, text in zip(
            "12", ("Schiwko Radojtschew", "Živko Radojčev"), ("direct", "indirect"), texts, strict=True
        )
    ]
    found = offer(spelt[0], texts[0], spelt[1], texts[1])
    assert found is not None
    assert found.reasons[0] == "same-speaker"


def test_words_made_of_one_verb_are_in_common() -> None:
    found = between("„keine ungedeckten Schecks“", "„Ungarn unterschreibt keinen Scheck ohne Deckung“")
    assert found is not None


def test_the_clause_that_reports_is_not_compared() -> None:
    a, b = (
        "Der Zug komme am Abend wieder in den Norden, sagte die Chefin der Bahn in Mannheim.",
        "Das Wetter halte im Süden noch drei Tage lang, sagte die Chefin der Bahn in Mannheim.",
    )
    assert without_report(a, "indirect", "sagte").strip() == "Der Zug komme am Abend wieder in den Norden,"
    assert without_report(a, "direct", "sagte") == a
    one, other = (without_report(text, "indirect", "sagte") for text in (a, b))
    assert len(one) == len(a)
    assert between(one, other, kinds=("indirect", "indirect")) is None


def test_nothing_in_common_is_nothing() -> None:
    assert offered(said(CLEAN), said(SIGNAL), 0.0, ()) is None
    assert offered(said("„“"), plain("", "sentence"), 1.0, ("x",)) is None
