"""Figures found in running text: value, unit, precision, what they are about; and what is none."""

import pytest

from app.nlp.figures.lexicon import number
from app.nlp.pipeline import analyse
from app.nlp.types import Figure


def figures(text: str) -> tuple[Figure, ...]:
    found = analyse(text).figures
    assert all(text[one.start : one.end] == one.surface for one in found)
    return found


def only(text: str) -> Figure:
    (found,) = figures(text)
    return found


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("zwölf", 12),
        ("dreiundzwanzig", 23),
        ("hundert", 100),
        ("einhundertfünf", 105),
        ("zweihundertzwanzig", 220),
        ("tausend", 1000),
        ("dreitausendvierhundert", 3400),
        ("zehntausend", 10_000),
        ("anderthalb", 1.5),
        ("dreieinhalb", 3.5),
        ("eineinhalb", 1.5),
        ("2,5", 2.5),
        ("1.200", 1200),
        ("1.234.567,8", 1_234_567.8),
        ("300 000", 300_000),
        ("12'500", 12_500),
        ("dreißig", 30),
        ("dreissig", 30),
    ],
)
def test_numbers(word: str, value: float) -> None:
    assert number(word) == value


MEASURES = [  # text, surface, kind, value, unit, high, precision
    ("Die Sitzung dauerte drei Stunden und 21 Minuten.", "drei Stunden und 21 Minuten", "duration", 201, "min", None),
    (
        "Nach etwa einer Stunde und 45 Minuten war Schluss.",
        "etwa einer Stunde und 45 Minuten",
        "duration",
        105,
        "min",
        None,
    ),
    ("Nach dreieinhalbstündigen Gesprächen reisten sie ab.", "dreieinhalbstündigen", "duration", 210, "min", None),
    ("Ein 90-minütiges Gespräch folgte.", "90-minütiges", "duration", 90, "min", None),
    (
        "Die Frist beträgt sechs Monate bis zu einem Jahr.",
        "sechs Monate bis zu einem Jahr",
        "duration",
        262_800,
        "min",
        525_600,
    ),
    ("Nach mehrstündigen Verhandlungen gaben sie auf.", "mehrstündigen", "duration", None, "min", None),
    ("Das kostet 2,5 Milliarden Euro.", "2,5 Milliarden Euro", "money", 2.5e9, "EUR", None),
    ("Die Firma zahlte 40 Mio. Dollar Strafe.", "40 Mio. Dollar", "money", 40e6, "USD", None),
    ("Der Schaden beläuft sich auf eine halbe Million Euro.", "eine halbe Million Euro", "money", 500_000, "EUR", None),
    ("Das 90-Milliarden-Euro-Paket kommt.", "90-Milliarden-Euro-Paket", "money", 90e9, "EUR", None),
    ("Der 15-Prozent-Zoll trifft Exporte.", "15-Prozent-Zoll", "percentage", 15, "%", None),
    ("Das Fünf-Prozent-Ziel ist beschlossen.", "Fünf-Prozent-Ziel", "percentage", 5, "%", None),
    ("Die 100-Tage-Frist ist um.", "100-Tage-Frist", "duration", 144_000, "min", None),
    ("Der 20-Punkte-Plan bleibt.", "20-Punkte-Plan", "count", 20, "Punkte", None),
    ("Er droht mit einem 30-prozentigen Zoll.", "30-prozentigen", "percentage", 30, "%", None),
    ("Die Chancen stehen 50:50.", "50:50", "percentage", 50, "%", None),
    ("Die Aussichten seien 50 zu 50, sagte er.", "50 zu 50", "percentage", 50, "%", None),
    ("Die Hilfen sinken um ein Fünftel.", "ein Fünftel", "percentage", 20, "%", None),
    ("Sie einigten sich auf ein 21-seitiges Papier.", "21-seitiges", "count", 21, "Seiten", None),
    ("Sie stellten das 143 Seiten starke Papier vor.", "143 Seiten", "count", 143, "Seiten", None),
    (
        "Nötig ist die Zustimmung von 198 sehr, sehr unterschiedlichen Ländern.",
        "198 sehr, sehr unterschiedlichen Ländern",
        "count",
        198,
        "Ländern",
        None,
    ),
    ("Die Preise stiegen um 3,5 Prozent.", "3,5 Prozent", "percentage", 3.5, "%", None),
    ("Zwischen 20 und 30 Prozent der Wähler schwanken.", "Zwischen 20 und 30 Prozent", "percentage", 20, "%", 30),
    (
        "Ein Drittel der Ausgaben fließt in Zinsen.",
        "Ein Drittel",
        "percentage",
        pytest.approx(33.33, abs=0.01),
        "%",
        None,
    ),
    ("Zwei Drittel der Mitglieder kamen.", "Zwei Drittel", "percentage", pytest.approx(66.67, abs=0.01), "%", None),
    ("Er stand rund 300 Meter entfernt.", "rund 300 Meter", "distance", 300, "m", None),
    ("Die Grenze liegt 20 bis 30 Kilometer weiter.", "20 bis 30 Kilometer", "distance", 20_000, "m", 30_000),
    (
        "Auf der Liste stehen 16 strategisch wichtige Bereiche.",
        "16 strategisch wichtige Bereiche",
        "count",
        16,
        "Bereiche",
        None,
    ),
    ("Es kamen 1.200 Gäste.", "1.200 Gäste", "count", 1200, "Gäste", None),
    ("Hunderte Demonstranten zogen vor das Amt.", "Hunderte Demonstranten", "count", None, "Demonstranten", None),
    ("Zwei Dutzend Staaten unterschrieben.", "Zwei Dutzend Staaten", "count", 24, "Staaten", None),
    ("Es waren die Opfer von hundertzwanzig Angriffen.", "hundertzwanzig Angriffen", "count", 120, "Angriffen", None),
    ("Die Zahl der Toten stieg auf 134.", "134", "count", 134, "Toten", None),
    ("Das Beben hatte die Stärke 7,8.", "Stärke 7,8", "count", 7.8, "Stärke", None),
    ("Die 45 Jahre alte Richterin schwieg.", "45 Jahre alte", "age", 45, "years", None),
    ("Der 61-Jährige trat zurück.", "61-Jährige", "age", 61, "years", None),
    ("Das Treffen war länger als geplant.", "länger als geplant", "comparison", 1, "dauer:plan", None),
    ("Das Treffen war kürzer als erwartet.", "kürzer als erwartet", "comparison", -1, "dauer:erwartung", None),
]


