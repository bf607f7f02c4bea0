"""The genre of a text: named by words above, beside or below it (certain), or told by its form (proposed).

Words go first, and those of the byline and of the headline before those of the text (``chosen``). Where neither words
nor form tell, there is no genre. No spaCy here, and nothing that takes longer in a long text than reading it once.
"""

from collections.abc import Collection, Iterable, Sequence

from app.nlp.genre.form import SHOWN, Form, Line, items, outlets, turns
from app.nlp.genre.words import HEADS, LINES, NAMES, PATTERNS
from app.nlp.rules import Table
from app.nlp.text.signatures import find_agencies, is_byline, opening
from app.nlp.types import Evidence, Genre, GenreName, Quotation, Sentence

LINE = 110  # characters of a line that may name a genre
TEASERS = 2  # lines above the text that may be a teaser
ENDS = 3  # lines at either end of a text among which such a line is looked for
NOTICES: tuple[GenreName, ...] = ("comment", "interview")  # are named below a text, too
FEWEST = 3  # sentences of a text whose own voice tells anything

# How much of what makes a genre of form: signs in a sentence of the outlet's own, shares of all sentences.
JUDGED, JUDGING = 0.5, 0.15  # a comment has a sign in every other sentence, among them words that judge,
SILENT = 0.34  # and lets hardly anybody else speak
WEIGHED, WEIGHING = 0.4, 0.2  # an analysis weighs as much, words that only join reasons counting less,
LINKED = 0.4
CALM = 0.35  # a report has fewer signs of either

GENRE = Table[Form, Genre | None]("genre", otherwise=None)


def find_genre(text: str, sentences: Sequence[Sentence], quotations: Sequence[Quotation]) -> Genre | None:
    """The genre that the text itself names or shows."""
    return GENRE.decide(Form(text, sentences, quotations))


def headline_genre(title: str) -> Genre | None:
    """The genre that a headline names: "Kommentar: …", "… im Liveblog"."""
    for name, pattern in HEADS.items():
        match = pattern.search(title)
        if match:
            return Genre(name, "certain", (_evidence(match.start(), match.group()),))
    return None


def byline_genre(author: str | None) -> Genre | None:
    """The genre that a byline names: "Ein Kommentar von Anna Berg", "Interview: Anna Berg". Offsets into it."""
    return _named(Line(0, len(author.strip()), author.strip())) if author else None


def chosen(genres: Iterable[tuple[str, Genre | None]]) -> tuple[str, Genre] | None:
    """Of what several parts of an article say, each with its name, what counts: a certain one, else a proposed one."""
    told = [(part, one) for part, one in genres if one is not None]
    return min(told, key=lambda one: one[1].status != "certain", default=None)


@GENRE.rule("Ein Kommentar von Anna Berg\n\nDer Gipfel war ein Erfolg. Das wird er bleiben.")
def named(form: Form) -> Genre | None:
    """In a line of its own above the text; below it stand only bylines and notices, as the opinions of authors."""
    above = (line for line in form.lines[:ENDS] if len(line.text) <= LINE)
    below = (line for line in form.lines[ENDS:][-ENDS:] if len(line.text) <= LINE)
    found = [_named(line) for line in above] + [_teased(line) for line in form.lines[:TEASERS]]
    found += [_named(line, NOTICES) for line in below]
    return next((genre for genre in found if genre), None)


@GENRE.rule(
    "Herr Berg, war der Gipfel ein Erfolg?\nIch glaube, wir haben viel erreicht.\nWas erwarten Sie nun?\n"
    "Ich erwarte wenig.\nFahren Sie wieder hin?\nIch fahre."
)
def conversation(form: Form) -> Genre | None:
    found = turns(form)
    return _shown("interview", found) if found else None


@GENRE.rule(
    "Die „Süddeutsche Zeitung“ schreibt: „Das war nichts.“\n\nDie „Neue Zürcher Zeitung“ meint: „Das war viel.“\n\n"
    "Der Wiener „Standard“ urteilt: „Das war etwas.“"
)
def voices_of_papers(form: Form) -> Genre | None:
    found = outlets(form)
    quoted = sum(any(sign in line.text for sign in '„“"»«:') for line in form.lines)
    if len(found) < 3 or 3 * len(found) < len(form.lines) or 2 * quoted < len(found):
        return None
    return _shown("press-review", found)


@GENRE.rule(
    "14.30 Uhr: Biden landet in Genf.\n\n15.10 Uhr: Putin kommt an.\n\n16.05 Uhr: Beide geben sich die Hand.",
)
def stamps(form: Form) -> Genre | None:
    found = [line for line in form.lines if line.has("stamped") or line.has("ago")]
    return _shown("live-blog", found) if len(found) >= 3 and 6 * len(found) >= len(form.lines) else None


