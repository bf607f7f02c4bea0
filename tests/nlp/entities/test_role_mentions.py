"""Offices and epithets that point to a person."""

import pytest

from app.nlp.pipeline import analyse


def roles(text: str) -> dict[str, tuple[str | None, str]]:
    return {m.surface: (m.entity, m.status) for m in analyse(text).mentions if m.via == "role"}


CASES = [
    (
        "US-Präsident Joe Biden kam nach Genf. Der amerikanische Präsident lachte.",
        "Der amerikanische Präsident",
        ("joe-biden", "certain"),
    ),
    (
        "Der russische Präsident Wladimir Putin schwieg. Später ging der Kremlchef.",
        "der Kremlchef",
        ("wladimir-putin", "certain"),
    ),
    (
        "Der Kreml-Kritiker Alexej Nawalny wurde verurteilt. Die Anwälte des Kremlkritikers protestierten.",
        "des Kremlkritikers",
        ("alexej-nawalny", "certain"),
    ),
    ("Wladimir Putin kam. Der US-Präsident und Joe Biden lachten.", "Der US-Präsident", ("joe-biden", "proposed")),
    ("Der Botschafter Karl Lehndorff sprach. Der Gouverneur schwieg.", "Der Gouverneur", (None, "proposed")),
]


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("Bundespräsident Guy Parmelin empfing Joe Biden. Der Präsident lächelte.", "Der Präsident", None),
        ("Präsident Guy Parmelin empfing Joe Biden. Der Präsident lächelte.", "Der Präsident", "guy-parmelin"),
        ("Bundespräsident Guy Parmelin empfing Gäste. Der Präsident lächelte.", "Der Präsident", "guy-parmelin"),
    ],
)
def test_an_office_of_which_the_text_tells_no_country_is_certain_only_without_other_holders(
    text: str, role: str, expected: str | None
) -> None:
    status = "proposed" if "Biden" in text else "certain"
    assert roles(text)[role] == (expected, status)


@pytest.mark.parametrize(("text", "role", "expected"), CASES)
def test_roles_are_linked_where_the_article_establishes_them(
    text: str, role: str, expected: tuple[str | None, str] | None
) -> None:
    assert roles(text).get(role) == expected


def test_a_first_name_tells_who_cannot_be_meant() -> None:
    found = roles("Christian Weidlich schüttelte den Kopf, die Rechnung der Kollegin sei falsch.")
    assert found["der Kollegin"] == (None, "proposed")


def test_a_national_is_the_only_one_of_the_paragraph() -> None:
    text = "Der Leiter der Behörde, Rafael Weidlich, kam. Es gebe Fragen, hieß es. Der Argentinier lachte."
    assert roles("Anna Berg kam aus Wien.\n\n" + text)["Der Argentinier"] == ("rafael-weidlich", "proposed")


def test_an_adjective_in_er_is_no_national() -> None:
    text = "Die Präsidentin Tsai Ing-wen sprach. Der Luxemburger Premier Xavier Bettel und der Luxemburger Rat lachten."
    assert [role for role in roles(text) if "Luxemburger" in role] == ["Der Luxemburger Premier"]