@pytest.mark.parametrize(("text", "surface", "kind", "value", "unit", "high"), MEASURES)
def test_measures(text: str, surface: str, kind: str, value: float | None, unit: str, high: float | None) -> None:
    found = only(text)
    assert (found.surface, found.kind, found.value, found.unit, found.high) == (surface, kind, value, unit, high)


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        ("45", "exact"),
        ("rund 45", "about"),
        ("etwa 45", "about"),
        ("ca. 45", "about"),
        ("knapp 45", "about"),
        ("mehr als 45", "at-least"),
        ("mindestens 45", "at-least"),
        ("bis zu 45", "at-most"),
        ("höchstens 45", "at-most"),
        ("über 40", "at-least"),
    ],
)
def test_precision(words: str, precision: str) -> None:
    assert only(f"Es kamen {words} Gäste.").precision == precision


def test_over_behind_an_order_says_how_much_it_is_of() -> None:
    assert only("Airbus erhofft sich einen Großauftrag über 150 Flugzeuge.").precision == "exact"
    assert only("Er bekam einen Kredit über 20 Millionen Euro.").precision == "exact"
    assert only("Er verdient über 20 Millionen Euro.").precision == "at-least"


DATES = [
    ("Am Freitag, den 4. November, kam er.", "Am Freitag, den 4. November", "--11-04"),
    ("Er kam am letzten Mittwoch, dem 17. März 2006.", "Mittwoch, dem 17. März 2006", "2006-03-17"),
    ("Das war am 16. Juni.", "am 16. Juni", "--06-16"),
    ("Das war am Mittwoch.", "am Mittwoch", "weekday:3"),
    ("Das war am vergangenen Dienstagabend.", "am vergangenen Dienstagabend", "last:weekday:2"),
    ("Das soll am kommenden Montag sein.", "am kommenden Montag", "next:weekday:1"),
    ("Das war am 16.06.2021.", "am 16.06.2021", "2021-06-16"),
    ("Das war im vergangenen März.", "im vergangenen März", "last:--03"),
    ("Das war im März 2021.", "im März 2021", "2021-03"),
    ("Das war Anfang des Jahres.", "Anfang des Jahres", "early:0Y"),
    ("Das war Ende 2019.", "Ende 2019", "late:2019"),
    ("Das war vor rund zwei Monaten.", "vor rund zwei Monaten", "-2M"),
    ("Das war im Frühjahr.", "im Frühjahr", "--21"),
    ("Das war im Sommer 2020.", "im Sommer 2020", "2020-22"),
    ("Das war zwischen 2014 und 2020.", "zwischen 2014 und 2020", "2014/2020"),
    ("Das dauerte vom 11. bis 13. Juni 2021.", "vom 11. bis 13. Juni 2021", "2021-06-11/2021-06-13"),
    ("Das war im Jahr 2020.", "im Jahr 2020", "2020"),
    ("Das wurde 2008 beschlossen.", "2008", "2008"),
    ("Das war im Vorjahr.", "im Vorjahr", "-1Y"),
    ("Das war in den 60er-Jahren.", "60er-Jahren", "196X"),
    ("Das geschieht in den kommenden Tagen.", "in den kommenden Tagen", "+?D"),
    ("Der Streik endet am Montag.", "am Montag", "ahead:weekday:1"),
    ("Biden will am Mittwoch reisen.", "am Mittwoch", "ahead:weekday:3"),
    ("Das war vorgestern.", "vorgestern", "-2D"),
]