@GENRE.rule(
    "Was wurde in Genf vereinbart?\nDie Botschafter kehren zurück.\nWarum trafen sie sich dort?\nGenf ist neutral.",
    "1985: In Genf trafen sich Reagan und Gorbatschow.\n2010: New Start wurde unterzeichnet.\n"
    "2021: Biden und Putin verlängerten den Vertrag.",
)
def entries(form: Form) -> Genre | None:
    asked = [line for line in form.lines if line.has("question_head")]
    if len(asked) >= 2 and 5 * len(asked) >= len(form.lines):
        return _shown("fact-box", asked)
    for name in ("dated", "bullet", "labelled", "portrait"):
        if found := items(form, name):
            return _shown("fact-box", found)
    return None


@GENRE.rule("Hintergrund\n\nDer Vertrag New Start begrenzt die Zahl der Sprengköpfe. Er gilt bis Februar 2026.")
def background(form: Form) -> Genre | None:
    """By that name go boxes of facts, and analyses."""
    lines = [line for line in form.lines[:TEASERS] if line.has("background")]
    if not lines:
        return None
    name: GenreName = "analysis" if form.rate("weighing") >= WEIGHING else "fact-box"
    return _shown(name, lines)


@GENRE.rule("Genf (dpa) - Biden und Putin haben sich getroffen. Das Gespräch dauerte drei Stunden.")
def signed_alone(form: Form) -> Genre | None:
    """Signed by agencies and by nobody else: no byline, no initials beside theirs, and not only with their material."""
    first, last = form.lines[:ENDS], form.lines[-ENDS:]
    if not find_agencies(form.text, form.sentences) or any(is_byline(line.text) for line in first):
        return None
    signs = [_evidence(line.start, told) for line in first if (told := opening(line.text))]
    alone = ((line, match) for line in last if (match := PATTERNS["agencies_alone"].search(line.text)))
    signs += [_evidence(line.start + match.start(), match.group()) for line, match in alone]
    return Genre("agency", "certain", tuple(signs)) if signs else None


@GENRE.rule(
    "Das ist ein Armutszeugnis. Europa muss jetzt handeln, und wir dürfen nicht länger zusehen. Wer soll das glauben? "
    "Der Gipfel war eine Farce."
)
def judgement(form: Form) -> Genre | None:
    if len(form.own) < FEWEST or form.spoken > SILENT:
        return None
    signs = ("judging", "demand", "first_person")
    others = max(form.rate("demand"), form.rate("first_person"), form.rate("asked"))
    score = form.rate(*signs) + form.rate("asked") / 2 - form.share("told")
    is_one = score >= JUDGED and form.rate("judging") >= JUDGING and others > 0
    return Genre("comment", "proposed", form.signs(*signs)) if is_one else None


@GENRE.rule(
    "Dahinter steckt ein Kalkül. Einerseits braucht Moskau Ruhe, andererseits dürfte der Druck nützen. "
    "Langfristig könnte sich das Gleichgewicht verschieben. Entscheidend ist der Spielraum in Washington."
)
def weighing(form: Form) -> Genre | None:
    if len(form.own) < FEWEST or form.spoken > SILENT:
        return None
    score = form.rate("weighing") + LINKED * form.rate("linking") - form.share("told")
    is_one = score >= WEIGHED and form.rate("weighing") >= WEIGHING
    return Genre("analysis", "proposed", form.signs("weighing", "linking")) if is_one else None


@GENRE.rule("Am Mittwoch trafen sich Biden und Putin in Genf. Das Gespräch dauerte drei Stunden.")
def telling(form: Form) -> Genre | None:
    """It says who said what, or when; or at least neither judges nor weighs much."""
    told = any(one.spoken or one.has("told") for one in form.own)
    is_calm = len(form.own) >= FEWEST and form.rate("judging", "demand", "first_person", "weighing") < CALM
    return Genre("report", "proposed", form.signs("told")) if told or is_calm else None


def _teased(line: Line) -> Genre | None:
    """Named as headlines do: by a kicker before a teaser, or by a byline behind it."""
    told = headline_genre(line.text)
    if told is None:
        return None
    return Genre(told.name, "certain", tuple(_evidence(line.start + one.start, one.surface) for one in told.evidence))


def _named(line: Line, names: Collection[GenreName] = NAMES) -> Genre | None:
    for name, pattern in LINES.items():
        match = pattern.search(line.text) if name in names else None
        if match:
            return Genre(name, "certain", (_evidence(line.start + match.start(), match.group()),))
    return None


def _shown(name: GenreName, lines: Sequence[Line]) -> Genre:
    return Genre(name, "proposed", tuple(line.evidence for line in lines[:SHOWN]))


def _evidence(start: int, words: str) -> Evidence:
    lead = len(words) - len(words.lstrip())
    told = words.strip()
    return Evidence(start + lead, start + lead + len(told), told)
