"""The command line: ``gipfelspiegel COMMAND``. Exit status 0, 1 (the work failed) or 2 (wrong use).

spaCy and the web are imported by the commands that need them only, so that every other command starts at once.
"""

import json
import logging
import os
import signal
import sys
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app.actions.addresses import Unknown
from app.actions.arrivals import add_articles, finish_summit
from app.actions.articles import requeue
from app.actions.backups import BackupError
from app.actions.backups import backup as save_copy
from app.actions.backups import restore as put_back
from app.actions.seeds import DEMO, SEEDS, begin_folder, read_folder
from app.actions.summit_edits import new_summit, restore_summit
from app.actions.summit_files import Unusable, begin_summit, read_file
from app.actions.summits import known_outlets
from app.actions.turns import waiting_in
from app.db import make_engine, session_scope
from app.failures import Failure, Misuse
from app.ingest import add, summary, understood
from app.intake.drafts import ArticleDraft, IntakeError, decode, make_draft
from app.intake.items import Found, Read, Refusal
from app.jobs import enqueue_round
from app.measures import score, train
from app.pieces import in_pieces
from app.queries.summits import summits_page
from app.settings import ROOT, Settings, get_settings

program = typer.Typer(
    name="gipfelspiegel",
    help="How the press covers a summit, side by side. Settings come from the environment: DATABASE_URL, HOST, PORT.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

SummitOption = Annotated[str, typer.Option("--summit", metavar="SLUG", help="The summit, as in its address.")]

ProcessesOption = Annotated[
    int | None, typer.Option(min=1, max=64, metavar="N", help="Processes that analyse at once; PROCESSES, else 1 or 2.")
]


@program.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; HOST, else 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; PORT, else 8000.")] = None,
    reload: Annotated[bool, typer.Option("--reload", help="Start again whenever a file changes.")] = False,
    worker: Annotated[bool, typer.Option(help="Also run the worker that analyses articles.")] = True,
    processes: ProcessesOption = None,
) -> None:
    """Start the dashboard: the web server and, beside it, the worker. Ctrl-C ends both."""
    for name, value in (("HOST", host), ("PORT", port), ("PROCESSES", processes)):
        if value is not None:  # the same settings, spelt otherwise; the worker and a reloaded server read them too
            os.environ[name] = str(value)
    get_settings.cache_clear()
    settings = get_settings()
    _database(settings).dispose()
    from app.serve import CannotServe
    from app.serve import serve as run

    try:
        run(settings, worker=worker, reload=reload)
    except CannotServe as refused:
        raise Failure(str(refused)) from refused


@program.command()
def worker(
    name: Annotated[str, typer.Option(help="Its name, where several workers share one PostgreSQL database.")] = "local",
    processes: ProcessesOption = None,
    supervised: Annotated[bool, typer.Option("--supervised", hidden=True)] = False,
) -> None:
    """Analyse articles as they arrive, until Ctrl-C. `serve` starts one by itself."""
    settings = get_settings()
    _database(settings).dispose()
    from app.worker import run_worker

    well = run_worker(settings, name, processes=processes or settings.processes, supervised=supervised)
    logging.shutdown()
    # Analyses still in line wait in their threads; whatever is cut off here is begun anew next time.
    os._exit(0 if well else 1)


@program.command()
def seed(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder with a manifest.toml.")] = SEEDS,
    demo: Annotated[bool, typer.Option("--demo", help="The shipped invented summit, some sixty articles.")] = False,
) -> None:
    """Load the articles of a folder and analyse them. Loading them again changes nothing.

    Without a folder, the five articles about Geneva; with --demo, an invented summit in Bregenz.
    """
    if demo and folder != SEEDS:
        raise Misuse("Give a folder or --demo, not both.")
    engine = _database(get_settings())
    found = read_folder(SEEDS / DEMO if demo else folder)
    with session_scope(engine, write=True) as session:
        if demo:
            restore_summit(session, DEMO)
        summit_id = begin_folder(session, found)
    if summit_id is None:
        return
    _store(engine, summit_id, found.drafts)
    with session_scope(engine) as session:
        waiting = waiting_in(session, summit_id)
    from app.analyst import Analyst

    print(f"Analysing {len(waiting)} articles ...", flush=True)
    analyst = Analyst(engine)
    for article_id in waiting:
        analyst.work(article_id)


@program.command()
def summit(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called.")],
    place: Annotated[str, typer.Option(help="Where it takes place.")] = "",
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="Its first day, like 2023-11-30.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="Its last day, if it has several.")] = "",
) -> None:
    """Make a summit: a meeting, or any event that several sources report on.

    Prints its slug, which other commands take as --summit, and its address in the browser. A slug that is taken gets
    a number.
    """
    settings = get_settings()
    try:
        with session_scope(_database(settings), write=True) as session:
            slug = new_summit(session, name, place, first, last)
    except IntakeError as problem:
        raise Misuse(str(problem)) from problem
    print(slug, f"{settings.address}/summits/{slug}")


