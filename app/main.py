"""The web application: the only place where everything is put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from app.answer_cache import KeptPages, Shelf
from app.api import articles as api_articles
from app.api import claims as api_claims
from app.api import folders as api_folders
from app.api import summits as api_summits
from app.db import Threads, make_engine
from app.guards import (
    BodyLimit,
    Breakdowns,
    HeadAsGet,
    KnownHosts,
    LanguageSwitch,
    OwnPagesOnly,
    PlainAddresses,
    SecureHeaders,
)
from app.pages import (
    articles,
    charts,
    citations,
    comparison,
    corrections,
    desk,
    docs,
    figures,
    folders,
    offers,
    people,
    persons_edit,
    press_reviews,
    quotes,
    remembering,
    search,
    shared,
    silence,
    sources,
    splits,
    suggestions,
    summits,
    topicless,
    topics,
    topics_edit,
    upload,
    words,
)
from app.pages.errors import error_response, install
from app.pages.rendering import STATIC
from app.revisions import Revisions
from app.settings import Settings, get_settings

# Requests in work at once: more gain nothing under Python's lock and each holds its memory; others queue. Those that
# wait for the lock have threads of their own (app/db.py).
THREADS = 3


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = THREADS
    yield
    await app.state.revisions.close()


def create_app(settings: Settings | None = None) -> FastAPI:
    """A complete application on its own engine; ``uvicorn --factory app.main:create_app`` reads the environment."""
    settings = settings or get_settings()
    app = FastAPI(title="Gipfelspiegel", docs_url=None, redoc_url=None, lifespan=_lifespan)
    app.state.settings = settings
    app.state.engine = make_engine(settings.database_url)
    app.state.revisions = Revisions(app.state.engine)
    app.state.kept = Shelf(settings.kept_mb * 1_000_000)
    app.state.threads = Threads()
    screens = (
        summits,
        topics,
        articles,
        corrections,
        persons_edit,
        topics_edit,
        suggestions,
        desk,
        splits,
        people,
        quotes,
        shared,
        figures,
        silence,
        offers,
        topicless,
        words,
        comparison,
        sources,
        search,
        upload,
        remembering,
        folders,
        press_reviews,
        charts,
        citations,
        docs,
    )
    for room in (*screens, api_summits, api_articles, api_claims, api_folders):
        app.include_router(room.router)
    app.mount("/static", StaticFiles(directory=STATIC, check_dir=False), name="static")
    install(app)
    # The last one added is the first that sees a request.
    app.add_middleware(KeptPages, revisions=app.state.revisions, shelf=app.state.kept)
    # For what is not kept packed, tables above all: two levels more would cost twice the time for a twentieth of bytes.
    app.add_middleware(GZipMiddleware, minimum_size=600, compresslevel=4)
    app.add_middleware(HeadAsGet)
    app.add_middleware(LanguageSwitch)
    wider = (desk.ADDRESS, settings.max_batch_bytes)
    app.add_middleware(BodyLimit, limit=settings.max_body_bytes, wider=wider, refuse=error_response)
    app.add_middleware(PlainAddresses, refuse=error_response)
    app.add_middleware(OwnPagesOnly, refuse=error_response)
    app.add_middleware(KnownHosts, hosts=settings.hosts, refuse=error_response)
    app.add_middleware(Breakdowns, refuse=error_response)
    app.add_middleware(SecureHeaders)
    return app
