"""Which tables there are: a row each, with its columns, and what fills it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from app.language import N_, say
from app.queries.filters import Filters
from app.queries.folders import method_of
from app.queries.scope import find_scope
from app.queries.tables import rows, sentences, summaries
from app.queries.tables.rows import Row, Wanted
from app.queries.views.tables import Column, Kind, Table

SOURCE, HEADLINE, DAY = N_("Source"), N_("Headline"), N_("Date")
ARTICLE, SENTENCE, PAGE = N_("Address of the article"), N_("Address of the sentence"), N_("Address of the page")


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a table is called, its columns as (name, title, kind), and its rows."""

    title: str
    columns: tuple[tuple[str, str, Kind], ...]
    rows: Callable[[Wanted], Iterator[Row]]


TABLES: Mapping[str, TableRow] = {
    "articles": TableRow(
        N_("Articles"),
        (
            ("id", N_("Number"), "number"),
            ("source", SOURCE, "text"),
            ("headline", HEADLINE, "text"),
            ("published", DAY, "text"),
            ("author", N_("Author"), "text"),
            ("agencies", N_("Agencies"), "text"),
            ("page", N_("Page"), "text"),
            ("genre", N_("Genre"), "text"),
            ("genre_status", N_("Genre: how sure"), "text"),
            ("words", N_("Words"), "number"),
            ("sentences", N_("Sentences"), "number"),
            ("status", N_("State"), "text"),
            ("url", N_("Web address"), "address"),
            ("language", N_("Language"), "text"),
            ("address", ARTICLE, "address"),
        ),
        rows.articles,
    ),
    "folder": TableRow(
        N_("Folder"),
        (
            ("rubric", N_("Heading"), "text"),
            ("kind", N_("Kind"), "text"),
            ("source", SOURCE, "text"),
            ("headline", HEADLINE, "text"),
            ("published", DAY, "text"),
            ("speaker", N_("Speaker"), "text"),
            ("proposed", N_("only proposed"), "flag"),
            ("sentence", N_("Sentence"), "number"),
            ("text", N_("Text"), "text"),
            ("note", N_("Note"), "text"),
            ("changed", N_("Put right since"), "flag"),
            ("gone", N_("Article removed"), "flag"),
            ("address", SENTENCE, "address"),
        ),
        rows.folder,
    ),
    "matrix": TableRow(
        N_("Coverage: topics by sources"),
        (
            ("topic", N_("Topic"), "text"),
            ("topic_slug", N_("Topic (short name)"), "text"),
            ("source", SOURCE, "text"),
            ("sentences", N_("Sentences"), "number"),
            ("share", N_("Share of the source"), "share"),
            ("proposed", N_("only proposed"), "flag"),
            ("state", N_("found, perhaps, absent (searched), withheld (no statement possible)"), "text"),
            ("reason", N_("Why nothing can be said"), "text"),
            ("searched_articles", N_("Articles searched"), "number"),
            ("searched_sentences", N_("Sentences searched"), "number"),
            ("address", PAGE, "address"),
        ),
        rows.matrix,
    ),
    "passages": TableRow(
        N_("Passages"),
        (
            ("topic", N_("Topic"), "text"),
            ("source", SOURCE, "text"),
            ("headline", HEADLINE, "text"),
            ("published", DAY, "text"),
            ("first_sentence", N_("First sentence"), "number"),
            ("sentences", N_("Sentences"), "number"),
            ("text", N_("Text"), "text"),
            ("address", SENTENCE, "address"),
        ),
        rows.passages,
    ),
    "quotations": TableRow(
        N_("Quotations"),
        (
            ("source", SOURCE, "text"),
            ("headline", HEADLINE, "text"),
            ("published", DAY, "text"),
            ("kind", N_("direct, partial, label (single words), indirect"), "text"),
            ("speaker", N_("Speaker"), "text"),
            ("status", N_("Speaker: how sure"), "text"),
            ("probability", N_("Probability"), "share"),
            ("verb", N_("Verb"), "text"),
            ("text", N_("Text"), "text"),
            ("words", N_("Words"), "number"),
            ("group", N_("Group of the same utterance"), "number"),
            ("group_sources", N_("Sources in the group"), "number"),
            ("address", SENTENCE, "address"),
        ),
        rows.quotations,
    ),
    "figures": TableRow(
        N_("Figures"),
        (
            ("source", SOURCE, "text"),
            ("headline", HEADLINE, "text"),
            ("published", DAY, "text"),
            ("kind", N_("Kind"), "text"),
            ("figure", N_("Figure as written"), "text"),
            ("value", N_("Value"), "number"),
            ("high", N_("Upper value"), "number"),
            ("unit", N_("Unit"), "text"),
            ("per", N_("per"), "text"),
            ("precision", N_("Precision"), "text"),
            ("first_day", N_("First day"), "text"),
            ("last_day", N_("Last day"), "text"),
            ("about", N_("What it is of"), "text"),
            ("sentence", N_("Sentence"), "text"),
            ("group", N_("Group of the same thing"), "number"),
            ("relation", N_("How the group differs"), "text"),
            ("group_sources", N_("Sources in the group"), "number"),
            ("address", SENTENCE, "address"),
        ),
        rows.figures,
    ),
    "persons": TableRow(
        N_("Persons, places, organisations"),
        (
            ("name", N_("Name"), "text"),
            ("short_name", N_("Short name"), "text"),
            ("source", SOURCE, "text"),
            ("mentions", N_("Mentions"), "number"),
            ("quotations", N_("Quotations"), "number"),
            ("single_words", N_("Single words in marks"), "number"),
            ("headlines", N_("In headlines"), "number"),
            ("articles", N_("Articles"), "number"),
            ("address", PAGE, "address"),
        ),
        rows.persons,
    ),
    "shared": TableRow(
        N_("Shared wording"),
        (
            ("source", SOURCE, "text"),
            ("other_source", N_("Other source"), "text"),
            ("words", N_("Words in common"), "number"),
            ("quoted", N_("of these given as somebody's words"), "number"),
            ("verbatim", N_("word for word"), "flag"),
            ("text", N_("Text"), "text"),
            ("other_text", N_("Text of the other"), "text"),
            ("address", SENTENCE, "address"),
            ("other_address", N_("Address of the other sentence"), "address"),
        ),
        rows.shared,
    ),
    "absences": TableRow(
        N_("What was searched and not found"),
        (
            ("kind", N_("Kind"), "text"),
            ("thing", N_("Thing"), "text"),
            ("source", SOURCE, "text"),
            ("verdict", N_("absent (searched), perhaps, withheld (no statement possible)"), "text"),
            ("reason", N_("Why nothing can be said"), "text"),
            ("searched_articles", N_("Articles searched"), "number"),
            ("searched_sentences", N_("Sentences searched"), "number"),
            ("terms", N_("Words searched for"), "text"),
            ("address", N_("Where another source has it"), "address"),
        ),
        rows.absences,
    ),
    "hits": TableRow(
        N_("Search hits"),
        (
            ("source", SOURCE, "text"),
            ("headline", HEADLINE, "text"),
            ("published", DAY, "text"),
            ("part", N_("headline or text"), "text"),
            ("words", N_("Words found"), "text"),
            ("text", N_("Text"), "text"),
            ("address", SENTENCE, "address"),
        ),
        sentences.hits,
    ),
    "name": TableRow(
        N_("Where the name stands"),
        (
            ("source", SOURCE, "text"),
            ("headline", HEADLINE, "text"),
            ("published", DAY, "text"),
            ("part", N_("headline or text"), "text"),
            ("kind", N_("mention, or quotation: direct, partial, label (single words), indirect"), "text"),
            ("text", N_("Text"), "text"),
            ("sentence", N_("Sentence"), "text"),
            ("status", N_("How sure"), "text"),
            ("probability", N_("Probability"), "share"),
            ("verb", N_("Verb"), "text"),
            ("words", N_("Words"), "number"),
            ("address", SENTENCE, "address"),
        ),
        sentences.name,
    ),
    "topicless": TableRow(
        N_("Sentences without a topic"),
        (
            ("source", SOURCE, "text"),
            ("headline", HEADLINE, "text"),
            ("published", DAY, "text"),
            ("text", N_("Text"), "text"),
            ("address", SENTENCE, "address"),
        ),
        sentences.topicless,
    ),
    "words": TableRow(
        N_("Choice of words"),
        (
            ("source", SOURCE, "text"),
            ("word", N_("Word"), "text"),
            ("stem", N_("Stem"), "text"),
            ("used", N_("used often or rarely here"), "text"),
            ("here", N_("Times here"), "number"),
            ("articles", N_("Articles here that use it"), "number"),
            ("elsewhere", N_("Times in all other sources"), "number"),
            ("rate", N_("Per 10,000 words here"), "number"),
            ("rate_elsewhere", N_("Per 10,000 words in all others"), "number"),
            ("z", N_("How conspicuous (z)"), "number"),
            ("own_words", N_("Own words of the source"), "number"),
            ("compared", N_("Words compared"), "number"),
            ("address", PAGE, "address"),
        ),
        summaries.words,
    ),
    "two_sources": TableRow(
        N_("Two sources"),
        (
            ("kind", N_("Kind"), "text"),
            ("where", N_("left (only there found), right, both, perhaps"), "text"),
            ("left", N_("Left source"), "text"),
            ("left_text", N_("Name or text on the left"), "text"),
            ("left_number", N_("Number on the left"), "number"),
            ("left_address", N_("Address on the left"), "address"),
            ("right", N_("Right source"), "text"),
            ("right_text", N_("Name or text on the right"), "text"),
            ("right_number", N_("Number on the right"), "number"),
            ("right_address", N_("Address on the right"), "address"),
            ("relation", N_("How both differ"), "text"),
            ("state", N_("Of the other: absent (searched), perhaps, withheld (no statement possible)"), "text"),
            ("reason", N_("Why nothing can be said"), "text"),
            ("searched_articles", N_("Articles searched"), "number"),
            ("searched_sentences", N_("Sentences searched"), "number"),
        ),
        summaries.two_sources,
    ),
    "corrections": TableRow(
        N_("Corrections"),
        (
            ("id", N_("Number"), "number"),
            ("kind", N_("Kind"), "text"),
            ("text", N_("Text"), "text"),
            ("decision", N_("What was decided"), "text"),
            ("source", SOURCE, "text"),
            ("headline", HEADLINE, "text"),
            ("state", N_("holds or undone"), "text"),
            ("made", N_("When"), "text"),
            ("by", N_("By"), "text"),
            ("turned", N_("Undone or redone, when"), "text"),
            ("turned_by", N_("Undone or redone, by"), "text"),
            ("taken_with", N_("Together with number"), "number"),
            ("gone", N_("Article removed"), "flag"),
            ("address", SENTENCE, "address"),
        ),
        summaries.corrections,
    ),
    "sources": TableRow(
        N_("Sources"),
        (
            ("source", SOURCE, "text"),
            ("short_name", N_("Short name"), "text"),
            ("kind", N_("Kind"), "text"),
            ("country", N_("Country"), "text"),
            ("articles", N_("Articles"), "number"),
            ("words", N_("Words"), "number"),
            ("sentences", N_("Sentences"), "number"),
            ("agencies", N_("Agencies"), "text"),
            ("domains", N_("Homepages"), "text"),
            ("aliases", N_("Further names"), "text"),
            ("address", PAGE, "address"),
        ),
        summaries.sources,
    ),
}


def table(
    session: Session,
    slug: str,
    name: str,
    filters: Filters,
    own: Mapping[str, str],
    language: str,
    base: str,
    page: str,
) -> Table | None:
    """A table of a summit under the filters of a page; None where there is no such summit. Rows are read as they are
    gone through, from the same session. Raises KeyError for a table that there is not.

    ``own`` are further parameters of the page (topic, kind, verb, stance, view), ``base`` what addresses begin with.
    """
    row = TABLES[name]
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    return Table(
        name=name,
        title=say(language, row.title),
        columns=tuple(Column(column, say(language, title), kind) for column, title, kind in row.columns),
        rows=row.rows(Wanted(session, scope, language, base, own)),
        summit=scope.summit.name,
        address=f"{base}{page}",
        method=method_of(session, scope, language, ()),
        language=language,
    )