def test_every_country_has_its_adjective() -> None:
    text = "Gastgeber Karl Weidlich empfing Präsident Joe Biden. Der malawische Präsident lachte."
    assert roles(text)["Der malawische Präsident"] == (None, "proposed")


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("Angela Merkel empfing Emmanuel Macron. Die Kanzlerin lachte.", "Die Kanzlerin", "angela-merkel"),
        ("Angela Merkel empfing Emmanuel Macron. Der Präsident lachte.", "Der Präsident", "emmanuel-macron"),
        ("Olaf Scholz empfing Gäste. Der Premier lachte.", "Der Premier", None),
        ("Joe Biden empfing Emmanuel Macron. Der Präsident lachte.", "Der Präsident", None),
        ("Mark Rutte und Pedro Sánchez kamen. Der Spanier lachte.", "Der Spanier", "pedro-sanchez"),
        ("Die Oma sah Alexej Nawalny. Der Oppositionelle hungert.", "Der Oppositionelle", "alexej-nawalny"),
    ],
)
def test_the_lexicon_proposes_whom_the_article_puts_no_office_beside(text: str, role: str, expected: str) -> None:
    assert roles(text)[role] == (expected, "proposed")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("SPD-Chef Karl Weidlich kam zu CDU-Chef Georg Ott. Der SPD-Vorsitzende lachte.", "Der SPD-Vorsitzende"),
        ("Notenbankpräsident Karl Weidlich sprach mit Georg Ott. Der Notenbankchef lachte.", "Der Notenbankchef"),
        ("Nato-Generalsekretär Karl Weidlich traf Georg Ott. Der Nato-Chef lachte.", "Der Nato-Chef"),
        ("Finanzvorstand Karl Weidlich traf Georg Ott. Der Finanzchef lachte.", "Der Finanzchef"),
    ],
)
def test_who_leads_a_body_has_several_titles(text: str, role: str) -> None:
    assert roles(text)[role] == ("karl-weidlich", "certain")


def test_whose_somebody_is_tells_them_apart() -> None:
    text = "Nils Weidlich, der Sprecher der Linken, kam. Georg Ott ging. Er sei krank, sagte sein Sprecher."
    assert roles(text)["sein Sprecher"] == (None, "proposed")
    text = "Sein Anwalt Karl Weidlich kam. Georg Ott ging. Er sei krank, sagte sein Anwalt."
    assert roles(text)["sein Anwalt"] == ("karl-weidlich", "certain")


def test_what_somebody_becomes_points_to_nobody() -> None:
    assert "Minister" not in roles("Außenminister Karl Weidlich sprach. In Wien wurde ein Serbe zum Minister ernannt.")


def test_a_figure_of_another_country_is_not_proposed() -> None:
    text = "Außenminister Antony Blinken sprach. Der türkische Außenminister war nicht angereist."
    assert roles(text)["Der türkische Außenminister"] == (None, "proposed")


def test_an_age_is_whose_the_article_tells_or_whose_it_names_last() -> None:
    text = "Der 57-jährige Karl Weidlich ging. Monika Ott blieb. Dann lachte die 49-Jährige, der 57-Jährige nicht."
    found = roles(text)
    assert found["die 49-Jährige"] == ("monika-ott", "proposed")
    assert found["der 57-Jährige"] == ("karl-weidlich", "certain")


def test_the_dative_of_several_nationals_is_nobody() -> None:
    assert roles("Karl Weidlich kam. Den Tschechen einen Vorwurf zu machen, sei falsch.") == {}


def test_an_office_may_be_shortened_where_nobody_else_holds_one() -> None:
    text = "Innenminister Karl Weidlich sprach zu Finanzministerin Monika Ott. Der Minister lachte."
    assert roles(text)["Der Minister"] == ("karl-weidlich", "proposed")
    text = "Innenminister Karl Weidlich sprach zu Finanzminister Georg Ott. Der Minister lachte."
    assert roles(text)["Der Minister"] == (None, "proposed")


def test_a_bodys_name_is_no_country() -> None:
    assert "Der Chef" in roles("Der Chef der Europäischen Volkspartei schwieg.")


def test_an_adjective_is_no_national_and_a_verb_no_adjective() -> None:
    assert roles("Der Deutsche Industrieverband begrüßte das.") == {}
    found = roles("Die Kosten bezifferte Verkehrsexperte Karl Weidlich auf drei Euro.")
    assert found == {"Verkehrsexperte": ("karl-weidlich", "certain")}


def test_groups_and_unnamed_people_are_nobody() -> None:
    assert roles("Die Präsidenten sprachen. Eine Ministerin schwieg. Beide Staatschefs reisten ab.") == {}


