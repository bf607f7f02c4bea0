"""A process that analyses, and nothing else: no database, no queue. ``pool`` starts it, feeds it and replaces it.

Requests and answers are pickled over a socket that is open in these two processes alone: it ends for us when the other
has gone, however it went, and then we end too. Of a text that hangs us (a regular expression holds Python's lock, so no
thread of ours would ever run) an alarm of the system's gets rid: it ends the process, whatever it is doing.
"""

import logging
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

READY = "ready"

Work = Callable[..., Any]
log = logging.getLogger("gipfelspiegel.nlp")


def serve(connection: "Connection[Any, Any]", tasks: dict[str, Work]) -> None:
    """Say ``READY``, then answer one request after the other until nobody asks any more.

    A request is (name of the task, its arguments, seconds it may take); an answer (result, None or the exception's
    sentence, memory that this process holds, in bytes).
    """
    connection.send(READY)
    while True:
        try:
            task, arguments, seconds = connection.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, seconds)
        result, problem = None, None
        try:
            result = tasks[task](*arguments)
        except Exception as error:
            log.exception("A text could not be analysed.")
            problem = repr(error)
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            connection.send((result, problem, memory()))
        except BrokenPipeError:
            return


def memory() -> int:
    """Bytes that this process holds; where the system does not tell, the most that it ever held."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS
    return pages * resource.getpagesize()


def main() -> None:
    """Serve on the socket whose number is the last argument, with the language service loaded."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    from app.nlp.headlines import analyse_article, analyse_headline

    # Not get_pipeline() alone: some parts load when first used.
    analyse_article("Der Minister sprach in Genf.", "Minister: „Gut so“")
    serve(Connection(int(sys.argv[-1])), {"article": analyse_article, "headline": analyse_headline})


if __name__ == "__main__":
    main()
