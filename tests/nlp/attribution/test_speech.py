"""Quotations and reported speech: single constructions as a table, and figures over whole annotated texts."""

import re
import time
from dataclasses import replace

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nlp import pipeline
from app.nlp.attribution.component import find_speech
from app.nlp.german.reporting_verbs import infinitive_of, stances, ways_to_tell
from app.nlp.text import sentences
from app.nlp.tokens import adapt_tokenizer
from app.nlp.types import Entity, Mention, Quotation
from tests.nlp.annotated import TEXTS, Annotated, Figures, load, ratio, score

NLP = spacy.blank("de")
adapt_tokenizer(NLP)
NAMES = {
    "Anna Berg": "person", "Berg": "person", "Karl Meier": "person", "Meier": "person", "Putin": "person",
    "Russland": "place", "Moskau": "place", "Nato": "organisation", "Siemens": "organisation",
}  # fmt: skip
KEYS = {"Berg": "Anna Berg", "Meier": "Karl Meier"}


def speech_of(one: Annotated) -> list[Quotation]:
    tokens = [(token.idx, token.idx + len(token), token.text) for token in NLP(one.text)]
    return find_speech(one.text, tokens, sentences.split(one.text), one.mentions, one.entities)


def with_names(text: str) -> Annotated:
    one = Annotated("case", text, [])
    taken: set[int] = set()
    for name in sorted(NAMES, key=len, reverse=True):
        key = KEYS.get(name, name)
        one.entities[key] = Entity(key, NAMES[name], key)  # type: ignore[arg-type]
        for found in re.finditer(rf"\b{name}s?\b", text):
            if not taken & set(range(*found.span())):
                taken |= set(range(*found.span()))
                one.mentions.append(Mention(*found.span(), found.group(), NAMES[name], "name", key, "certain"))  # type: ignore[arg-type]
    one.mentions.sort(key=lambda mention: mention.start)
    return one