def test_two_countries_have_two_presidents() -> None:
    found = roles(
        "Der französische Präsident Emmanuel Macron traf den polnischen Präsidenten Andrzej Duda. "
        "Der polnische Präsident lud zum Essen, der französische Präsident sagte ab."
    )
    assert found["Der polnische Präsident"] == ("andrzej-duda", "certain")
    assert found["der französische Präsident"] == ("emmanuel-macron", "certain")


def test_of_several_heads_of_government_the_noun_and_nearness_tell_which() -> None:
    opening = "Bundeskanzler Arno Weidlich traf Ministerpräsident Georg Falkner."
    found = roles(f"{opening} Der Kanzler lachte.")
    assert found["Der Kanzler"] == ("arno-weidlich", "proposed")
    found = roles(f"{opening} Falkner nickte. Der Regierungschef lachte.")
    assert found["Der Regierungschef"] == ("georg-falkner", "proposed")
    assert roles(f"{opening} Der Regierungschef lachte.")["Der Regierungschef"] == (None, "proposed")


def test_parts_of_a_country_have_heads_of_their_own() -> None:
    found = roles(
        "Der hessische Ministerpräsident Georg Falkner traf den sächsischen Ministerpräsidenten Arno Weidlich. "
        "Der sächsische Ministerpräsident lobte das Gespräch, der hessische Ministerpräsident nicht. "
        "Der bayerische Ministerpräsident fehlte."
    )
    assert found["Der sächsische Ministerpräsident"] == ("arno-weidlich", "certain")
    assert found["der hessische Ministerpräsident"] == ("georg-falkner", "certain")
    assert found["Der bayerische Ministerpräsident"] == (None, "proposed")


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Moskau wies die Vorwürfe zurück.", True),
        ("Für Washington ist das eine rote Linie.", True),
        ("Er reiste nach Moskau.", False),
        ("In Moskau regnete es.", False),
        ("Köln wies die Vorwürfe zurück.", False),
    ],
)
def test_a_seat_of_government_may_act_as_one(text: str, acts: bool) -> None:
    assert any(mention.metonym for mention in analyse(text).mentions) is acts


SEATS = (
    "Der deutsche Außenminister Paul Velten und Kanzlerin Anna Berg reisen mit Generalsekretär Jens Stoll nach Genf. "
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Das Amt des Außenministers ist begehrt.",
        "Er strebt den Posten des Generalsekretärs an.",
        "Sie hatte zuvor die Funktion der Kanzlerin übernommen.",
        "Die Kandidatur des Generalsekretärs galt als sicher.",
        "Vom Amt des Außenministers war er zurückgetreten.",
        "Elitäre Bewerber werden von den Amerikanern selten gewählt.",
        "Bei den Spaniern trafen zwei Spieler.",
    ],
)
def test_a_post_or_a_people_is_nobody(sentence: str) -> None:
    found = analyse(SEATS + sentence)
    assert not [one for one in found.mentions if one.start >= len(SEATS) and one.via == "role" and one.entity]


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Rücktritt des Außenministers überraschte.",
        "Der Wagen des Generalsekretärs hielt.",
        "Die Rede der Kanzlerin war lang.",
        "Das Auswärtige Amt teilte mit, der Außenminister komme später.",
        "Im Büro des Generalsekretärs brannte Licht.",
    ],
)
def test_who_holds_the_post_is_somebody(sentence: str) -> None:
    found = analyse(SEATS + sentence)
    assert [one for one in found.mentions if one.start >= len(SEATS) and one.via == "role" and one.entity]


def test_a_premier_is_no_chancellor() -> None:
    found = roles("Die nordrhein-westfälische Ministerpräsidentin Anna Kraft kam. Die Bundeskanzlerin blieb fern.")
    assert found["Die Bundeskanzlerin"][1] == "proposed"
