"""A small world of two summits, everything that can be asked of it, and every kind of write to it.

Both lists are held against the routes of the program: a new address or form without a line here fails the tests.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import httpx
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from starlette.routing import BaseRoute

from app.actions.addresses import Unknown
from app.actions.articles import requeue
from app.actions.backups import backup, restore
from app.actions.imports import Brought, start_batch, unread_items
from app.actions.rework import summits_behind
from app.actions.summit_files import read_summit, write_summit
from app.db import session_scope
from app.desk import Draft, ImportBatch, ImportItem
from app.folders import Folder, FolderItem
from app.importer import Importer
from app.made_documents import MadeDocument
from app.main import create_app
from app.models import (
    Annotation,
    Article,
    Correction,
    Entity,
    Offer,
    Passage,
    SharedPassage,
    Source,
    Summit,
    Topic,
)
from app.pages import press_reviews
from app.settings import Settings
from app.typesetter import make_document
from app.worker import Analyst
from tests.stories import add_text

HERE, OTHER = "gipfel", "anderer"
TEXTS = (
    "Wladimir Putin und Joe Biden sprachen in Genf über Abrüstung. „Das Gespräch war gut“, sagte Joe Biden am Abend. "
    "Die USA und Russland wollen 1550 Sprengköpfe behalten. Über Hackerangriffe stritten beide lange. "
    "Auf der Pressekonferenz blieb das Wetter kein Thema.",
    "In Genf trafen sich Biden und Putin. „Das Gespräch war sehr gut“, sagte Biden. Es ging um Atomwaffen und um "
    "Cyberangriffe auf Kliniken. Beide Staaten haben 1.500 Sprengköpfe. Ein Nachtzug brachte die Reporter heim.",
    "Joe Biden sah Wladimir Putin zum ersten Mal als Präsident. Der Gipfel dauerte drei Stunden. Menschenrechte sprach "
    "Biden an, und Putin nannte Alexej Nawalny nicht beim Namen. Der Nachtzug war voll.",
    "Angela Merkel begrüßte das Treffen. „Wir brauchen Abrüstung“, sagte Angela Merkel in Berlin. Die Ukraine sei "
    "besorgt, hieß es bei Nato und EU. Im Nachtzug nach Genf saßen viele Reporter.",
)
EN = {"accept-language": "en"}
HTMX = {"hx-request": "true", "hx-target": "div#view"}

Asked = tuple[str, dict[str, str]]  # an address and headers
Change = Callable[["World"], object]
CHANGES: list[Change] = []


def change(function: Change) -> Change:
    """A kind of write; they run in the order in which they stand here, or in any."""
    CHANGES.append(function)
    return function


def routes(found: Iterable[BaseRoute], method: str) -> Iterator[str]:
    """Addresses of the program, as templates."""
    for route in found:
        inner = getattr(route, "original_router", route)
        if method in (getattr(route, "methods", None) or ()):
            yield route.path  # type: ignore[attr-defined]
        elif getattr(inner, "routes", None):
            yield from routes(inner.routes, method)


@dataclass
class World:
    """``kept`` is asked as readers do, ``fresh`` keeps nothing; both look at the same database."""

    engine: Engine
    settings: Settings
    folder: Path
    posted: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app = create_app(self.settings)
        self.fresh_app = create_app(self.settings.model_copy(update={"kept_mb": 0}))
        self.analyst = Analyst(self.engine)

    def __enter__(self) -> "World":
        self.kept = TestClient(self.app, follow_redirects=False).__enter__()
        self.fresh = TestClient(self.fresh_app, follow_redirects=False).__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        for client, app in ((self.kept, self.app), (self.fresh, self.fresh_app)):
            client.__exit__(None, None, None)
            app.state.engine.dispose()

    def fill(self) -> None:
        """Four short texts here and two there, analysed by the real worker."""
        for number, text in enumerate(TEXTS):
            add_text(self.engine, text, source=f"Quelle {'ABCD'[number]}", published="2021-06-17", summit=HERE)
        for number, text in enumerate(TEXTS[::3]):
            add_text(self.engine, text, source=f"Quelle {'AB'[number]}", summit=OTHER, title="Biden bei Putin")
        self.work()

    def work(self) -> None:
        """What waits for the worker."""
        with session_scope(self.engine) as session:
            waiting = session.exec(select(Article.id).where(col(Article.status) == "queued")).all()
            behind = summits_behind(session)
        for article_id in waiting:
            self.analyst.work(article_id or 0)
        for summit_id in behind:
            self.analyst.catch_up(summit_id)

    def post(self, template: str, data: dict[str, str] | None = None, **parts: object) -> httpx.Response:
        """Send a form, or JSON to the API; noted are the template of its address, and what was refused."""
        self.posted.add(template)
        url = re.sub(r"{(\w+)}", lambda part: str(parts.get(part[1], HERE)), template)
        json = template.startswith("/api")
        answer = self.kept.post(url, json=data) if json else self.kept.post(url, data=data or {})
        if answer.is_error:
            self.refused.append(url)
        return answer

    def first(self, table: type, *conditions: object) -> object:
        """The id of a row."""
        with session_scope(self.engine) as session:
            statement = select(table.id).where(*conditions).order_by(col(table.id))  # type: ignore[attr-defined, arg-type]
            return session.exec(statement).first()

    def topic(self) -> str:
        """The slug of a topic that has passages."""
        with session_scope(self.engine) as session:
            summit = session.exec(select(Summit.id).where(Summit.slug == HERE)).one()
            return _values(session, summit or 0)["topic"][0]

    def addresses(self) -> list[Asked]:
        """Every address of pages and API, filled with what there is, and some with filters, in parts and in English."""
        with session_scope(self.engine) as session:
            summits = {one.slug: one.id or 0 for one in session.exec(select(Summit))}
            per = {slug: _values(session, summits[slug]) for slug in (HERE, OTHER)}
        found: list[Asked] = [(f"/summits/{slug}", {}) for slug in summits]
        for template in routes(self.app.routes, "GET"):
            for slug, values in per.items():
                found += [(url, {}) for url in _filled(template, {"slug": [slug]} | values)]
        for slug, values in list(per.items())[:1]:
            here = f"/summits/{slug}"
            topic = next(iter(values["topic"]), "x")
            person = next(iter(values["person"]), "x")
            article = next(iter(values["article_id"]), 0)
            found += [(url, {}) for url in (
                f"{here}?open={topic}&count=strands", f"{here}?person={person}", f"{here}?sort=name&source=quelle-a",
                f"{here}/topics/{topic}?person={person}", f"{here}/quotes?view=same", f"{here}/quotes?view=voices",
                f"{here}/compare?left=quelle-a&right=quelle-b", f"{here}/search?q=genf", f"{here}/silence?kind=persons",
                f"{here}/words?word=nachtzug&outlet=quelle-a", f"{here}/articles?since=2021-06-17",
                f"{here}/desk?show=dropped", f"{here}?fixed=1", f"{here}/sources?renamed=quelle-a",
                f"/articles/{article}?fix=on", f"/articles/{article}?fix=mention:0-14&topic={topic}",
                f"/articles/{article}?from=0&to=14", f"/summits?removed={slug}", f"{here}/new-topic?words=nachtzug",
                f"{here}/new-topic?from={article}-0", f"{here}?rows=all",
                f"{here}?kept=mappe:1", f"{here}/folders/proposals?topic={topic}&own=quelle-a",
                f"{here}/folders/mappe?removed=1",
                f"{here}/without-topic?person={person}&source=quelle-a&since=2021-06-17",
            )]  # fmt: skip
            found += [
                (here, HTMX | {"hx-target": f"td#row-{topic}"}),
                (f"{here}?open={topic}", HTMX | {"hx-target": f"td#row-{topic}"}),
                (here, HTMX),
                (here, HTMX | {"hx-history-restore-request": "true"}),
                (here, EN),
                (f"{here}/topics/{topic}", HTMX | EN),
                (f"{here}/desk/reading", HTMX | {"hx-target": "div#reading"}),
                (f"{here}/corrections/progress", HTMX | {"hx-target": "div#rework"}),
                (f"/articles/{article}", HTMX | {"hx-target": "article#article"}),
                (f"/articles/{article}/progress?seen=x", HTMX | {"hx-target": "div#progress"}),
            ]
        return list({(url, *sorted(headers.items())): (url, headers) for url, headers in found}.values())


def _values(session: Session, summit: int) -> dict[str, list[str]]:
    """What can stand in an address of a summit: one of each."""

    def first(statement: object) -> list[str]:
        return [str(one) for one in session.exec(statement.limit(1))]  # type: ignore[attr-defined]

    def named(kind: str) -> list[str]:
        return first(select(Entity.slug).where(Entity.summit_id == summit, Entity.kind == kind).order_by(Entity.slug))

    used = select(Passage.topic_id).where(Passage.summit_id == summit)
    topics = first(select(Topic.slug).where(Topic.summit_id == summit, col(Topic.id).in_(used)).order_by(Topic.slug))
    return {
        "topic": topics,
        "topic_slug": topics,
        "person": named("person"),
        "place": named("place"),
        "organisation": named("organisation"),
        "article_id": first(select(Article.id).where(Article.summit_id == summit).order_by(col(Article.id).desc())),
        "draft_id": first(select(Draft.id).where(Draft.summit_id == summit).order_by(col(Draft.id).desc())),
        "item_id": first(
            select(ImportItem.id)
            .join(ImportBatch, col(ImportBatch.id) == col(ImportItem.batch_id))
            .where(ImportBatch.summit_id == summit)
            .order_by(col(ImportItem.id))
        ),
        "folder": first(
            select(Folder.slug)
            .where(Folder.summit_id == summit, col(Folder.removed_at).is_(None))
            .order_by(Folder.slug)
        ),
        "token": first(
            select(MadeDocument.token)
            .where(MadeDocument.summit_id == summit, MadeDocument.status == "ready")
            .order_by(col(MadeDocument.id))
        ),
        "name": ["matrix"],
        "ending": ["svg"],
        "key": _keys(session, summit),
        "offer_id": first(select(Offer.id).where(Offer.summit_id == summit).order_by(col(Offer.id))),
    }


def _keys(session: Session, summit: int) -> list[str]:
    """Keys of a quotation, a figure and a shared passage, as pages give them."""
    found = []
    for layer in ("quotation", "figure"):
        mark = select(Annotation).join(Article, col(Article.id) == col(Annotation.article_id))
        mark = mark.where(Article.summit_id == summit, Annotation.layer == layer)
        found += [f"{one.article_id}-{one.start}" for one in session.exec(mark.order_by(col(Annotation.id)).limit(1))]
    shared = select(SharedPassage).where(SharedPassage.summit_id == summit).order_by(col(SharedPassage.id)).limit(1)
    return found + [f"{one.a_id}-{one.a_start}-{one.b_id}" for one in session.exec(shared)]


def _filled(template: str, values: dict[str, list[str]]) -> list[str]:
    """The template with each of the values; a name that is not known here fails."""
    kind = next((one for one in ("place", "organisation") if f"/{one}s/" in template), "person")
    names = re.findall(r"{(\w+)}", template)
    found = [template]
    for name in names:
        known = values[kind if name == "person" else name]
        found = [url.replace(f"{{{name}}}", value) for url in found for value in known]
    return found


@change
def an_article_is_uploaded(world: World) -> None:
    text = "Putin und Biden sprachen auch über die Arktis. „Die Arktis schmilzt“, sagte Putin. Merkel fehlte in Genf."
    world.post("/summits/{slug}/upload", {"text": text, "source": "Neue Zeitung", "title": "Eis"})


@change
def the_worker_analyses(world: World) -> None:
    world.work()


@change
def the_other_summit_grows(world: World) -> None:
    world.post("/api/summits/{slug}/articles", {"text": "Biden flog nach Genf. Abrüstung war Thema."}, slug=OTHER)
    world.work()


@change
def an_analysis_fails(world: World) -> None:
    world.analyst.give_up(int(str(world.first(Article, Article.title == "Eis") or 1)), "analysis-failed")


@change
def it_is_tried_again(world: World) -> None:
    world.post("/articles/{article_id}/retry", article_id=world.first(Article, Article.title == "Eis") or 1)


@change
def a_name_is_corrected(world: World) -> None:
    fields = {"what": "mention", "act": "is", "label": "person", "name": "Sergej Lawrow"}
    start = TEXTS[0].index("Wladimir Putin")
    spot = {"start": str(start), "end": str(start + 14), "surface": "Wladimir Putin"}
    article = world.first(Article, Article.text == TEXTS[0])
    world.post("/articles/{article_id}/corrections", fields | spot, article_id=article)


@change
def it_is_undone(world: World) -> None:
    line = world.first(Correction)
    world.post("/summits/{slug}/corrections/{line}/{way}", line=line, way="undo")


@change
def and_done_again(world: World) -> None:
    line = world.first(Correction)
    world.post("/summits/{slug}/corrections/{line}/{way}", line=line, way="redo")


@change
def a_genre_is_put_right(world: World) -> None:
    article = world.first(Article, Article.text == TEXTS[0])
    world.post("/articles/{article_id}/corrections", {"what": "genre", "label": "comment"}, article_id=article)


@change
def an_article_does_not_belong(world: World) -> None:
    article = world.first(Article, Article.text == TEXTS[3])
    world.post("/articles/{article_id}/corrections", {"what": "belonging", "answer": "no"}, article_id=article)


@change
def an_editor_signs(world: World) -> None:
    world.post("/summits/{slug}/corrections", {"by": "Änne"})
    world.fresh.cookies.update(world.kept.cookies)


@change
def an_outlet_is_renamed(world: World) -> None:
    world.post("/sources/{source_slug}", {"name": "Umbenannt", "summit": HERE}, source_slug="quelle-a")


@change
def outlets_become_one(world: World) -> None:
    world.post("/sources/{source_slug}/merge", {"into": "quelle-b", "summit": HERE}, source_slug="quelle-c")


@change
def and_are_parted(world: World) -> None:
    ids = str(world.first(Article, Article.text == TEXTS[2]) or "")
    slug = "quelle-b" if world.first(Source, Source.slug == "quelle-b") else "quelle-a"
    world.post("/sources/{source_slug}/part", {"articles": ids, "name": "Quelle C", "summit": HERE}, source_slug=slug)


@change
def persons_are_joined(world: World) -> None:
    world.post("/summits/{slug}/persons/{person}/edit", {"act": "join", "name": "Angela Merkel"}, person="joe-biden")


@change
def a_place_is_renamed(world: World) -> None:
    world.post("/summits/{slug}/places/{person}/edit", {"act": "rename", "name": "Genève"}, person="genf")


@change
def an_organisation_is_none(world: World) -> None:
    id_ = world.first(Entity, Entity.kind == "organisation")
    with session_scope(world.engine) as session:
        slug = session.exec(select(Entity.slug).where(Entity.id == id_)).one_or_none()
    world.post("/summits/{slug}/organisations/{person}/edit", {"act": "none"}, person=slug)


@change
def a_topic_is_made(world: World) -> None:
    fields = {"act": "save", "label_de": "Schlafwagen", "strong": "Nachtzug"}
    world.post("/summits/{slug}/new-topic", fields)
    world.work()


@change
def a_topic_is_edited(world: World) -> None:
    fields = {"act": "save", "label_de": "Rüstung", "strong": "Sprengköpfe", "weak": "", "exclude": ""}
    world.post("/summits/{slug}/topics/{topic_slug}/edit", fields, topic_slug="ruestungskontrolle")


@change
def topics_are_pinned_hidden_and_nested(world: World) -> None:
    address = "/summits/{slug}/topics/{topic_slug}/edit"
    world.post(address, {"act": "pin"}, topic_slug="ruestungskontrolle")
    world.post(address, {"act": "hide"}, topic_slug="cybersicherheit")
    world.post(address, {"act": "nest", "within": "ruestungskontrolle"}, topic_slug="ukraine")


@change
def one_is_shown_again(world: World) -> None:
    world.post("/summits/{slug}/topics/{topic_slug}/edit", {"act": "show"}, topic_slug="cybersicherheit")


@change
def its_articles_follow(world: World) -> None:
    world.work()


@change
def a_suggestion_is_turned_down(world: World) -> None:
    world.post("/summits/{slug}/new-topic/dismiss", {"words": "Reporter"})


@change
def an_offer_is_answered(world: World) -> None:
    here = world.first(Summit, Summit.slug == HERE)
    world.post(
        "/summits/{slug}/offers/{offer_id}", {"answer": "no"}, offer_id=world.first(Offer, Offer.summit_id == here)
    )


@change
def an_article_is_described_anew(world: World) -> None:
    article = world.first(Article, Article.text == TEXTS[1])
    world.post("/articles/{article_id}", {"title": "Putin trifft Biden", "source": "Quelle B"}, article_id=article)
    world.work()


@change
def something_is_brought_to_the_desk(world: World) -> None:
    world.post("/summits/{slug}/desk", {"addresses": "https://presse.example/1"})
    table = f"Nummer;Worte\n1;{TEXTS[0]}\n2;{TEXTS[1]}\n".encode()
    files = [Brought("zwei.txt", data=f"{TEXTS[3]}\n\n{TEXTS[2]}".encode()), Brought("leer.txt", data=b"")]
    files.append(Brought("tabelle.csv", data=table))
    try:
        with session_scope(world.engine, write=True) as session:
            start_batch(session, HERE, files)
    except Unknown:  # a change before may have removed the summit: then it is refused as the form is
        world.refused.append(HERE)


@change
def the_desk_is_read(world: World) -> None:
    settings = world.settings.model_copy(update={"fetch": False})
    importer = Importer(world.engine, settings, lambda _ids: None)
    with session_scope(world.engine) as session:
        waiting = unread_items(session)
    for item in waiting:
        importer.work(item)
    importer.close()


@change
def a_draft_is_split_and_joined(world: World) -> None:
    draft = world.first(Draft, Draft.status == "open", col(Draft.text).contains("\n"))
    with session_scope(world.engine) as session:
        row = session.get(Draft, draft) or Draft(text="", sha256="")
    place = str(row.text.find("\n\n") + 2)
    world.post("/drafts/{draft_id}/split", {"sha256": row.sha256, "start": place}, draft_id=draft)
    draft = world.first(Draft, col(Draft.whole_id).is_not(None))
    world.post("/drafts/{draft_id}/join", {}, draft_id=draft)


@change
def a_table_is_understood_otherwise(world: World) -> None:
    item = world.first(ImportItem, ImportItem.name == "tabelle.csv")
    world.post("/summits/{slug}/desk/tables/{item_id}", {"column": "Worte", "field": "text"}, item_id=item)


@change
def a_draft_is_dropped_and_kept(world: World) -> None:
    draft = world.first(Draft)
    world.post("/drafts/{draft_id}", {"action": "drop"}, draft_id=draft)
    world.post("/drafts/{draft_id}", {"action": "reopen"}, draft_id=draft)
    world.post("/drafts/{draft_id}", {"action": "both", "source": "Quelle D"}, draft_id=draft)


@change
def the_desk_is_cleared(world: World) -> None:
    world.post("/summits/{slug}/desk/{what}", what="clear")


@change
def an_article_is_removed(world: World) -> None:
    world.post("/articles/{article_id}/delete", article_id=world.first(Article, Article.text == TEXTS[3]))


@change
def and_brought_back(world: World) -> None:
    world.post("/drafts/{draft_id}", {"action": "restore"}, draft_id=world.first(Draft, Draft.text == TEXTS[3]))
    world.work()


@change
def a_passage_is_remembered(world: World) -> None:
    article = world.first(Article, Article.text == TEXTS[1]) or 1
    for place in (f"passage:{article}:text:0-0:", f"article:{article}:text:0-0:", "chart:0:text:0-0:matrix"):
        world.post("/summits/{slug}/folders/items", {"place": place, "back": f"/summits/{HERE}"})
    world.fresh.cookies.update(world.kept.cookies)


@change
def a_folder_is_put_in_order(world: World) -> None:
    world.post("/summits/{slug}/folders", {"name": "Zweite"})
    world.fresh.cookies.update(world.kept.cookies)
    world.post("/summits/{slug}/folders/{folder}/rubrics", {"title": "Inland"}, folder="mappe")
    item = world.first(FolderItem, col(FolderItem.chart) == "") or 1
    for fields in ({"act": "down"}, {"act": "note", "note": "Bitte lesen"}):
        world.post("/summits/{slug}/folders/{folder}/items/{item}", fields, folder="mappe", item=item)
    world.post("/summits/{slug}/folders/{folder}", {"act": "describe", "name": "Lage"}, folder="mappe")


@change
def a_folder_is_filled(world: World) -> None:
    article = world.first(Article, Article.text == TEXTS[2]) or 1
    fields = {"take": f"passage:{article}:text:0-0:\nNachtzug", "folder": "mappe"}
    world.post("/summits/{slug}/folders/proposals", fields)
    world.fresh.cookies.update(world.kept.cookies)


@change
def documents_are_ordered(world: World) -> None:
    with patch.object(press_reviews, "AT_ONCE", 0):
        world.post("/summits/{slug}/folders/{folder}/document", {"format": "txt"}, folder="mappe")
        world.post("/summits/{slug}/document", {"format": "txt"})
        world.post("/summits/{slug}/topics/{topic}/document", {"format": "txt"}, topic=world.topic())
    with session_scope(world.engine) as session:
        ordered = list(session.exec(select(MadeDocument.id)))
    for document in ordered:
        make_document(world.engine, document or 0)


@change
def a_document_is_not_wanted(world: World) -> None:
    with patch.object(press_reviews, "AT_ONCE", 0):
        world.post("/summits/{slug}/topics/{topic}/document", {"format": "txt"}, topic=world.topic())
    with session_scope(world.engine) as session:
        token = session.exec(select(MadeDocument.token).where(MadeDocument.status == "waiting")).first()
    world.post("/summits/{slug}/documents/{token}", {}, token=token)


@change
def a_folder_is_removed(world: World) -> None:
    world.post("/summits/{slug}/folders/{folder}", {"act": "remove"}, folder="zweite")


@change
def the_summit_is_renamed(world: World) -> None:
    world.post("/summits/{slug}", {"name": "Treffen", "place": "Bern", "day": "2021-06-15", "last_day": "2021-06-17"})


@change
def summits_are_made(world: World) -> None:
    world.post("/summits", {"name": "Dritter", "place": "Bonn"})
    world.post("/api/summits", {"name": "Vierter"})


@change
def the_example_is_loaded(world: World) -> None:
    world.post("/demo")
    with session_scope(world.engine, write=True) as session:  # its sixty articles would take their time
        for article in session.exec(select(Article).join(Summit).where(Summit.slug == "bregenz-2037")).all()[2:]:
            session.delete(article)


@change
def a_summit_is_brought_as_a_file(world: World) -> None:
    with session_scope(world.engine, write=True) as session:
        read_summit(session, write_summit(session, OTHER), max_chars=99_999)


@change
def a_summit_is_removed(world: World) -> None:
    world.post("/summits/{slug}/delete")


@change
def and_is_there_again(world: World) -> None:
    world.post("/summits/{slug}/restore")


@change
def all_is_analysed_again(world: World) -> None:
    with session_scope(world.engine, write=True) as session:
        requeue(session, OTHER)


@change
def a_backup_is_put_back(world: World) -> None:
    """And what is written after it is not taken for what was written after it the first time."""
    if world.engine.dialect.name != "sqlite":
        return
    copy = world.folder / f"{len(list(world.folder.iterdir()))}.backup"
    backup(world.settings.database_url, copy)
    world.post("/summits/{slug}", {"name": "Eins", "place": "Bern", "day": "2021-06-15"})
    world.kept.get(f"/summits/{HERE}")
    for app in (world.app, world.fresh_app):
        app.state.engine.dispose()
    restore(world.settings.database_url, copy)
    world.post("/summits/{slug}", {"name": "Zwei", "place": "Bern", "day": "2021-06-15"})


def application(client: TestClient) -> FastAPI:
    """The program behind a client."""
    assert isinstance(client.app, FastAPI)
    return client.app