@pytest.mark.parametrize(("text", "surface", "when"), DATES)
def test_dates(text: str, surface: str, when: str) -> None:
    found = only(text)
    assert (found.surface, found.when, found.value) == (surface, when, None)


@pytest.mark.parametrize(
    "text",
    [
        "Die G7 tagte.",
        "Eine B-52 überflog die Stadt.",
        "Nach Artikel 5 gilt das.",
        "Die Air Force One landete.",
        "Der zweite Weltkrieg endete.",
        "Die 26. Klimakonferenz tagt.",
        "Sie gewannen mit 3:2 Toren.",
        "Ein Mann rief an.",
        "Rufen Sie 030/1234567 an.",
        "Das 1,5-Grad-Ziel bleibt.",
        "Die Sitzung beginnt um 18 Uhr.",
        "Eine Boeing 737 stand da.",
        "Er fuhr 120 km/h schnell.",
        "Sie steht auf Platz 3 der Liste.",
        "Die Agenda 2030 wurde beschlossen.",
        "Die Resolution 2231 gilt.",
        "Er sprach eine Stunde der Wahrheit an.",
        "Zu zweit gingen sie.",
        "Er gab acht.",
        "Sie nahm sich in Acht vor Biden.",
        "The meeting took three hours and 21 minutes in Geneva, they said on Monday.",
        "Foto: dpa/12 Bilder",
        "Quelle: AFP 2021",
    ],
)
def test_no_figures(text: str) -> None:
    assert figures(text) == ()