INDIRECT = [
    ("Anna Berg sagte, das sei falsch.", "Anna Berg"),
    ("Das sei falsch, sagte Anna Berg am Montag.", "Anna Berg"),
    ("Einer Reporterin sagte Meier, er verstehe die Frage nicht.", "Karl Meier"),
    ("Der Ministerin sagte Meier, die Kasse sei leer.", "Karl Meier"),
    ("Der Verwaltung warf Berg vor, sie habe gelogen.", "Anna Berg"),
    ("Radio Moskau sagte Karl Meier, die Kasse sei leer.", "Karl Meier"),
    ("Dem Rat machte Berg zum Vorwurf, er habe gelogen.", "Anna Berg"),
    ("Berg reiste ab, obwohl das Gericht entschieden hatte, dass die Wahl gültig sei.", "das Gericht"),
    ("Russland hat zugestimmt, und Karl Meier erklärte in Moskau, er wolle noch prüfen.", "Karl Meier"),
    ("Während der Trainer sagt, die Mannschaft sei fit, klagen die Spieler.", "der Trainer"),
    ("Die Kasse ist leer, sagte Berg, nachdem Meier die Bahn gelobt hatte, sie sei pünktlich.", "Anna Berg"),
    ("Der Angeklagte, der behauptet, er sei nie dort gewesen, lächelte.", "Der Angeklagte"),
    ("Die Gutachter kommen zu dem Schluss, dass der Damm hält.", "Die Gutachter"),
    ("Den Minister kritisierte Berg, weil er gelogen habe.", "Anna Berg"),
    ("Putins Sprecher sagte, es gebe keinen Plan.", "Putins Sprecher"),
    ("Russland erklärte, man werde antworten. ", "Russland"),
    ("Nach einem Treffen mit Meier erklärte Moskau, die Gespräche gingen weiter.", "Moskau"),
    ("Zuvor hatte der Präsident des Verbands, Karl Meier, erklärt, die Kasse sei leer.", "Karl Meier"),
    (
        "„Wir bleiben“, sagte Meier. Die Preise sinken, heißt es in der gemeinsamen Erklärung.",
        "der gemeinsamen Erklärung",
    ),
    ("In Unterlagen des Senats hieß es, der Turm sei baufällig.", "Unterlagen des Senats"),
    ("Einem Bericht zufolge ist die Kasse leer.", "Einem Bericht"),
    ("Aus dem Protokoll geht hervor, dass niemand widersprach.", "dem Protokoll"),
    ("Nach Polizeiangaben wurden zwei Menschen verletzt.", "Polizei"),
    ("Behördenangaben zufolge ist die Straße gesperrt.", "Behörden"),
    ("Nach BILD-Informationen ist die Kasse leer.", "BILD"),
    ("Nach „Spiegel“-Informationen ist die Kasse leer.", "Spiegel"),
    ("Laut „Spiegel“ ist die Kasse leer.", "Spiegel"),
    ("Nach Recherchen der Nato ist die Kasse leer.", "Nato"),
    ("Wie die Bahn, eine Tochter des Bundes, am Abend bestätigte, ist die Kasse leer.", "die Bahn"),
    ("Der Plan, betont die Bahn, ist fertig.", "die Bahn"),
    ("Berg musste einräumen, dass die Kasse leer ist.", "Anna Berg"),
    ("Berg muss zugeben, dass die Kasse leer ist.", "Anna Berg"),
    ("Berg ist der Meinung, dass die Kasse leer ist.", "Anna Berg"),
    ("Im Vertrag steht, dass die Kasse leer ist.", "Vertrag"),
    ("Laut Meier ist die Kasse leer.", "Karl Meier"),
    ("Meier sprach sich dafür aus, die Steuern zu senken.", "Karl Meier"),
    ("Dass die Kasse leer ist, glaubt Meier nicht.", "Karl Meier"),
    ("Meier zufolge ist die Kasse leer.", "Karl Meier"),
    ("Nach Angaben der Polizei wurden zwei Menschen verletzt.", "der Polizei"),
    ("Nach Ansicht Bergs ist das zu wenig.", "Anna Berg"),
    ("Siemens baut nach eigenen Angaben 300 Stellen ab.", "Siemens"),
    ("Die Kasse ist leer, so Meier.", "Karl Meier"),
    ("Wie Berg mitteilte, ist die Kasse leer.", "Anna Berg"),
    ("Die Kasse ist leer, wie die Behörde mitteilte.", "die Behörde"),
    ("Die Lage sei ernst, hieß es aus der Nato.", "Nato"),
    ("Die Lage sei ernst, hieß es.", None),
    ("Man werde sich danach richten, erklärte man in Moskau.", "Moskau"),
    ("Meier lachte. Ob er komme, wurde Berg von einem Reporter gefragt.", "einem Reporter"),
    ("Meier lachte. Berg wurde gefragt, ob sie komme.", None),
    ("Noch gelassener ist Meier: Die alten Konflikte blieben ja bestehen.", "Karl Meier"),
    ("Berg sprach. Sein Kollege Meier wolle nichts ändern, sagte der CSU-Vorsitzende.", "der CSU-Vorsitzende"),
    ("Sein Kollege Meier drängte auf Eile. Der Plan sei gut, verlangte der CSU-Vorsitzende.", "Karl Meier"),
    ("Meier warnte vor Folgen. Sollte es dazu kommen, würden die Staaten „angemessen“ reagieren.", "Karl Meier"),
    ("Berg zitierte Meier: „Wir haben alles gesehen.“ Ob Putin das wisse, fragte sie.", "Anna Berg"),
    ("Medienberichten zufolge ist die Kasse leer.", None),
    ("Der Vorsitzende, Karl Meier, sagte, die Kasse sei leer.", "Karl Meier"),
    ("Karl Meier, der seit März im Amt ist, sagte, die Kasse sei leer.", "Karl Meier"),
    ("Meier hat am Abend erklärt, dass er bleibt.", "Karl Meier"),
    ("Meier lobte Berg und sagte, sie habe Mut.", "Karl Meier"),
    ("Berg warf Meier vor, die Bürger belogen zu haben.", "Anna Berg"),
    ("Ihr Haus ließ mitteilen, man prüfe den Fall.", "Ihr Haus"),
    ("Ein Haus im Zentrum sei getroffen worden, sagten Sicherheitskräfte am Montag.", "Sicherheitskräfte"),
    ("Elf Menschen seien ertrunken, als das Boot kenterte, teilte die Küstenwache mit.", "die Küstenwache"),
    ("Sie begrüßte die Einigung von Moskau, erklärte Berg.", "Anna Berg"),
    ("Die Züge sollten ab Mai wieder fahren, sagte Meier.", "Karl Meier"),
]