@program.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(exists=True, metavar="PATH", help="Files, archives, or folders.")],
    summit: SummitOption = "",
    source: Annotated[str, typer.Option(metavar="NAME", help="The outlet of all of them; otherwise detected.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Add everything without asking.")] = False,
) -> None:
    """Add articles from text, HTML, PDF, Word, OpenDocument, RTF, mail, CSV or JSON files, ZIP archives and folders.

    At a terminal, what was understood is listed and asked about once. The worker analyses what is added; an article
    that is there already is left alone.
    """
    settings = get_settings()
    engine = _database(settings)
    with session_scope(engine) as session:
        slug = _summit(session, summit)
        known = known_outlets(session)
    items: Iterable[Found | Refusal | Read] = understood(paths, settings, known, source)
    if not yes and sys.stdin.isatty():  # only who is asked needs all of them at once
        items = list(items)
        found = [item for item in items if isinstance(item, Found)]
        for one in found:
            print(summary(one))
        if found and not typer.confirm(f"Add {len(found)} to {slug}?", default=True):
            raise Failure("Nothing was added.")
    added, same, refused = add(engine, slug, items, partial(enqueue_round, settings))
    print(f"{added} added, {same} already there, {refused} not added.")
    if refused:
        raise Failure(f"{refused} could not be added.")


@program.command()
def analyse(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text file; - reads standard input.")],
    title: Annotated[str, typer.Option(metavar="HEADLINE", help="Its headline, which is not part of the text.")] = "",
) -> None:
    """Print what the language service finds in a text and its headline, as JSON, without storing anything."""
    draft = _text_of(file)
    from app.nlp.headlines import analyse_article
    from app.queries.documents import analysis_document

    document = analysis_document(
        draft.text, analyse_article(draft.text, title or draft.title), None if file == "-" else Path(file).name
    )
    sys.stdout.buffer.write(json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n")


@program.command()
def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text file; - reads standard input.")],
    layer: Annotated[str, typer.Option(help="Only these: mention, quotation, figure, topic or warning.")] = "",
) -> None:
    """Print why each mark of a text is there: which rule, word and score spoke. Stores nothing."""
    text = _text_of(file).text
    from app.nlp.explanation import explain
    from app.nlp.layers import LAYERS

    if layer and layer not in LAYERS:
        raise Misuse(f"There is no layer {layer!r}; there are {', '.join(LAYERS)}.")
    for mark in explain(text):
        if layer in ("", mark.layer):
            words = " ".join(text[mark.start : mark.end].split())
            print(f"{mark.start}-{mark.end} {mark.layer}: {mark.says}\n    „{words}“")
            print("".join(f"    {reason}\n" for reason in mark.reasons), end="")


def _text_of(file: str) -> ArticleDraft:
    """What is in a text file, or comes from standard input. Raises Misuse or Failure with a sentence."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        text, notes = decode(data)
        return make_draft(text, max_chars=get_settings().max_text_chars, notes=notes)
    except OSError as problem:
        raise Misuse(f"{file} cannot be read: {problem.strerror}") from problem
    except IntakeError as problem:
        raise Failure(f"{file}: {problem}") from problem


@program.command()
def reanalyse(summit: SummitOption = "") -> None:
    """Analyse all articles again (or one summit's), for example after a change to the lexicon."""
    settings = get_settings()
    engine = _database(settings)
    with session_scope(engine, write=True) as session:
        ids = requeue(session, _summit(session, summit) if summit else None)
    enqueue_round(settings, len(ids))
    print(f"{len(ids)} articles wait for the worker; until then they show what is known of them now.")


@program.command()
def export(
    summit: Annotated[str, typer.Argument(metavar="SUMMIT", help="The summit, as in its address.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new file.")],
    part: Annotated[
        str,
        typer.Option("--only", metavar="NAME", help="Of a press review the folder, of .csv or .xlsx the table."),
    ] = "",
    rights: Annotated[
        str, typer.Option(help="Of an edition or press review: excerpts, in-house, licensed or own.")
    ] = "excerpts",
    may_give_whole: Annotated[bool, typer.Option("--whole", help="I may give whole texts in this file.")] = False,
    readers: Annotated[str, typer.Option(help="in-house: the circle of readers.")] = "",
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="in-house: to be deleted on.")] = None,
    licences: Annotated[
        list[str] | None, typer.Option("--licence", help='licensed: "Outlet=licence", once each.')
    ] = None,
) -> None:
    """Write a summit to a file, by the file's ending.

    .json (or no ending): all of it, to be imported elsewhere: its articles, what is known about them, and every
    correction. .docx, .pdf, .html, .txt, .md: a press review of a folder, or of all its articles, with short excerpts
    and quotations. .zip: an edition, static pages with the data. .csv: one table (articles). .xlsx: all tables, a sheet
    each.
    """
    from app.exports.rights import Mode, Terms
    from app.summit_exports import WRITERS

    write = WRITERS.get(file.suffix.lower() or ".json")
    if write is None:
        raise Misuse(f"Files ending in “{file.suffix}” are not written. There are: {', '.join(WRITERS)}.")
    if rights not in list(Mode):
        raise Misuse(f"There is no “{rights}”. There are: {', '.join(Mode)}.")
    named = dict(one.partition("=")[::2] for one in licences or ())
    terms = Terms(Mode(rights), may_give_whole, readers, until.date() if until else None, named)
    engine = _database(get_settings())
    with session_scope(engine) as session:
        data = write(session, _summit(session, summit), part, terms)
    with file.open("xb") as out:  # never over a file that is there
        out.write(data)
    print(f"Written to {file} ({len(data) / 1e6:.1f} MB).")


