"""The press review for a mail: plain text in lines of 72 characters, or Markdown."""

import re
import textwrap
from collections.abc import Iterator

from app.exports.press_review import Entry, PrintedReview

WIDTH = 72
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#+!|~-]|(?<=\d)[.)])")  # that may mean something in Markdown


def plain_text(review: PrintedReview) -> bytes:
    """UTF-8, lines ended as mails end them."""
    lines = [review.title.upper(), "=" * min(WIDTH, len(review.title)), ""]
    lines += [review.notice, ""] if review.notice else []
    for label, value in review.cover:
        lines += _wrapped(f"{label}: {value}", "  ")
    lines += ["", *_wrapped(review.note)] if review.note else []
    for section in review.sections:
        lines += ["", "", section.title, "-" * min(WIDTH, len(section.title))]
        for entry in section.entries:
            lines += ["", *_plain_entry(entry, review)]
    for name, told in (("method", review.method), ("rights", review.rights)):
        lines += ["", "", review.words[name], "-" * len(review.words[name])]
        for line in told:
            lines += _wrapped(line)
    return ("\r\n".join(lines) + "\r\n").encode()


def _plain_entry(entry: Entry, review: PrintedReview) -> Iterator[str]:
    yield from _wrapped(f"{entry.number}. {entry.heading}")
    yield from _wrapped(" · ".join(entry.facts))
    yield from _wrapped(f"{entry.speaker}:") if entry.speaker else ()
    yield from _wrapped(entry.excerpt, "  ", "  ") if entry.excerpt else ()
    for quote in entry.quotes:
        yield from _wrapped(f"{quote.text} – {quote.speaker}", "  ", "  ")
    for paragraph in entry.whole:
        yield ""
        yield from _wrapped(paragraph)
    yield from _wrapped(f"{review.words['note']}: {entry.note}") if entry.note else ()
    yield from _wrapped(" · ".join(entry.remarks)) if entry.remarks else ()
    yield from (address for address in (entry.link, entry.sentence[1]) if address)


def _wrapped(text: str, further: str = "", first: str = "") -> list[str]:
    return [
        line
        for part in text.split("\n")
        for line in textwrap.wrap(
            part, WIDTH, initial_indent=first, subsequent_indent=further, break_long_words=False, break_on_hyphens=False
        )
    ]


def markdown(review: PrintedReview) -> bytes:
    """CommonMark in UTF-8."""
    parts = [f"# {_escaped(review.title)}"]
    parts += [f"**{_escaped(review.notice)}**"] if review.notice else []
    parts.append("\n".join(f"- {_escaped(label)}: {_escaped(value)}" for label, value in review.cover))
    parts += [_escaped(review.note)] if review.note else []
    for section in review.sections:
        parts.append(f"## {_escaped(section.title)}")
        for entry in section.entries:
            parts += _marked_entry(entry, review)
    for name, told in (("method", review.method), ("rights", review.rights)):
        parts += [f"## {_escaped(review.words[name])}", "\n".join(f"- {_escaped(line)}" for line in told)]
    return ("\n\n".join(parts) + "\n").encode()


def _marked_entry(entry: Entry, review: PrintedReview) -> Iterator[str]:
    yield f"### {_escaped(entry.heading)}"
    yield _escaped(" · ".join(entry.facts))
    yield from [f"**{_escaped(entry.speaker)}:**"] if entry.speaker else []
    yield from [f"> {_escaped(entry.excerpt)}"] if entry.excerpt else []
    yield from (f"> {_escaped(quote.text)} – {_escaped(quote.speaker)}" for quote in entry.quotes)
    yield from map(_escaped, entry.whole)
    if entry.note:
        yield f"*{_escaped(review.words['note'])}:* {_escaped(entry.note)}"
    yield from [_escaped(" · ".join(entry.remarks))] if entry.remarks else []
    leads = [(review.words["outlet"], entry.link), entry.sentence]
    links = [f"[{_escaped(words)}](<{address}>)" for words, address in leads if address]
    yield from [" · ".join(links)] if links else []


def _escaped(text: str) -> str:
    """Text that means nothing but itself; line breaks stay."""
    return _SIGNS.sub(r"\\\1", text).replace("\n", "  \n")