TOLD = [
    ("Anna Berg hob hervor, dass die Kasse leer sei.", "hob hervor", "hervorheben"),
    ("Berg hob am Abend in Moskau hervor, die Kasse sei leer.", "hob … hervor", "hervorheben"),
    ("Berg stellte klar, die Kasse sei leer.", "stellte klar", "klarstellen"),
    ("Berg gab Meier zu verstehen, dass die Kasse leer sei.", "gab … zu verstehen", "zu verstehen geben"),
    ("Berg brachte zum Ausdruck, dass die Kasse leer sei.", "brachte zum Ausdruck", "zum Ausdruck bringen"),
    ("Wie Berg mitteilte, ist die Kasse leer.", "mitteilte", "mitteilen"),
    ("Die Kasse sei leer, wie Berg deutlich machte.", "deutlich machte", "deutlich machen"),
    ("Berg hat am Abend mitgeteilt, die Kasse sei leer.", "mitgeteilt", "mitteilen"),
    ("Ihr Haus ließ am Abend mitteilen, man prüfe den Fall.", "ließ … mitteilen", "mitteilen"),
    ("Die Kasse sei leer, sagte Meier.", "sagte", "sagen"),
    ("Die Kasse sei leer, hieß es aus der Nato.", "hieß es", "hieß es"),
    ("Laut Meier ist die Kasse leer.", "laut", "laut"),
    ("Nach Angaben der Polizei wurden zwei Menschen verletzt.", "nach Angaben", "nach Angaben"),
    ("Siemens baut nach eigenen Angaben 300 Stellen ab.", "nach … Angaben", "nach … Angaben"),
]


@pytest.mark.parametrize(("text", "whole", "infinitive"), TOLD)
def test_the_verb_is_told_whole(text: str, whole: str, infinitive: str) -> None:
    verbs = [one.verb for one in speech_of(with_names(text)) if one.kind == "indirect"]
    assert verbs == [whole]
    assert infinitive_of(whole) == infinitive
    assert whole.lower() in ways_to_tell().get(infinitive, {infinitive.lower()})


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Berg hat ihm das Buch gegeben, das sei falsch.", None),
        ("Berg hat Meier eine Liste gegeben, die Preise seien falsch.", None),
        ("Berg hat zu Protokoll gegeben, das sei falsch.", "zu Protokoll gegeben"),
    ],
)
def test_a_fixed_phrase_needs_all_its_words(text: str, verb: str | None) -> None:
    assert {one.verb for one in speech_of(with_names(text))} <= {verb}
    assert verb is None or speech_of(with_names(text))


@pytest.mark.parametrize(
    ("told", "stance"),
    [
        ("stellte klar", "confirming"), ("stellte … heraus", "neutral"), ("wies … zurück", "doubting"),
        ("wies … hin", "confirming"), ("warf … vor", "distancing"), ("warf ein", "neutral"),
        ("machte … deutlich", "confirming"), ("zurückgewiesen", "doubting"), ("ließ … dementieren", "doubting"),
    ],
)  # fmt: skip
def test_the_whole_verb_has_the_stance_of_its_own_entry(told: str, stance: str) -> None:
    assert stances()[told] == stance


