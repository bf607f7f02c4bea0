"""What a page says about its article: address, outlet, headline, people, moments, description.

Of several that say the same the more trustworthy speaks: what was given with the page, what the browser noted when it
was saved, what the page shows, what it tells search engines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from htmldate import find_date as date_of_page
from lxml import etree
from lxml.html import HtmlElement

from app.intake.authors import People, people
from app.intake.dates import Moment, moment
from app.intake.outlets import outlet_named, outlet_of_domain
from app.intake.web.headlines import headline, plain
from app.intake.web.linked_data import Thing, linked_articles, linked_pages, names_of_things, text_of_thing
from app.intake.web.page_address import names_of_address, page_address
from app.intake.web.page_blocks import names_of

# Names of fields in a page's head, the best first: a row for each that content systems and services write.
TITLES = (
    "og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "title", "headline",
)  # fmt: skip
DESCRIPTIONS = (
    "description", "og:description", "twitter:description", "dc.description", "dcterms.description",
    "sailthru.description", "abstract", "dcterms.abstract", "cxenseparse:description",
)  # fmt: skip
AUTHORS = (
    "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
    "cxenseparse:author", "vr:author", "article:author_name", "authors", "byl", "dc.contributor",
)  # fmt: skip
PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "date",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "dcterms.date", "dc.date.created",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "publish-date",
    "publish_date", "pubdate", "publicationdate", "article.published", "publication_date", "vr:published_time",
    "published_at", "article:publicationdate", "release_date",
)  # fmt: skip
CHANGED = (
    "article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time", "last-modified",
    "dcterms.modified", "dc.date.modified", "article:modified", "modified", "article.updated", "revised",
    "cxenseparse:recs:articlemodified",
)  # fmt: skip
SITES = (
    "og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher", "copyright",
    "cxenseparse:site",
)  # fmt: skip
BYLINES = frozenset(
    ("byline", "author", "authors", "autor", "autoren", "autorname", "authorname", "author-name", "verfasser")
)
MOST_NAMES = 12  # of elements that are looked at for a byline
BYLINE_CHARS = 160
MOST_TITLES = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says; ``url`` is its address, ``is_given`` where it is not the page itself that says so."""

    url: str | None
    is_given: bool
    site: str | None
    title: str | None
    people: People
    published: Moment | None
    changed: Moment | None
    descriptions: tuple[str, ...]

    @property
    def is_told(self) -> bool:
        """Does the page tell outlet, people and day, so that lines of its text need not?"""
        return bool(self.site and self.people.names and self.published)


def page_facts(tree: HtmlElement, text: str, given: str | None) -> Facts:
    """The facts of a page; ``text`` is its source, ``given`` the address that came with it."""
    metas = _metas(tree)
    articles = linked_articles(tree)
    url, is_given = page_address(tree, text, _values(metas, ("og:url", "twitter:url")), given)
    site = next((name for one in SITES[:3] for value in metas.get(one, ()) if (name := plain(value))), None)
    firms = [name for thing in articles for name, _ in names_of_things(thing.get("publisher"))]
    site = site or next(
        (name for one in (*firms, *_values(metas, SITES[3:])) if 2 < len(name := plain(one)) < 60), None
    )
    site = _outlet(site, [*firms, *_values(metas, SITES), *_title_ends(tree)])
    own = [name for name in (site, *firms, *names_of_address(url)) if name]
    titles = [text_of_thing(thing.get(name)) for thing in articles[:2] for name in ("headline", "name")]
    titles += [*_values(metas, TITLES), *(node.text or "" for node in tree.iter("title"))]
    return Facts(
        url,
        is_given,
        site,
        headline(tree, [one for one in titles if one.strip()], own),
        _people(tree, metas, articles, own),
        _published(tree, metas, articles, url),
        _first_moment(*(thing.get("dateModified") for thing in articles), *_values(metas, CHANGED)),
        _descriptions(metas, [*articles, *linked_pages(tree)]),
    )


def _outlet(site: str | None, others: Sequence[str]) -> str | None:
    """The name of a page's outlet. The firm that publishes it, or a machine's name, is only a makeshift: an outlet that
    is named elsewhere on the page goes before it, and so does the name that belongs to a domain."""
    if site and site.lower().startswith("www."):
        return outlet_of_domain(site.lower().removeprefix("www.")) or site
    if not site or not _FIRM.search(site) or outlet_named(site):
        return site
    names = [_FIRM.sub("", site).strip(" ,&"), *(plain(one) for one in others)]
    named = (outlet_named(name) or (outlet_of_domain(name.lower()) if "." in name else None) for name in names)
    return next((name for name in named if name), site)


def _title_ends(tree: HtmlElement) -> list[str]:
    """What stands behind the last bar or dash of the window's titles, an outlet perhaps."""
    titles = [plain(node.text) for node in islice(tree.iter("title"), MOST_TITLES)]
    return [_TITLE_BAR.split(title)[-1] for title in titles if _TITLE_BAR.search(title)]


_FIRM = re.compile(
    r"\b(?:GmbH|AG|KG|SE|OHG|mbH|e\.\s?V|eG|Ltd|Inc|Verlags?\w*|Mediengruppe|Medienhaus|Mediengesellschaft)\b"
)
_TITLE_BAR = re.compile(r"\s[|–—•·»›-]\s")

_Metas = dict[str, list[str]]


def _metas(tree: HtmlElement) -> _Metas:
    """Values of the fields in a page's head, by their name in lower case."""
    found: _Metas = {}
    for node in tree.iter("meta"):
        content = (node.get("content") or node.get("value") or "").strip()
        names = (node.get("property"), node.get("name"), node.get("itemprop"), node.get("http-equiv"))
        for name in " ".join(name for name in names if name).lower().split() if content else ():
            found.setdefault(name, []).append(content[:2000])
    return found


def _values(metas: _Metas, names: Sequence[str]) -> list[str]:
    return [value for name in names for value in metas.get(name, ())[:MOST_NAMES]]


def _descriptions(metas: _Metas, things: Sequence[Thing]) -> tuple[str, ...]:
    said = [*_values(metas, DESCRIPTIONS), *(text_of_thing(thing.get("description")) for thing in things[:3])]
    return tuple(dict.fromkeys(one for value in said if (one := plain(value))))


# People


def _people(tree: HtmlElement, metas: _Metas, articles: Sequence[Thing], own: Sequence[str]) -> People:
    """The first that names a person speaks: data, head, byline; agencies of all of them count."""
    agencies: dict[str, None] = {}
    by_data = [pair for thing in articles[:2] for pair in names_of_things(thing.get("author") or thing.get("creator"))]
    persons = [name for name, is_firm in by_data if not is_firm]
    firms = [name for name, is_firm in by_data if is_firm]
    # Some call persons organisations; what bears the outlet's name is none.
    houses = [name for name in firms if _names_it(name, own)]
    ours = [*own, *houses]
    ways = (
        people(persons, own, single=True),
        people(firms, ours),
        people(_values(metas, AUTHORS), ours),
        people(_bylines(tree), ours),
    )
    for way in ways[:3]:
        agencies.update(dict.fromkeys(way.agencies))
    return People(next((way.names for way in ways if way.names), ()), tuple(agencies))


def _names_it(name: str, own: Sequence[str]) -> bool:
    """Does a name hold a word of the outlet's, written the same way ("von der" is not of "Der Bote")?"""
    return any(len(word) > 2 for one in own for word in set(one.split()) & set(name.split()))


def _bylines(tree: HtmlElement) -> list[str]:
    """The texts of elements that call themselves an author's, the innermost ones."""
    found: list[str] = []
    for node in tree.iter(etree.Element):
        is_author = node.get("rel") == "author" or (node.get("itemprop") or "") == "author"
        if not (is_author or (node.tag in _WITH_BYLINE and names_of(node) & BYLINES)):
            continue
        text = " ".join(" ".join(node.itertext()).split())
        if 0 < len(text) <= BYLINE_CHARS and not node.xpath("ancestor::aside|ancestor::footer|ancestor::nav"):
            found.append(text)
        if len(found) >= MOST_NAMES:
            break
    return found[:1]


_WITH_BYLINE = frozenset({"a", "span", "p", "div", "address", "strong", "em", "li", "header", "section"})


# Moments


def _published(tree: HtmlElement, metas: _Metas, articles: Sequence[Thing], url: str | None) -> Moment | None:
    stated = _first_moment(*(thing.get("datePublished") for thing in articles), *_values(metas, PUBLISHED))
    if stated:
        return stated
    try:
        day = date_of_page(tree, url=url, extensive_search=False, original_date=True)
    except Exception:  # dates are a bonus: whatever a page's odd markup does to the finder, its text counts
        return None
    return _shown_moment(tree, day) or moment(day)


def _first_moment(*values: object) -> Moment | None:
    """The first that is a full day."""
    told = (moment(text_of_thing(value)) for value in values)
    return next((one for one in told if one and len(one.day) == 10), None)


def _shown_moment(tree: HtmlElement, day: str | None) -> Moment | None:
    """The moment of this day that the page shows in a <time>."""
    for node in tree.iter("time"):
        told = moment(node.get("datetime"))
        if told and told.at and told.day == day:
            return told
    return None
