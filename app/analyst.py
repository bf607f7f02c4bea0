"""Analyses, stores and compares: article after article of the summit, each in its turn.

The language service may run ahead in processes of its own; what it found is stored and compared one article at a time,
in the order in which the articles came, so that the result is the same with any number of processes.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Protocol, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app.actions.analyses import store_again, store_analysis
from app.actions.articles import read_both, set_status, summit_of
from app.actions.comparisons import compare_article
from app.actions.event_topics import are_due, make_topics
from app.actions.headlines import await_headline, unread_headline
from app.actions.offers import search_again, settled, unsettled
from app.actions.rework import is_behind, leave_behind, next_behind
from app.actions.sentence_index import renew_damping
from app.actions.turns import QUEUED, WAITING, Turn, next_waiting, read_waiting, show_begun, take_up
from app.db import session_scope
from app.nlp.pool import CannotStart, Closed, Died, NotAnalysed, TooLong
from app.nlp.types import Analysis, Headline
from app.precedence import let_pass
from app.revisions import of_summit

ATTEMPTS = 3  # so often may storing a text end the whole process (out of memory, a crash in C) before it is given up
PAUSE_SECONDS = 0.01  # between articles that catch up, so that those waiting to be analysed get their turn

FAILED = "analysis-failed"  # codes: templates/partials/article.html has the sentences
DEADLY = "analysis-ended"
LATE = "analysis-late"

T = TypeVar("T")
log = logging.getLogger("gipfelspiegel.worker")


class LanguageService(Protocol):
    """What analyses: this process, or a pool of others. ``size``: how many articles it can have in hand at once."""

    size: int

    def article(self, text: str, title: str | None) -> Analysis:
        """The analysis of an article."""

    def headline(self, title: str, analysis: Analysis) -> Headline:
        """What the headline of an analysed text has."""

    def ahead(self, text: str, title: str | None) -> "Future[Analysis]":
        """An analysis to be asked for later."""


class Here:
    """The language service in this process, without a limit of time: for commands that somebody sits before.

    Loads it at once (OSError where it cannot be), so that a broken installation fails no article.
    """

    size = 1

    def __init__(self) -> None:
        self.article("Der Minister sprach in Genf.", "Minister: „Gut so“")  # some parts load when first used

    def article(self, text: str, title: str | None) -> Analysis:
        """The analysis of an article."""
        from app.nlp.headlines import analyse_article  # slow to load, and a worker has it in other processes

        return analyse_article(text, title)

    def headline(self, title: str, analysis: Analysis) -> Headline:
        """What the headline of an analysed text has."""
        from app.nlp.headlines import analyse_headline

        return analyse_headline(title, analysis)

    def ahead(self, text: str, title: str | None) -> "Future[Analysis]":
        """The same as ``article``: nothing runs ahead of one process."""
        done: Future[Analysis] = Future()
        try:
            done.set_result(self.article(text, title))
        except Exception as error:
            done.set_exception(error)
        return done


class Turns:
    """Lets one at a time store and compare: first what somebody waits for, else in the order of coming."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[bool, int]] = []
        self._numbers = count()
        self._taken = False

    @contextmanager
    def taken(self, *, awaited: bool = False) -> Iterator[None]:
        """Wait for the turn and have it as long as the block lasts."""
        self.take(awaited=awaited)
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()

    def take(self, *, awaited: bool = False, timeout: float | None = None) -> bool:
        """Have the turn for good; False where it did not come in ``timeout`` seconds."""
        with self._changed:
            mine = (not awaited, next(self._numbers))
            heappush(self._waiting, mine)
            if not self._changed.wait_for(lambda: not self._taken and self._waiting[0] == mine, timeout):
                self._waiting.remove(mine)
                self._waiting.sort()
                return False
            heappop(self._waiting)
            self._taken = True
            return True


class Analyst:
    """Takes articles from waiting to ready. May be shared by threads.

    ``service`` analyses; without one, this process does. OperationalError is worth another try, wherever it comes from.
    """

    def __init__(self, engine: Engine, service: LanguageService | None = None) -> None:
        self.engine = engine
        self.service = service or Here()
        self.turns = Turns()
        self._going_through = threading.Lock()
        self._begun: set[int] = set()
        self._ahead: dict[int, tuple[Turn, Future[Analysis]]] = {}

    def work(self, article_id: int) -> None:
        """From text to stored analysis, for an article that somebody waits for; or read its edited headline.

        No session is open and nobody's turn taken while the analysis runs. What cannot be analysed ends as ``failed``.
        """
        with self._writing(article_id) as session:
            turn = show_begun(session, article_id)
            behind = turn is None and is_behind(session, article_id)
        if behind:
            self._catch_up_with(article_id, awaited=True)
        elif turn is not None:
            self._finish(article_id, turn, self.service.ahead(turn.text, turn.title), awaited=True)

    def work_through(self) -> None:
        """Everything that waits, in its order, until nothing does. May be cut off anywhere and called again."""
        with self._going_through:
            while self._look_ahead():
                first = next(iter(self._ahead))
                self._finish(first, *self._ahead[first])
                del self._ahead[first]  # not before: where the database cannot be reached, it is the first next time

    def _look_ahead(self) -> bool:
        """Have the next articles analysed, as many as the service can have in hand; False where none waits."""
        with session_scope(self.engine) as session:
            coming = [one for one in next_waiting(session, 2 * self.service.size - 1) if one not in self._ahead]
            turns = [(article_id, read_waiting(session, article_id)) for article_id in coming]
        for article_id, turn in turns:
            if turn is not None:
                self._ahead[article_id] = turn, self.service.ahead(turn.text, turn.title)
        return bool(self._ahead)

    def catch_up(self, summit_id: int) -> None:
        """Make a summit's own topics anew where it has grown enough; bring every article that is behind up to date.

        One after the other, others in between. May be cut off anywhere: what is done is no longer behind.
        """
        self._change(summit_id, make_topics)
        while (article_id := self._change(summit_id, next_behind)) is not None:
            self._catch_up_with(article_id)
            let_pass(self.engine)
            time.sleep(PAUSE_SECONDS)

    def _change(self, summit_id: int, change: Callable[[Session, int], T]) -> T:
        """Change something about a summit, in its turn and in one transaction."""
        let_pass(self.engine)
        with (
            self.turns.taken(),
            session_scope(self.engine, write=True) as session,
            of_summit(session, summit_id),
        ):
            return change(session, summit_id)

    def _finish(self, article_id: int, read: Turn, found: "Future[Analysis]", *, awaited: bool = False) -> None:
        """Store and compare what the language service finds, once it is the article's turn."""
        analysis, problem = self._outcome(article_id, found.result)
        let_pass(self.engine)
        with self.turns.taken(awaited=awaited):
            with self._writing(article_id) as session:
                if article_id in self._begun:  # its turn came before, but the database could not be reached
                    turn = read_waiting(session, article_id)
                else:
                    turn = take_up(session, article_id, WAITING if awaited else QUEUED)
            if turn is None:  # it has gone, or somebody else was faster
                return
            self._begun.add(article_id)
            if turn.attempts > ATTEMPTS:
                problem = DEADLY
            elif turn.title != read.title:  # edited meanwhile: what was found in the old headline is of no use
                analysis, problem = self._outcome(article_id, lambda: self.service.article(turn.text, turn.title))
            late = False
            if analysis is not None and problem is None:
                late, problem = self._store(article_id, analysis)
            if problem is not None:
                self.give_up(article_id, problem)
            self._begun.discard(article_id)
        if late:
            self._catch_up_with(article_id, awaited=awaited)
        self._grow(article_id)

    def _grow(self, article_id: int) -> None:
        """Where its summit has grown enough with an article: make the topics of its own anew, and have all follow."""
        with session_scope(self.engine) as session:
            summit_id = summit_of(session, article_id)
            due = summit_id is not None and are_due(session, summit_id)
        if summit_id is None or not due:
            return
        try:
            self.catch_up(summit_id)
        except (OperationalError, CannotStart, Closed):
            raise
        except Exception:  # the article is stored all the same
            log.exception("The topics of summit %d could not be made.", summit_id)

    def _outcome(self, article_id: int, found: Callable[[], Analysis]) -> tuple[Analysis | None, str | None]:
        """The analysis, or the code of why there is none."""
        try:
            return found(), None
        except (CannotStart, Closed):
            raise
        except TooLong:
            log.warning("The analysis of article %d took too long and was ended.", article_id)
            return None, LATE
        except Died as died:
            log.warning("The analysis of article %d ended its process: %s.", article_id, died)
            return None, DEADLY
        except NotAnalysed as problem:
            log.warning("Article %d could not be analysed: %s", article_id, problem)
            return None, FAILED
        except Exception:
            log.exception("Article %d could not be analysed.", article_id)
            return None, FAILED

    def _store(self, article_id: int, analysis: Analysis) -> tuple[bool, str | None]:
        """Keep an analysis. Was the headline edited while it was made? And the code of why it could not be kept."""
        try:
            with self._writing(article_id) as session:
                store_analysis(session, article_id, analysis)
                compare_article(session, article_id, settle=False)
                late = await_headline(session, article_id)
            self._settle(article_id)
            return late, None
        except OperationalError:
            raise
        except Exception:
            log.exception("What was found in article %d could not be stored.", article_id)
            return False, FAILED

    def _settle(self, article_id: int) -> None:
        """Where the words of its summit are to be weighed anew: search all with them, a transaction each."""
        with session_scope(self.engine) as session:
            summit_id = summit_of(session, article_id)
            ids = unsettled(session, summit_id) if summit_id is not None else None
        if summit_id is None or ids is None:
            return
        steps = [partial(search_again, article_id=id_) for id_ in ids]
        for step in (partial(renew_damping, summit_id=summit_id), *steps, partial(settled, summit_id=summit_id)):
            let_pass(self.engine)
            with session_scope(self.engine, write=True) as session, of_summit(session, summit_id):
                step(session)

    def _catch_up_with(self, article_id: int, *, awaited: bool = False) -> None:
        try:
            self._follow(article_id, awaited=awaited)
        except (OperationalError, CannotStart, Closed):
            raise
        except Exception:
            log.exception("Article %d could not follow the corrections.", article_id)
            with self._writing(article_id) as session:
                leave_behind(session, article_id)

    def _follow(self, article_id: int, *, awaited: bool = False) -> None:
        """Put an article's marks right, and read its headline if it is new; analyse what no analysis was kept of."""
        with session_scope(self.engine) as session:
            unread = unread_headline(session, article_id)
        headline = self.service.headline(unread.title, unread.analysis) if unread else None
        with self.turns.taken(awaited=awaited), self._writing(article_id) as session:
            if store_again(session, article_id, tag=True, headline=headline):
                return
            found = read_both(session, article_id)
        if found is None:
            return
        analysis = self.service.article(*found)
        with self.turns.taken(awaited=awaited):
            late, problem = self._store(article_id, analysis)
        if problem is not None:
            raise NotAnalysed(problem)  # it is left behind
        if late:
            self._follow(article_id, awaited=awaited)

    def give_up(self, article_id: int, reason: str) -> None:
        """Mark the article as failed; the code of the reason becomes a sentence where it is shown."""
        with self._writing(article_id) as session:
            set_status(session, article_id, "failed", reason)

    @contextmanager
    def _writing(self, article_id: int) -> Iterator[Session]:
        """The one place where something about an article is stored: it shows on pages of its summit alone."""
        with session_scope(self.engine, write=True) as session, of_summit(session, summit_of(session, article_id)):
            yield session