@pytest.mark.parametrize(("text", "speaker"), INDIRECT)
def test_reported_speech(text: str, speaker: str | None) -> None:
    reported = [one for one in speech_of(with_names(text)) if one.kind == "indirect"]
    assert [one.speaker or one.speaker_text for one in reported] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Meier tat so, als sei nichts geschehen.",
        "Ein Kompromiss ist möglich, es sei denn, Berg lehnt ab.",
        "Hätte Meier gewonnen, wäre Berg gegangen.",
        "Eine weitere Reise, ohne Gespräche, hatte Meier abgelehnt.",
        "Das Gesetz wurde von der Nato scharf kritisiert.",
        "Meier sprach lange mit Berg.",
        "Nach Recherchen in Moskau reiste Berg ab.",
        "Nach Redaktionsschluss gewann Siemens.",
        "Nach Angaben zur Person schwieg Meier.",
        "Berg konnte nicht sagen, dass die Kasse voll ist.",
        "Berg muss erklären, dass die Kasse leer ist.",
        "Meier lachte, lobte Berg, und ging.",
        "Der Rat hat entschieden, den Damm zu bauen.",
        "Der Zug kam zum Schluss noch pünktlich an.",
        "Wer Meier nicht glaubt, dem sei ein Blick in die Akten empfohlen.",
        "Zur Frage, ob das Werk verkauft werde, äußerte sich Meier nicht.",
        "Meier kennt den Entwurf. Er sieht vor, dass Berg geht.",
        "Die laute Straße und das so große Haus gefielen Meier.",
        "Berg stellte den Plan vor und reiste nach Moskau.",
    ],
)
def test_no_report(text: str) -> None:
    assert [one for one in speech_of(with_names(text)) if one.kind == "indirect"] == []


CARRIED = [
    ("Meier sagte, er komme. Berg sei eingeladen.", "Karl Meier"),
    ("Berg wies die Kritik zurück. Sie habe alles gesagt.", "Anna Berg"),
    ("Meier traf Berg. Russland erklärte, man bleibe hart. Die Gespräche seien vorbei.", "Russland"),
    ("Meier sagte, er komme. Ein Sprecher der Nato sagte, das sei neu. Man freue sich.", "Ein Sprecher der Nato"),
    ("„Das ist gut“, sagte Berg. Es gebe viel zu tun.", "Anna Berg"),
    ("„Das ist gut“, sagte Meier nach einem Bericht der Agentur Interfax. Man habe alles getan.", "Karl Meier"),
]


@pytest.mark.parametrize(("text", "speaker"), CARRIED)
def test_the_speaker_carries_over(text: str, speaker: str) -> None:
    reported = [one for one in speech_of(with_names(text)) if one.kind == "indirect"]
    assert (reported[-1].speaker or reported[-1].speaker_text) == speaker


