"""Real files, made by real programs: text, headline and day come out right, whatever the format."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.intake.items import Columns, Found, Item, Outlet
from app.intake.reading import read
from app.intake.sandbox import Sandbox

FILES = Path(__file__).parent / "files"
KNOWN = [Outlet("Beispielblatt", ("Das Beispielblatt",), ("beispielblatt.example",))]
TITLE = "Biden und Putin reden drei Stunden"
PARAGRAPHS = (
    "Der amerikanische Präsident Joe Biden und der russische Präsident Wladimir Putin haben am Mittwoch in Genf"
    " mehr als drei Stunden miteinander gesprochen. Beide nannten das Treffen in der Villa La Grange anschließend"
    " „konstruktiv“ und kündigten an, ihre Botschafter zurückzuschicken.",
    "Über die Rüstungskontrolle soll nun eine Arbeitsgruppe beraten. Biden sagte, er habe Putin eine Liste mit sechzehn"
    " Einrichtungen übergeben, die von Angriffen im Netz ausgenommen sein müssten. Putin wies den Vorwurf zurück,"
    " Russland stehe hinter solchen Angriffen.",
    "Nach dem Gespräch traten die Präsidenten getrennt vor die Presse. Ein gemeinsamer Auftritt war nicht vorgesehen,"
    " wie Diplomaten schon vor der Begegnung gesagt hatten. Die Erwartungen waren auf beiden Seiten gering.",
)
# Who says which outlet it is: the byline, the page's own data, a field, the sender's domain.
SOURCES = {
    "libreoffice": "Beispielblatt", "chromium.html": "Beispielblatt", "chromium.mhtml": "Beispielblatt",
    "chromium.pdf": None, "editor.md": None, "python": "Beispielblatt",
}  # fmt: skip
NAMES = sorted(path.name for path in FILES.iterdir() if path.suffix not in {".zip"} and path.name != "README.md")


def told(items: Iterator[Item]) -> list[Item]:
    """The items without what tables say of their columns."""
    return [item for item in items if not isinstance(item, Columns)]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.mark.parametrize("name", NAMES)
def test_text_headline_and_day(name: str, sandbox: Sandbox) -> None:
    (item,) = told(read(name, FILES / name, known=KNOWN, sandbox=sandbox))
    assert isinstance(item, Found)
    draft = item.draft
    assert draft.title == TITLE
    assert draft.published
    assert draft.published.text == "2021-06-16"
    blocks = [" ".join(line.split()) for line in draft.text.split("\n") if line.strip()]
    assert [block for block in blocks if block in PARAGRAPHS][:3] == list(PARAGRAPHS)
    expected = SOURCES.get(name, SOURCES.get(name.partition(".")[0].partition("-")[0]))
    assert draft.source == expected
    assert draft.kind == {"mhtml": "mhtml", "rss": "feed"}.get(name.rpartition(".")[2], name.rpartition(".")[2])


@pytest.mark.parametrize("name", NAMES)
def test_content_counts_and_not_the_name(name: str, sandbox: Sandbox) -> None:
    """Under a wrong name the article is the same; only plain text leaves its name the choice."""
    if name.endswith((".md", ".csv")):
        pytest.skip("plain text")
    (right,) = told(read(name, FILES / name, sandbox=sandbox))
    (wrong,) = told(read("artikel.bin", (FILES / name).read_bytes(), sandbox=sandbox))
    assert isinstance(right, Found)
    assert isinstance(wrong, Found)
    assert wrong.draft.text == right.draft.text


def test_an_archive_gives_what_is_in_it() -> None:
    items = list(read("sammlung.zip", FILES / "zip-tool.zip", known=KNOWN))
    assert [item.name for item in items] == [
        "sammlung.zip/libreoffice.docx",
        "sammlung.zip/chromium.html",
        "sammlung.zip/python-email.eml",
    ]
    assert all(isinstance(item, Found) and item.draft.title == TITLE for item in items)


def test_a_folder_gives_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "unter").mkdir()
    shutil.copy(FILES / "chromium.html", tmp_path / "unter" / "b.html")
    shutil.copy(FILES / "libreoffice.docx", tmp_path / "a.docx")
    assert [item.name for item in read("mappe", tmp_path)] == ["mappe/a.docx", "mappe/unter/b.html"]


@pytest.mark.parametrize("name", NAMES)
def test_where_a_warning_stands(name: str, sandbox: Sandbox) -> None:
    for item in told(read(name, FILES / name, sandbox=sandbox)):
        assert isinstance(item, Found)
        for warning in item.draft.warnings:
            assert item.draft.text[warning.start : warning.end].strip()
