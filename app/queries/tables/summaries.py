"""Tables of what was counted, compared or decided: choice of words, two sources, corrections, sources."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from app.queries.comparison import comparison_page
from app.queries.corrections import corrections_page
from app.queries.sources import sources_page
from app.queries.tables.rows import ITEMS, Row, Wanted
from app.queries.views.claims import ClaimView
from app.queries.views.comparison import ComparisonPage, Entries, Entry, Marks, MarkView
from app.queries.views.doubts import Doubt
from app.queries.views.shared import SharedText
from app.queries.words import words_page

ALL = 2**31 - 1  # entries of a list: as many as there are
PLACES = {"person": "persons", "place": "places", "organisation": "organisations", "topic": "topics"}
OF_PLACE = {"start", "end", "surface"}  # fields of a decision that say where it is about


def words(wanted: Wanted) -> Iterator[Row]:
    """One row a word and source that uses it conspicuously often or rarely: all of them, and sources too short, too."""
    scope = wanted.scope
    page = words_page(wanted.session, scope.summit.slug, scope.filters, is_whole=True)
    for panel in (*page.panels, *page.thin) if page else ():
        for is_more, found in ((True, panel.more), (False, panel.less)):
            for row in found:
                address = f"{wanted.base}/summits/{scope.summit.slug}/words?word={row.stem}&outlet={panel.source.slug}"
                yield (
                    panel.source.name, row.surface, row.stem, "often" if is_more else "rarely", row.here, row.articles,
                    row.elsewhere, round(row.rate, 3), round(row.rate_elsewhere, 3), round(row.z, 2), panel.own,
                    panel.compared, address,
                )  # fmt: skip


def two_sources(wanted: Wanted) -> Iterator[Row]:
    """One row a thing that either source or both have: topics, names, quotations, figures, shared passages."""
    scope, own = wanted.scope, wanted.own
    page = comparison_page(
        wanted.session,
        scope.summit.slug,
        scope.filters,
        own.get("left", ""),
        own.get("right", ""),
        locale=wanted.language,
        most=ALL,
    )
    if page is None or page.left is None or page.right is None:
        return
    for entries in page.entries:
        yield from _entries(wanted, page, entries)
    for marks in page.marks:
        yield from _marks(wanted, page, marks)
    for one in page.shared:
        yield _shared(wanted, page, one)


def _row(
    page: ComparisonPage, kind: str, where: str, left: Row, right: Row, claim: ClaimView | None = None, more: str = ""
) -> Row:
    """``left`` and ``right``: what it is called or says, how often, and its address. Sums know only what was found."""
    searched = (claim.articles, claim.sentences) if claim and claim.state == "absent" else (None, None)
    assert page.left is not None
    assert page.right is not None
    return (
        kind, where, page.left.name, *left, page.right.name, *right, more or None,
        claim.state if claim else None, claim.reason if claim else None, *searched,
    )  # fmt: skip


NOTHING: Row = (None, None, None)


def _entries(wanted: Wanted, page: ComparisonPage, entries: Entries) -> Iterator[Row]:
    here = f"{wanted.base}/summits/{page.summit.slug}/{PLACES[entries.kind]}"

    def side(one: Entry, number: int, source: Any) -> Row:
        return (one.name, number, f"{here}/{one.slug}?source={source.slug}") if number else NOTHING

    def row(one: Entry, where: str, claim: ClaimView | None = None) -> Row:
        left, right = side(one, one.left, page.left), side(one, one.right, page.right)
        return _row(page, entries.kind, where, left, right, claim)

    rest = 0 if entries.kind == "topic" else 1
    for where, found in (("left", entries.left), ("right", entries.right)):
        for one in found:
            yield row(one, where, page.searched[where][rest])
    for one in entries.both:
        yield row(one, "both")
    for doubtful in entries.perhaps:
        yield row(doubtful.entry, "perhaps", doubtful.claim)


def _marks(wanted: Wanted, page: ComparisonPage, marks: Marks) -> Iterator[Row]:
    def side(one: MarkView) -> Row:
        words = f"{one.speaker}: {one.text}" if one.speaker else one.text
        return words, 1, wanted.address(one.article_id, one.start)

    for one in marks.left:
        yield _row(page, marks.layer, "left", side(one), NOTHING, page.searched["left"][1])
    for one in marks.right:
        yield _row(page, marks.layer, "right", NOTHING, side(one), page.searched["right"][1])
    for relation, here, there in marks.both:
        yield _row(page, marks.layer, "both", side(here), side(there), more=relation)
    for doubt in marks.perhaps:
        yield _doubt(wanted, page, marks.layer, doubt)


def _doubt(wanted: Wanted, page: ComparisonPage, layer: str, doubt: Doubt) -> Row:
    """The mark on the side of its source, the best passage that is offered for it on the other."""
    offer = doubt.offers[0]
    own: Row = (_hit(doubt.pieces), 1, wanted.address(doubt.article_id, doubt.at))
    offered: Row = (_hit(offer.pieces), None, wanted.address(offer.article_id, offer.at))
    assert page.left is not None
    is_left = doubt.source.slug == page.left.slug
    claim = ClaimView(offer.source, "perhaps")
    left, right = (own, offered) if is_left else (offered, own)
    return _row(page, layer, "perhaps", left, right, claim, "perhaps differing" if doubt.differing else "")


def _hit(pieces: Iterable[Any]) -> str:
    return " ".join("".join(piece.text for piece in pieces if piece.hit).split())


def _shared(wanted: Wanted, page: ComparisonPage, one: SharedText) -> Row:
    def side(wording: Iterable[Any], article: int, start: int) -> Row:
        return " ".join("".join(part.text for part in wording).split()), one.words, wanted.address(article, start)

    left = side(one.wording, one.article.id, one.start)
    right = side(one.twin_wording, one.twin.id, one.twin_start)
    return _row(page, "shared", "both", left, right, more="verbatim" if one.verbatim else "")


def corrections(wanted: Wanted) -> Iterator[Row]:
    """One row a correction on record, the latest first; whether it holds, who took it and who undid it."""
    own, slug, offset = wanted.own, wanted.scope.summit.slug, 0
    about = int(own["about"]) if own.get("about") else None
    while True:
        page = corrections_page(
            wanted.session, slug, kind=own.get("kind", ""), state=own.get("state", ""), article=about, offset=offset,
            limit=ITEMS,
        )  # fmt: skip
        for line in page.lines if page else ():
            fields, article = asdict(line.said), line.article
            decided = "; ".join(f"{name}: {text}" for name, text in _fields(fields) if name not in OF_PLACE)
            start = fields.get("start") if line.article else None
            yield (
                line.id, line.kind, fields.get("surface"), decided or None, article.source.name if article else None,
                article.title if article else None, "holds" if line.holds else "undone", line.at.isoformat(),
                line.by or None, line.turned_at.isoformat() if line.turned_at else None, line.turned_by or None,
                line.taken_with, line.of_text and article is None,
                wanted.address(article.id, start) if article else None,
            )  # fmt: skip
        if page is None or page.next_offset is None:
            return
        offset = page.next_offset


def _fields(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(name, value as text) of what a decision says; a person or figure by its name or words."""
    for name, value in fields.items():
        if isinstance(value, Mapping):
            yield name, str(value.get("name") or value.get("surface") or value.get("key"))
        elif isinstance(value, list | tuple):
            if value:
                yield name, ", ".join(map(str, value))
        elif value not in (None, ""):
            yield name, str(value)


def sources(wanted: Wanted) -> Iterator[Row]:
    """One row a source of the summit, whatever the filters: what it brought, and what is known of it."""
    slug = wanted.scope.summit.slug
    page = sources_page(wanted.session, slug)
    for one in page.outlets if page else ():
        view = one.source
        agencies = ", ".join(f"{agency} ({number})" for agency, number in view.agencies)
        yield (
            view.name, view.slug, one.kind or None, one.country or None, view.articles, view.words, view.sentences,
            agencies or None, ", ".join(one.domains) or None, ", ".join(one.aliases) or None,
            f"{wanted.base}/summits/{slug}/articles?source={view.slug}",
        )  # fmt: skip
