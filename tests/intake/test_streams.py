"""Files larger than may be read at once: cut at the ends of records, none lost, numbered from the beginning."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.intake import streams
from app.intake.items import Columns, Found, Limits, Refusal
from app.intake.reading import read
from app.intake.sandbox import Sandbox

TEXT = 'Die Delegation sprach in Genf lange\nüber den „Vertrag“, \\ {[ "a", und nicht nur darüber. '
COUNT = 40


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setattr(streams, "PART_BYTES", 3_000)
    monkeypatch.setattr("app.intake.reading.PART_BYTES", 100)
    with Sandbox(Limits(file_bytes=10_000)) as running:
        yield running


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def csv(encoding: str = "utf-8") -> bytes:
    rows = "".join(f"16.06.2021;taz;Titel {n};{quoted(f'{TEXT}{n} ' * 6)}\n" for n in range(COUNT))
    return ("Auswertung\n\nDatum;Medienname;Titel;Beitrag\n" + rows).encode(encoding)


def jsonl() -> bytes:
    return b"".join(
        json.dumps({"title": f"Titel {n}", "text": f"{TEXT}{n} " * 6}).encode() + b"\n" for n in range(COUNT)
    )


def array(indent: int | None) -> bytes:
    rows = [{"title": f"Titel {n}", "text": f"{TEXT}{n} " * 6, "tags": ["a\\", "b"]} for n in range(COUNT)]
    return json.dumps(rows, indent=indent, ensure_ascii=False).encode()


def mbox() -> bytes:
    head = "From a@b.example Wed Jun 16 10:30:00 2021\nFrom: Blatt <a@blatt.example>\nDate: Wed, 16 Jun 2021 10:30:00 +0200\n"  # noqa: E501
    return "".join(
        f"{head}Subject: Titel {n}\nContent-Type: text/plain; charset=utf-8\n\n{f'{TEXT}{n} ' * 6}\n\n"
        for n in range(COUNT)
    ).encode()


@pytest.mark.parametrize(
    ("name", "data", "last"),
    [
        ("a.csv", csv(), "row 43"),
        ("a.csv", csv("utf-16"), "row 43"),
        ("a.csv.gz", gzip.compress(csv()), "row 43"),
        ("a.jsonl", jsonl(), "line 40"),
        ("a.json", array(None), "line 40"),
        ("a.json", array(2), "line 40"),
        ("a.mbox", mbox(), "message 40"),
    ],
)
def test_no_record_is_lost(name: str, data: bytes, last: str, sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    items = list(read(name, tmp_path / name, sandbox=sandbox))
    found = [item for item in items if isinstance(item, Found)]
    assert not [item for item in items if isinstance(item, Refusal)]
    assert [item.draft.title for item in found] == [f"Titel {n}" for n in range(COUNT)]
    assert all(" ".join(TEXT.split())[:60] in " ".join(item.draft.text.split()) for item in found)
    assert found[-1].name == f"{name.removesuffix('.gz')} ({last})"
    assert sum(isinstance(item, Columns) for item in items) <= 1


def test_other_large_files_are_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 500, "utf-8")
    assert [getattr(item, "code", "") for item in read("a.txt", tmp_path / "a.txt", sandbox=sandbox)] == ["too-large"]


def test_one_enormous_record_never_stops_the_others(sandbox: Sandbox, tmp_path: Path) -> None:
    rows = [{"text": "kurz und gut, ein Satz."}, {"text": "a" * 50_000}, {"text": "Ende, noch ein Satz."}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    kinds = [type(item) for item in read("a.jsonl", tmp_path / "a.jsonl", sandbox=sandbox)]
    assert kinds.count(Found) == 2
    assert Refusal in kinds