ABOUT = [
    ("Nach dreieinhalbstündigen Gesprächen mit Xi reiste er ab.", "Gesprächen", ("treffen",)),
    ("Das Treffen in Wien dauerte vier Stunden.", "Das Treffen", ("treffen",)),
    ("Der Umsatz stieg auf 3,4 Milliarden Euro.", "Der Umsatz", ("umsatz",)),
    ("Die SPD kam auf 25,7 Prozent.", "Die SPD", ("@spd",)),
    ("Rund 30 Prozent der Wähler blieben daheim.", "der Wähler", ("waehler",)),
    ("Der Konzern verbuchte einen Gewinn von 85 Millionen Euro.", "Gewinn", ("gewinn",)),
    ("Die Länder geben 100 Millionen Euro Soforthilfe.", "Soforthilfe", ("soforthilf",)),
    ("Bei dem Unglück kamen 30 Menschen ums Leben.", "Menschen", ("tote",)),
    ("Bei dem Unglück wurden 30 Menschen verletzt.", "Menschen", ("verletzte",)),
    ("Der 54-jährige Konzernchef Jonas Ahrend sprach.", "Jonas Ahrend", ("@ahrend",)),
    ("Ökonomen schätzen den Schaden auf eine Million Euro.", "Schaden", ("schaden",)),
    ("Gefordert hatten die Länder 1,3 Billionen Dollar.", None, ()),
    ("Er saß drei Jahre im Gefängnis.", None, ()),
    ("Sie verließ die Stadt nach vier Stunden.", None, ()),
]


@pytest.mark.parametrize(("text", "about", "terms"), ABOUT)
def test_about(text: str, about: str | None, terms: tuple[str, ...]) -> None:
    found = only(text)
    assert (found.about, found.terms) == (about, terms)
    if found.about is not None:
        assert found.about_start == text.index(found.about)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("Das zweite Treffen dauerte vier Stunden.", {"zweit"}),
        ("Das Treffen in Wien dauerte vier Stunden.", {"in:wien"}),
        ("Das Vier-Augen-Gespräch dauerte vier Stunden.", {"vieraug"}),
        ("Die Preise stiegen um drei Prozent.", {"um"}),
        ("Die Preise stiegen auf drei Prozent.", set()),
        ("Weltweit gehen 2400 Stellen verloren, davon 1100 Stellen in Deutschland.", {"davon", "@deutschland"}),
    ],
)
def test_limits(text: str, limits: set[str]) -> None:
    last = figures(text)[-1]
    assert set(last.limits) >= limits if limits else not last.limits


def test_a_noun_with_its_article_takes_over_what_limited_it() -> None:
    text = "In einer ersten Runde trafen sie sich zu einem Vier-Augen-Gespräch. Das Gespräch dauerte zwei Stunden."
    assert set(figures(text)[-1].limits) == {"erst", "vieraug"}
    assert not figures("Sie trafen sich zu einem Vier-Augen-Gespräch.\n\nDas Treffen dauerte zwei Stunden.")[-1].limits


def test_a_lone_surrogate_stays_in_the_surface() -> None:
    text = "Es kamen 16 strategi\ud800sche Gäste und 12 Kinder am 16. Juni."
    for found in figures(text):
        assert text[found.start : found.end] == found.surface


@pytest.mark.parametrize(
    "text",
    [
        "Beide Seiten und auch drei Seiten des Konflikts gaben nach.",
        "Er war hundertprozentig sicher.",
        "Das Spiel endete 50:51.",
        "Fünf davon, alle Kinder, kamen frei.",
    ],
)
def test_what_looks_like_one_and_is_none(text: str) -> None:
    assert not analyse(text).figures