QUOTED = [
    ("„Das ist ein Anfang“, sagte Berg.", [("direct", "Anna Berg")]),
    ("Berg sagte: „Das ist ein Anfang.“", [("direct", "Anna Berg")]),
    ("Berg: „Das ist ein Anfang.“", [("direct", "Anna Berg")]),
    ("„Wir wollen“, sagte Meier, „dass Berg geht.“", [("direct", "Karl Meier"), ("direct", "Karl Meier")]),
    ("Meier zeigte sich zufrieden. „Das ist ein Anfang.“", [("direct", "Karl Meier")]),
    ("Meier nannte Bergs Plan „völlig aus der Zeit gefallen“.", [("partial", "Karl Meier")]),
    ("Das habe „keinerlei Grundlage“, sagte er dem „Spiegel“.", [("partial", None), ("label", None)]),
    ("Der Plan heißt „Omega“.", [("label", None)]),
    ("Der Bürgerverein „Licht für alle Straßen“ lud Berg ein.", [("label", None)]),
    ("Meier las die „Lübecker Erklärung zum Schutz der Küste“.", [("label", None)]),
    ("Das „Gesetz zur Stärkung der Läden“ gefällt Meier.", [("label", None)]),
    ("„Morning Star Tribune“ berichtete als Erste über Meier.", [("label", None)]),
    ("Der Verein „verdient jede Hilfe der Stadt“, sagte Meier.", [("partial", "Karl Meier")]),
    ("Meier nannte das Gesetz „Murks auf der ganzen Linie“.", [("partial", "Karl Meier")]),
    ("Meier nannte das Gesetz „eine Bankrotterklärung mit Ansage“.", [("partial", "Karl Meier")]),
    ("Das „Ende der Verschwendung öffentlicher Gelder“ versprach Berg.", [("partial", "Anna Berg")]),
    ("Die Anwohner schrieben einen Brief. „Der Lärm ist groß“, klagten sie.", [("direct", "Die Anwohner")]),
    ("Mehrere Fischer kamen. Sie forderten: „Senkt die Gebühren!“", [("direct", "Mehrere Fischer")]),
    ("Solche Zweifel teilen Forscher wie Karl Meier. Er sagte: „Das ist falsch.“", [("direct", "Karl Meier")]),
    ("Kritik kam von der Polizei. „Das ist falsch.“", [("direct", "der Polizei")]),
    (
        'Berg klagte: "Es ist leer."Kritik kam vom Verein. Er sagte: "Nie und nimmer."Meier ging.',
        [("direct", "Anna Berg"), ("direct", "Verein")],
    ),
    ("« Das ist ein Anfang », sagte Berg. « Wir gehen los. »", [("direct", "Anna Berg"), ("direct", "Anna Berg")]),
    ("„Kommt nicht in Frage!“, rief eine Frau.", [("direct", "eine Frau")]),
    ("Meier hingegen nannte es „einen Anfang“.", [("partial", "Karl Meier")]),
    ("Der Plan gefiel Meier. Der nannte ihn „einen Anfang“.", [("partial", "Karl Meier")]),
    ("Der Rat sah Anna Berg. Die wiederum sagte: „Das ist ein Anfang.“", [("direct", "Anna Berg")]),
    ("Der Kanzler sagte, er gehe. „Das ist gut“, so der Christdemokrat.", [("direct", "Der Kanzler")]),
    ("Meier klagte. Ein Rentner neben ihm zuckte mit den Schultern: „Ich habe Zeit.“", [("direct", "Ein Rentner")]),
    (
        "Russland trage bei, versprach Meier, verwies aber auf die „alte Schuld“ der Staaten.",
        [("partial", "Karl Meier")],
    ),
    (
        "Die Firma Siemens zeigte sich enttäuscht: Der Text enthalte „sehr viele Lücken“, teilte sie mit.",
        [("partial", "Siemens")],
    ),
    ("Berg zitierte Meier: „Wir haben alles gesehen.“ Ob sie das wisse, fragte sie.", [("direct", "Karl Meier")]),
    ("Meier lobte den Plan. „Das ist gut so“, sagte der Niedersachse.", [("direct", "Karl Meier")]),
    ("„Ich gehe gern“, ließ sich Meier zitieren.", [("direct", "Karl Meier")]),
    ("Berg („Ich bin nervös“) schlief schlecht.", [("partial", "Anna Berg")]),
    (
        "Meier sagte, Verbote schüfen kein Haus, „dafür aber sehr viel Misstrauen bei allen“.",
        [("partial", "Karl Meier")],
    ),
    (
        "Zuvor hatte der Präsident des Verbands, Karl Meier, das Vorhaben als „Luftschloss“ bezeichnet.",
        [("label", "Karl Meier")],
    ),
    ("Meier warf ihr vor, „Geld auf dem Rücken anderer zu wechseln“.", [("partial", "Karl Meier")]),
    ("Meier sprach im ARD-„Morgenmagazin“ von einer „langen Reise“.", [("label", None), ("partial", "Karl Meier")]),
    ("„Das nehmen wir nicht hin“, hieß es von Berg. Meier blieb.", [("direct", "Anna Berg")]),
    ("Bergs Kommentar: „Das nehmen wir nicht hin.“", [("direct", "Anna Berg")]),
    ("Das Fazit von Berg fällt bitter aus: „Wir sind gescheitert.“", [("direct", "Anna Berg")]),
    ("„Wir müssen handeln“, steht für Berg fest.", [("direct", "Anna Berg")]),
    ("„Wir müssen handeln“ – davon ist Berg überzeugt.", [("direct", "Anna Berg")]),
    ("Der Beschluss wurde von Berg als „böses Zeichen an alle Partner“ kritisiert.", [("partial", "Anna Berg")]),
    ("Berg muss sich von Meier vorwerfen lassen, „alle immer wieder belogen“ zu haben.", [("partial", "Karl Meier")]),
    ("Beifall kam von der Nato, deren Chef Meier von einem „großen Tag für alle“ sprach.", [("partial", "Karl Meier")]),
    (
        "Berg, die Meier eingeladen hatte, lachte. Meier, den Berg als „Killer“ bezeichnet hatte, nicht.",
        [("label", "Anna Berg")],
    ),
    ("Für Meier ist der Beschluss „ein böses Zeichen an alle“.", [("partial", "Karl Meier")]),
    ("Auf Bergs „Killer“-Vorwurf angesprochen, winkte Meier ab.", [("label", "Anna Berg")]),
    ("Berg sah Meier. Dieser sagte: „Das ist ein langer Tag.“", [("direct", "Karl Meier")]),
    ("Meier nannte die Länder die „Geizigen Vier“.", [("label", "Karl Meier")]),
    ("Berg hatte das wiederholt als „völlig falsch“ zurückgewiesen.", [("partial", "Anna Berg")]),
    ("Das ist unser Haus, sagte Berg.", [("direct", "Anna Berg")]),
    ("Berg sagte: Das ist unser Haus.", [("direct", "Anna Berg")]),
    ("Berg sagte: Das Haus in der langen Nacht.", []),
    ("Berg verteidigte den Plan: Er sei gut, „egal für wen“, sagte sie.", [("partial", "Anna Berg")]),
    ("Gerüchte, dass die Bahn verkauft wird, dementierte Berg: Die Medien übertreiben oft.", [("direct", "Anna Berg")]),
    ("Wir sind beunruhigt, sagte Meier vor Abgeordneten, Richtern und vielen Gästen.", [("direct", "Karl Meier")]),
]


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_quotations(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = [one for one in speech_of(with_names(text)) if one.kind != "indirect"]
    assert [(one.kind, one.speaker or one.speaker_text) for one in found] == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [('Berg sagte: "Das ist gut." Meier: "Ich gehe.', "proposed"), ('Berg sagte: "Das ist gut."', "certain")],
)
def test_beside_a_mark_without_a_partner_nothing_is_certain(text: str, status: str) -> None:
    assert {one.status for one in speech_of(with_names(text)) if one.speaker} == {status}


