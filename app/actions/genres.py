"""Of what genre articles are, and whether they belong to the event: by machine, or as people decided."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlmodel import Session

from app.actions.belonging import tell_belonging
from app.actions.records import decisions
from app.actions.tallies import touch
from app.correct.decisions import Decision, OfGenre
from app.correct.machine import unpacked
from app.models import Article, Run
from app.nlp.genre.marks import byline_genre, chosen
from app.nlp.types import Analysis

DECIDED = "decided"


def tell_genre(article: Article, machine: Analysis | None, held: Iterable[Decision]) -> None:
    """Set the columns of an article: the last word of people, else what byline, headline and text tell.

    ``machine`` None: it has not been analysed. Nothing is flushed.
    """
    said = [one for one in held if isinstance(one, OfGenre)]
    if said:
        article.genre, article.genre_status, article.genre_evidence = said[-1].label or "", DECIDED, []
        return
    above = machine.headline if machine and machine.headline and machine.headline.title == article.title else None
    told = chosen(
        [
            ("author", byline_genre(article.author)),
            ("headline", above.genre if above else None),
            ("text", machine.genre if machine else None),
        ]
    )
    article.genre, article.genre_status = (told[1].name, told[1].status) if told else ("", "")
    article.genre_evidence = [{"part": told[0]} | asdict(one) for one in told[1].evidence] if told else []


def tell_article(session: Session, article: Article) -> None:
    """Follow a decision about an article as a whole, or another byline. Its marks stay as they are."""
    assert article.id is not None
    run = session.get(Run, article.id)
    machine = unpacked(run.machine) if run and run.machine else None
    held = decisions(session, article.summit_id, article.id)
    if run is not None:
        tell_genre(article, machine, held)
    session.add(article)
    session.flush()
    touch(session, [article.id])
    tell_belonging(session, article.summit_id, article.id)
