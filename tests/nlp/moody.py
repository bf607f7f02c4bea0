"""A child process for tests, with a language service that does what a text tells it to, and else finds nothing.

``haengt`` hangs, in a way in which no thread of Python's runs any more; ``stirbt`` ends the process as the system does
when memory is short; ``kaputt`` raises; ``gross`` takes memory and keeps it; ``langsam`` takes its time.
"""

import os
import re
import signal
import sys
import time
from multiprocessing.connection import Connection

from app.nlp.child import serve
from app.nlp.types import Analysis, Headline

kept: list[bytes] = []


def obey(text: str) -> None:
    if "haengt" in text:
        re.match(r"(a+)+$", "a" * 60 + "b")
    elif "stirbt" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    elif "kaputt" in text:
        raise ValueError("no idea")
    elif "gross" in text:
        kept.append(b"x" * 300_000_000)
    elif "langsam" in text:
        time.sleep(0.3)


def article(text: str, title: str | None) -> Analysis:
    obey(text)
    return Analysis(str(os.getpid()), None, len(text.split()), (), (), (), (), (), headline=title and Headline(title))


def headline(title: str, _analysis: Analysis) -> Headline:
    obey(title)
    return Headline(title)


if __name__ == "__main__":
    serve(Connection(int(sys.argv[-1])), {"article": article, "headline": headline})