def test_figures_over_annotated_texts() -> None:
    """Texts of our own on other summits, parliaments, companies and courts; names as annotated."""
    figures = Figures()
    for path in sorted(TEXTS.glob("speech_*.toml")):
        one = load(path)
        score(one, speech_of(one), figures)
    report = f"{figures}\n" + "\n".join(figures.errors)
    assert figures.f1(figures.direct) >= 0.98, report
    assert ratio(figures.direct_speakers) >= 0.97, report
    assert figures.f1(figures.indirect) >= 0.98, report
    assert ratio(figures.indirect_speakers) >= 0.97, report


def test_figures_with_our_own_recogniser() -> None:
    """The same with the whole pipeline (needs the trained model); persons count, bodies may be named otherwise."""
    figures = Figures()
    nlp = pipeline.build()
    for path in sorted(TEXTS.glob("speech_*.toml")):
        one = load(path)
        found = pipeline.analyse(one.text, nlp)
        names = {entity.key: entity.name for entity in found.entities}
        score(one, [replace(each, speaker=names.get(each.speaker or "")) for each in found.quotations], figures)
    report = f"{figures}\n" + "\n".join(figures.errors)
    assert figures.f1(figures.direct) >= 0.97, report
    assert ratio(figures.direct_speakers) >= 0.93, report
    assert figures.f1(figures.indirect) >= 0.97, report
    assert ratio(figures.indirect_speakers) >= 0.92, report


