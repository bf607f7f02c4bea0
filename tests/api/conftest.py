"""A client of the JSON interface, on both databases."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.main import create_app
from app.settings import Settings


@pytest.fixture
def api(each: Engine, settings: Settings) -> Iterator[TestClient]:
    """The program on the database of ``each``; its queue is the prepared file."""
    url = each.url.render_as_string(hide_password=False)
    own = Settings(database_url=url, jobs_database_url=settings.jobs_url)
    with TestClient(create_app(own), raise_server_exceptions=False) as client:
        yield client