def test_a_sum_takes_over_the_currency_before_it() -> None:
    text = "Europa kauft für 750 Milliarden Dollar Gas. Weitere 600 Milliarden will die Wirtschaft dort anlegen."
    assert [(one.value, one.unit) for one in analyse(text).figures] == [(750e9, "USD"), (600e9, "USD")]
    behind = analyse("Der Fonds hat 300 Milliarden. Das sind 300 Milliarden Euro für alle.").figures
    assert [one.unit for one in behind] == ["EUR", "EUR"]
    (bare,) = analyse("Weitere 600 Milliarden will die Wirtschaft dort anlegen.").figures
    assert (bare.kind, bare.value, bare.unit) == ("count", 600e9, None)
    mixed = (
        "Das kostet zwei Milliarden Euro. In Bern sind es vier Millionen Franken. Hier leben acht Millionen Menschen."
    )
    assert [one.unit for one in analyse(mixed).figures] == ["EUR", "CHF", "Menschen"]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Die SPD soll sieben Ressorts führen.", {7: "spd"}),
        ("Für die CDU sind sechs Ministerien vorgesehen.", {6: "cdu"}),
        ("Die Sozialdemokraten können mit sieben Ministerien rechnen.", {7: "spd"}),
        ("Das wichtigste der drei Ressorts der CSU ist das Innenministerium.", {3: "csu"}),
        ("Die CDU übernimmt das Außenministerium. Sie besetzt sechs Ressorts.", {6: "cdu"}),
        ("Sieben Ressorts gehen an die CDU, sieben an die SPD und drei an die CSU.", {7: "cdu spd", 3: "csu"}),
        ("Die CDU bekommt sechs Ministerien, die SPD sieben und die CSU drei.", {6: "cdu", 7: "spd", 3: "csu"}),
        ("Merz sprach mit sieben Ministern.", {}),
    ],
)
def test_who_has_what_is_counted(text: str, held: dict[int, str]) -> None:
    told: dict[int, list[str]] = {}
    for one in analyse(text).figures:
        for limit in one.limits:
            if limit.startswith("by:"):
                told.setdefault(int(one.value or 0), []).append(limit.removeprefix("by:"))
    assert {value: " ".join(sorted(names)) for value, names in told.items()} == held


def test_what_is_told_around_a_figure() -> None:
    text = "Das Abkommen sieht Investitionen vor. In Häfen fließen 600 Millionen Dollar, in Netze 200 Millionen Dollar."
    first, second = analyse(text).figures
    assert "=USD:2e+08" in first.around
    assert "=USD:6e+08" in second.around
    assert "investitionen" in first.around


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Am Mittwoch stellten die Vorsitzenden das Papier vor.", "vorstell"),
        ("Es wurde am Mittwoch in Berlin vorgestellt.", "vorstell"),
        ("Sie hält 20 Prozent des ukrainischen Gebiets.", "@=ukraine"),
        ("Die Ukraine-Hilfe von 100 Millionen Euro bleibt.", "@=ukraine"),
        ("Am Mittwochnachmittag treffen sie sich in Berlin.", ":nachmittag"),
        ("Die Union plant, den Wehretat auf 153 Millionen Euro zu erhöhen.", "@+union"),
    ],
)
def test_words_of_the_clause(text: str, word: str) -> None:
    assert word in analyse(text).figures[0].context


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Die Abgabe sinkt von 15 auf zwölf Prozent.", [15, 12]),
        ("Der Fonds wurde um 30 auf 280 Milliarden Euro erhöht.", [30e9, 280e9]),
        ("Die Veranstalter sprachen von 20.000, die Polizei von 12.000 Menschen.", [20_000, 12_000]),
        ("Dafür stimmten 37 von 41 Ländern.", [37, 41]),
        ("Drei enthielten sich, zwei stimmten dagegen.", [3, 2]),
        ("Die Hälfte zahlen private Anleger.", [50]),
        ("Frei fließen sollen 25.000 Flusskilometer.", [25e6]),
        ("Bis 2050 dreissig Prozent weniger ist das Ziel.", [None, 30]),
        ("Die zweite Hälfte des Spiels begann, es war Jahreshälfte.", []),
        ("Die Zahl der Delegierten wurde korrigiert: Es sind 3200, nicht mehr.", [3200]),
        ("Der Flug LH 4080 kam, eine Boeing 7478 ging.", []),
        ("Die Nummer lautet 0800 1234, das Aktenzeichen 12-3456.", []),
    ],
)
def test_numbers_that_leave_out_their_unit(text: str, values: list[float | None]) -> None:
    assert [one.value for one in analyse(text).figures] == values


def test_the_middle_of_the_century() -> None:
    for text in ("Bis zur Mitte des Jahrhunderts soll es so sein.", "Bis zur Jahrhundertmitte soll es so sein."):
        (one,) = analyse(text).figures
        assert (one.when, one.precision) == ("2050", "at-most")
    assert not analyse("Er lebte in der Mitte des 19. Jahrhunderts.").figures