def test_figures_where_marks_were_lost() -> None:
    """Without marks only what the grammar shows for certain is an utterance; reported speech does not suffer."""
    figures = Figures()
    for path in sorted(TEXTS.glob("speech_*.toml")):
        one = load(path, without_marks=True)
        score(one, speech_of(one), figures)
    report = f"{figures}\n" + "\n".join(figures.errors)
    right, false, missed = figures.direct
    assert right / (right + false) >= 0.9, report
    assert right / (right + missed) >= 0.65, report
    assert ratio(figures.direct_speakers) >= 0.97, report
    assert figures.f1(figures.indirect) >= 0.97, report


TEXT = "\n".join(load(path).text for path in sorted(TEXTS.glob("speech_*.toml"))[:6])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, 200)), min_size=1, max_size=8), st.text(max_size=20)
)
def test_mutated_text_keeps_its_offsets(cuts: list[tuple[int, int]], glue: str) -> None:
    text = glue.join(TEXT[start : start + length] for start, length in cuts)
    for one in speech_of(with_names(text)):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize(
    "piece", [TEXT, "sagte Berg „ja ", "sei, ", "Berg und Meier sagte dass ", "so laut nach Angaben von "]
)
def test_time_grows_with_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        one = with_names((piece * (length // len(piece) + 1))[:length])
        tokens = [(found.start(), found.end(), found.group()) for found in re.finditer(r"\w+|[^\w\s]", one.text)]
        spans = sentences.split(one.text)
        start = time.process_time()
        find_speech(one.text, tokens, spans, one.mentions, one.entities)
        return time.process_time() - start

    small, large = seconds(20_000), seconds(200_000)
    assert large < 25 * small + 0.5


def speakers(text: str) -> list[str | None]:
    """The speakers of the marked quotations as the whole pipeline finds them."""
    found = pipeline.analyse(text)
    names = {entity.key: entity.name for entity in found.entities}
    return [names.get(one.speaker or "", one.speaker_text) for one in found.quotations if one.kind != "indirect"]


WHOLE = [
    (
        "Bonnie Glaser hält das für richtig. „China schweigt“, sagte die Expertin der Nachrichtenagentur AP.",
        ["Bonnie Glaser"],
    ),
    (
        "Präsident Wladimir Putin erklärte das. Selenskyj war dort. „Er lügt“, sagte der ukrainische Präsident.",
        ["Wolodymyr Selenskyj"],
    ),
    (
        "Der amerikanische Präsident Joe Biden und Wladimir Putin kamen. „Es war gut“, sagte Biden. „Sehr gut“,"
        " sagte der Kremlchef.",
        ["Joe Biden", "Wladimir Putin"],
    ),
    (
        "„Sie haben nichts verstanden“, sagte Friedrich Merz an die Adresse von Kanzler Olaf Scholz. Der Sozialdemokrat"
        " wies das zurück: „Wir liefern jeden Tag.“",
        ["Friedrich Merz", "Olaf Scholz"],
    ),
    (
        "Caren Lay lehnt das Gesetz ab. Es helfe niemandem, sagte sie. „Das ist kein Schutz“, so die mietenpolitische"
        " Sprecherin der Fraktion.",
        ["Caren Lay"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE)
def test_whom_a_description_means(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected
