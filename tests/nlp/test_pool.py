"""The language service in other processes: no text stops or ends it for others, and none of them stays behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from app.nlp import pool
from app.nlp.headlines import analyse_article, analyse_headline
from app.nlp.pool import CannotStart, Closed, Died, NotAnalysed, Pool, TooLong
from app.settings import ROOT

MOODY = (sys.executable, "-m", "tests.nlp.moody")


@pytest.fixture
def one() -> Iterator[Pool]:
    with Pool(1, MOODY) as found:
        yield found


def process_of(found: Pool) -> int:
    """The process that answers. The moody one says which it is."""
    return int(found.article("Ein Satz.", None).pipeline)


def test_finds_what_this_process_would_find() -> None:
    text, title = sorted((ROOT / "seeds").glob("*.txt"))[0].read_text("utf-8"), "Biden trifft Putin in Genf"
    with Pool(1) as found:
        assert found.article(text, title) == analyse_article(text, title)
        assert found.headline("Putin reist ab", analyse_article(text, None)) == analyse_headline(
            "Putin reist ab", analyse_article(text, None)
        )


def test_one_process_answers_again_and_again(one: Pool) -> None:
    assert process_of(one) == process_of(one)


def test_a_text_that_hangs_is_ended_and_the_next_is_analysed(one: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    first = process_of(one)
    monkeypatch.setattr(pool, "SECONDS", 0.5)
    with pytest.raises(TooLong):
        one.article("Das haengt.", None)
    with pytest.raises(TooLong):
        one.headline("Das haengt.", one.article("Gut.", None))
    assert process_of(one) != first
    assert not psutil.pid_exists(first)


def test_a_longer_text_may_take_longer() -> None:
    assert pool.seconds_for(500_000) > pool.seconds_for(3_000) > pool.SECONDS


def test_a_text_that_ends_every_process_is_given_up_and_the_next_is_analysed(one: Pool) -> None:
    with pytest.raises(Died):
        one.article("Er stirbt.", None)
    assert one.article("Gut.", None).words == 1


def test_a_process_that_somebody_else_ended_is_replaced_unnoticed(one: Pool) -> None:
    first = process_of(one)
    os.kill(first, signal.SIGKILL)
    assert process_of(one) != first
    waiting = one.ahead("Das geht langsam.", None)
    time.sleep(0.1)
    assert one.children[0].process is not None
    one.children[0].process.kill()
    assert waiting.result(30).words == 3


def test_a_text_at_which_it_raises_costs_no_process(one: Pool) -> None:
    first = process_of(one)
    with pytest.raises(NotAnalysed, match="no idea"):
        one.article("Das ist kaputt.", None)
    assert process_of(one) == first


def test_a_process_that_has_grown_is_replaced(one: Pool) -> None:
    first = process_of(one)
    assert one.article("Das ist gross.", None).words == 3
    assert process_of(one) != first


def test_while_one_text_hangs_another_process_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pool(2, MOODY) as two:
        for text in ("Gut.", "Auch gut."):
            two.article(text, None)
        stuck = two.ahead("Das haengt.", None)
        assert [two.article("Gut.", None).words for _ in range(3)] == [1, 1, 1]
        assert not stuck.done()


def test_a_language_service_that_cannot_be_loaded_is_told_at_once() -> None:
    with pytest.raises(CannotStart):
        Pool(1, (sys.executable, "-c", "import no_such_module")).wait()


def test_closing_ends_the_processes_whatever_they_do() -> None:
    found = Pool(1, MOODY)
    process = psutil.Process(process_of(found))
    stuck = found.ahead("Das haengt.", None)
    time.sleep(0.2)
    found.close()
    with pytest.raises(Closed):
        stuck.result(20)
    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    with pytest.raises((Closed, RuntimeError)):
        found.article("Noch einer.", None)


@pytest.mark.parametrize("doing", ["Gut.", "Das haengt."])
def test_no_process_outlives_one_that_was_killed(doing: str) -> None:
    asked = (
        "import sys, time; from app.nlp import pool; pool.SECONDS = 3.0;"
        f"found = pool.Pool(1, {MOODY!r}); print(found.article('Wer?', None).pipeline, flush=True);"
        f"found.ahead({doing!r}, None); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", asked], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        time.sleep(0.5)
        parent.kill()
    child.wait(20)