@program.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, metavar="FILE", help="Written by export: .json, or an edition."),
    ],
) -> None:
    """Bring a summit from such a file, as a new one. The worker analyses its articles; corrections hold at once.

    If it is cut off, the summit stays out of sight, and the same command goes on with it.
    """
    settings = get_settings()
    engine = _database(settings)
    try:
        found = read_file(file.read_bytes(), max_chars=settings.max_text_chars)
        with session_scope(engine, write=True) as session:
            summit_id = begin_summit(session, found)
    except Unusable as unusable:
        raise Failure(str(unusable)) from unusable
    slug = _store(engine, summit_id, found.drafts)
    enqueue_round(settings, len(found.drafts))
    print(f"Brought as /summits/{slug} with {len(found.drafts)} articles, which wait for the worker.")


@program.command()
def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="The new file.")]) -> None:
    """Save the whole database to a file, checked, while the program runs (SQLite)."""
    save_copy(get_settings().database_url, file)
    print(f"Saved to {file} ({file.stat().st_size / 1e6:.1f} MB).")


@program.command()
def restore(file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `backup` wrote.")]) -> None:
    """Put a saved database in place of the present one, which is kept beside it (SQLite)."""
    settings = get_settings()
    kept = put_back(settings.database_url, file)
    _migrate()
    print(f"Restored {file}." + (f" What was there before is in {kept}." if kept else ""))


program.command()(train)
program.command()(score)


def _database(settings: Settings) -> Engine:
    """The engine, once it is known that the database is there and has our tables."""
    engine = make_engine(settings.database_url)
    if not inspect(engine).has_table("article"):
        raise Failure("The database has no tables yet. `make run` makes them, or: alembic upgrade head")
    return engine


def _migrate() -> None:
    """A backup may come from an older version: bring its tables up to date."""
    from alembic import command
    from alembic.config import Config

    command.upgrade(Config(toml_file=ROOT / "pyproject.toml"), "head")


def _summit(session: Session, slug: str) -> str:
    """The summit's slug; without one, the only summit's. Raises Misuse with the choices."""
    known = [summit.slug for summit in summits_page(session).summits]
    if not slug and len(known) == 1:
        return known[0]
    if slug not in known:
        choices = ", ".join(known) or "none yet"
        raise Misuse(f"There is no summit “{slug}”." if slug else "Say which summit with --summit.", choices)
    return slug


def _store(engine: Engine, summit_id: int, drafts: tuple[ArticleDraft, ...]) -> str:
    """Store the articles of a summit that has begun, and bring it into sight; its slug."""
    for _ in in_pieces(engine, drafts, lambda session, piece: add_articles(session, summit_id, piece)):
        pass
    with session_scope(engine, write=True) as session:
        return finish_summit(session, summit_id)


def main() -> None:
    """Entry point: failures become one sentence and an exit status, never a traceback."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        program()
    except KeyboardInterrupt:
        raise SystemExit(128 + signal.SIGINT) from None
    except (Misuse, Unknown) as misuse:
        _end(" Summits: ".join(str(part) for part in misuse.args), 2)
    except (Failure, BackupError, IntakeError) as failure:
        _end(str(failure), 1)
    except ValidationError as wrong:
        _end("; ".join(f"{e['loc'][0]}: {e['msg']}" for e in wrong.errors()).replace("Value error, ", ""), 2)
    except OperationalError as problem:
        _end(f"The database cannot be used: {problem.orig}", 1)
    except OSError as problem:
        _end(str(problem), 1)


def _end(sentence: str, status: int) -> None:
    print(f"gipfelspiegel: {sentence}", file=sys.stderr)
    raise SystemExit(status)


if __name__ == "__main__":
    main()
