"""Yes and no to offered passages: the last word counts, either way round, and marks follow where there are any."""

from app.correct.claims import Spot, Verdicts, with_implied
from app.correct.decisions import Alias, Anchor, Decision, Joined, Named, NotSame, Same, Topics, Who, read, written
from app.correct.identities import fold_identities

HERE, THERE = "a" * 64, "b" * 64
JABER = Who("person", "al-jaber", "Al Jaber", "jaber", bare=True)
SULTAN = Who("person", "sultan-al-dschaber", "Sultan al-Dschaber", "dschaber")
FIGURE = Anchor("figure", THERE, "text", 40, 50, "48 Stunden")
SENTENCE = {"start": 10, "end": 60, "surface": "x" * 50}


def said(*decisions: Decision) -> list[tuple[str, Decision]]:
    return [(HERE, one) for one in decisions]


def spot(start: int, end: int, text: str = HERE, part: str = "text") -> Spot:
    return Spot(text, part, start, end)  # type: ignore[arg-type]


def test_the_last_word_on_a_thing_and_a_place_counts() -> None:
    yes, no = Same(**SENTENCE, thing="energie"), NotSame(**SENTENCE, thing="energie")
    assert Verdicts(said(yes)).verdict(["energie"], spot(10, 60)) == "same"
    assert Verdicts(said(yes, no)).verdict(["energie"], spot(10, 60)) == "not-same"
    assert Verdicts(said(no, yes)).verdict(["energie"], spot(10, 60)) == "same"
    assert Verdicts(said(yes)).verdict(["klima"], spot(10, 60)) is None
    assert Verdicts(said(yes)).verdict(["energie"], spot(10, 60, THERE)) is None


def test_places_agree_for_the_most_part_and_headlines_are_another_part() -> None:
    verdicts = Verdicts(said(Same(**SENTENCE, thing="energie")))
    assert verdicts.verdict(["energie"], spot(12, 80)) == "same"  # a newer version cuts the sentence otherwise
    assert verdicts.verdict(["energie"], spot(58, 120)) is None
    assert verdicts.verdict(["energie"], spot(10, 60, part="headline")) is None


def test_two_places_that_are_one_are_so_either_way_round() -> None:
    verdicts = Verdicts(said(Same(start=0, end=10, surface="48 Stunden", thing=FIGURE)))
    back = Anchor("figure", HERE, "text", 0, 10, "")
    assert verdicts.verdict([back], spot(40, 50, THERE)) == "same"
    assert verdicts.verdict([Anchor("quotation", HERE, "text", 0, 10, "")], spot(40, 50, THERE)) is None
    assert {one.spot for one in verdicts.accepted(THERE)} == {spot(0, 10), spot(40, 50, THERE)}
    # whoever asks for a group asks for any of its members
    other = Anchor("figure", "c" * 64, "text", 0, 4, "zwei")
    assert verdicts.verdict([other, FIGURE], spot(0, 10)) == "same"


def test_persons_that_are_one_and_topics_that_were_joined_share_their_verdicts() -> None:
    refused = said(NotSame(start=0, end=8, surface="Al Jaber", thing=JABER))
    one = fold_identities([Joined(who=JABER, into=SULTAN)])
    assert Verdicts(refused, identities=one).verdict([SULTAN], spot(0, 8)) == "not-same"
    assert Verdicts(refused).verdict([SULTAN], spot(0, 8)) is None
    topic = said(NotSame(**SENTENCE, thing="oel"))
    assert Verdicts(topic, joined={"oel": "energie"}).verdict(["energie"], spot(10, 60)) == "not-same"


def test_marks_put_right_by_hand_are_last_words_too() -> None:
    yes = Same(start=0, end=8, surface="Al Jaber", thing=SULTAN)
    by_hand = Named(start=0, end=8, surface="Al Jaber", label="person", who=JABER)
    assert Verdicts(said(yes, by_hand)).verdict([SULTAN], spot(0, 8)) == "not-same"
    assert Verdicts(said(by_hand, yes)).verdict([SULTAN], spot(0, 8)) == "same"
    assert Verdicts(said(yes, by_hand)).accepted(HERE) == []
    dropped = Topics(**SENTENCE, drop=("energie",))
    assert Verdicts(said(Same(**SENTENCE, thing="energie"), dropped)).verdict(["energie"], spot(10, 60)) == "not-same"
    assert Verdicts(said(Topics(**SENTENCE, add=("energie",)))).accepted(HERE) == []  # nobody asked


def test_marks_follow_a_yes_where_there_are_any() -> None:
    name = {"start": 0, "end": 8, "surface": "Al Jaber"}
    assert with_implied([Same(**SENTENCE, thing="energie")]) == [Topics(**SENTENCE, add=("energie",))]
    assert with_implied([NotSame(**SENTENCE, thing="energie")]) == [Topics(**SENTENCE, drop=("energie",))]
    assert with_implied([Same(**name, thing=SULTAN)]) == [Named(**name, label="person", who=SULTAN)]
    assert with_implied([Same(**name, thing=SULTAN), NotSame(**name, thing=SULTAN)]) == []
    assert with_implied([Same(**name, thing=SULTAN, part="headline"), Same(**name, thing=FIGURE)]) == []


def test_a_place_in_a_headline_fits_the_title() -> None:
    decision = Same(start=0, end=5, surface="Putin", thing=SULTAN, part="headline")
    assert decision.fits("Ein Text.", "Putin reist ab")
    assert not decision.fits("Putin reist ab.", "Ein Titel")
    assert not decision.fits("Putin reist ab.", None)


def test_they_are_read_as_they_were_written() -> None:
    for thing in ("energie", SULTAN, FIGURE):
        decision = NotSame(**SENTENCE, thing=thing, part="headline")
        assert read("not-same", written(decision)) == decision
    assert isinstance(read("entity-alias", written(Alias(who=JABER, into=SULTAN))), Alias)
