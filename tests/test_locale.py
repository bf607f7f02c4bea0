"""Every sentence a reader can meet has a German one, with the same placeholders."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from fastapi.testclient import TestClient

from app.days import published
from app.language import LOCALE
from app.settings import ROOT

PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sd]|</?b>")
KEYWORDS = DEFAULT_KEYWORDS | {"N_": None, "IntakeError": (2,), "Refused": (2,), "Declined": None}


def extracted() -> set[str | tuple[str, ...]]:
    """The sentences of code and templates, as ``pybabel extract`` finds them."""
    with (LOCALE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found: set[str | tuple[str, ...]] = set()
    for folder in ("app", "templates"):
        mapping = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods if folder in pattern]
        own = {pattern.removeprefix(f"{folder}/"): values for pattern, values in options.items()}
        for _, _, message, *_ in extract_from_dir(ROOT / folder, mapping, own, keywords=KEYWORDS):
            found.add(tuple(message) if isinstance(message, (tuple, list)) else message)
    return found


@pytest.fixture(scope="module")
def german() -> Catalog:
    with (LOCALE / "de" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="de")


def forms(message: Message, which: str) -> list[str]:
    value = getattr(message, which)
    return [value] if isinstance(value, str) else list(value)


def test_every_sentence_is_translated(german: Catalog) -> None:
    missing = [
        message for message in extracted() if not (known := german.get(message)) or not all(forms(known, "string"))
    ]
    assert missing == []


def test_no_translation_is_left_behind_or_doubtful(german: Catalog) -> None:
    wanted = extracted()
    assert [message.id for message in german if message.id and message.id not in wanted] == []
    assert [message.id for message in german if message.id and message.fuzzy] == []


def test_placeholders_are_the_same(german: Catalog) -> None:
    for message in german:
        if message.id:
            names = [sorted(set(PLACEHOLDER.findall(form))) for form in forms(message, "id")]
            for form in forms(message, "string"):
                assert sorted(set(PLACEHOLDER.findall(form))) in names, message.id


@pytest.mark.parametrize(
    ("value", "german_date", "english_date"),
    [
        ("2021-06-16", "16. Juni 2021", "June 16, 2021"),
        ("2021-06", "Juni 2021", "June 2021"),
        ("2021", "2021", "2021"),
        (None, None, None),
    ],
)
def test_dates_are_as_precise_as_known(value: str | None, german_date: str | None, english_date: str | None) -> None:
    assert published(value, "de") == german_date
    assert published(value, "en") == english_date


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "de"),
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("en-GB", "en"),
        ("en;q=0.4, de;q=0.8", "de"),
        ("fr, en;q=0.1", "en"),
        ("fr", "en"),
        ("de;q=0, en", "en"),
        (";;q=x,,,", "en"),
    ],
)
def test_the_browser_chooses_the_language(client: TestClient, header: str, language: str) -> None:
    page = client.get("/", headers={"accept-language": header})
    assert f'<html lang="{language}">' in page.text
    assert page.headers["content-language"] == language
    assert "Accept-Language" in page.headers["vary"]


def test_the_switch_is_kept_in_a_cookie(client: TestClient) -> None:
    answer = client.get("/?person=a&lang=en", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?person=a"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "de"}).text


@pytest.mark.parametrize("path", ["//evil.example/?lang=en", "/?lang=xx", "/?lang="])
def test_the_switch_leads_nowhere_else(client: TestClient, path: str) -> None:
    place = client.get(f"http://testserver{path}", follow_redirects=False).headers.get("location", "/")
    assert not place.startswith("//")
    assert "evil.example" not in place or place.startswith("/evil.example")


def test_catalogues_need_no_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout without .mo files speaks German all the same."""
    from app import language

    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_bytes((LOCALE / "de" / "LC_MESSAGES" / "messages.po").read_bytes())
    monkeypatch.setattr(language, "LOCALE", tmp_path)
    language.translations.cache_clear()
    try:
        assert language.translations("de").gettext("Topics") == "Themen"
    finally:
        language.translations.cache_clear()
