"""``gipfelspiegel ingest``: files, archives and folders become articles, each told of by its name."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import typer
from sqlalchemy import Engine

from app.actions.article_edits import bring_article
from app.actions.articles import DuplicateArticle
from app.db import session_scope
from app.intake.drafts import IntakeError
from app.intake.items import Address, Found, Item, Limits, Outlet, Read, Refusal
from app.intake.reading import read
from app.intake.sandbox import Sandbox
from app.jobs import SHARE
from app.settings import Settings


def understood(
    paths: list[Path], settings: Settings, known: list[Outlet], source: str
) -> Iterator[Found | Refusal | Read]:
    """All articles in the files and what cannot be read, one at a time, with a bar that moves while they are read."""
    limits = Limits(max_chars=settings.max_text_chars, file_bytes=settings.max_import_bytes)
    with Sandbox(limits) as sandbox:
        items = _items(paths, sandbox, known, settings)
        with typer.progressbar(items, label="Reading", show_pos=True, file=sys.stderr) as moving:
            for item in moving:
                if isinstance(item, Found):
                    yield Found(item.name, replace(item.draft, source=source or item.draft.source))
                elif isinstance(item, (Refusal, Read)):
                    yield item


def _items(paths: list[Path], sandbox: Sandbox, known: list[Outlet], settings: Settings) -> Iterator[Item]:
    """What the files hold; the entries of a saved feed are fetched, unless FETCH is off."""
    from app.intake.fetching import Fetcher, read_address

    fetcher = Fetcher(allowed=settings.fetch)
    for path in paths:
        for item in read(path.name, path, known=known, sandbox=sandbox):
            if isinstance(item, Address):
                yield from read_address(item.url, fetcher, known=known, sandbox=sandbox)
            else:
                yield item


def summary(item: Found) -> str:
    """One line of what was understood: headline, outlet, day, words, warnings."""
    draft = item.draft
    told = (draft.title or "no headline", draft.source or "no outlet", draft.published and draft.published.text)
    warned = ", ".join(dict.fromkeys(warning.code for warning in draft.warnings))
    parts = [*told[:2], told[2] or "no date", f"{draft.words} words", *([f"look at: {warned}"] if warned else [])]
    return f"{item.name}: {' · '.join(parts)}"


def add(
    engine: Engine, summit: str, items: Iterable[Found | Refusal | Read], call_worker: Callable[[int], None]
) -> tuple[int, int, int]:
    """Store each by itself, so that none stops the others: how many were added, were there already, were not added.

    At the end it is told how many words of a file are in its texts, where its reader may not have taken all of them.

    The worker is called to every hundred: whatever becomes of us, it knows of most of what is stored.
    """
    added = called = same = refused = 0
    words: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for item in items:
        if isinstance(item, Read):
            words[item.name] += item.words
            continue
        if isinstance(item, Refusal):
            refused += 1
            print(f"{item.name}: not added. {item.sentence}", file=sys.stderr)
            continue
        taken[item.name.rpartition(" (")[0] if item.name.endswith(")") else item.name] += item.draft.words
        if added - called >= SHARE:
            call_worker(added - called)
            called = added
        try:
            with session_scope(engine, write=True) as session:
                number = bring_article(session, summit, item.draft)
            added += 1
            print(f"{item.name}: added as article {number}")
        except DuplicateArticle as there:
            same += 1
            print(f"{item.name}: already there as article {there.article_id}")
        except IntakeError as problem:
            refused += 1
            print(f"{item.name}: not added. {problem}", file=sys.stderr)
    for name, number in words.items():
        print(f"{name}: {taken[name]} of its {number} words are in these texts")
    call_worker(added - called)
    return added, same, refused
