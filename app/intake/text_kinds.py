"""How kinds of plain text are told from each other: lists of addresses, subtitles, transcripts. Needs no library."""

import re

ADDRESS = re.compile(r"https?://[^\s<>\"'|;]{4,2000}", re.I)
TITLE_WORDS = 25  # beside an address on its line: more is prose
FIRST = 600  # seconds: no recording begins with a longer silence, but the times of a live blog are those of a day
_TIME = r"(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,2}):(?P<s>\d\d)(?:[.,]\d{1,3})?"
_SUBTITLE = re.compile(rb"\A\s*(?:WEBVTT\b|\d{1,6}\s*\r?\n\s*\d{1,2}:\d\d:\d\d[,.]\d{1,3}\s*-->)")
# "[00:01:23] Anna Weber: Text", "00:01:23 Text", "(1:23) Text"; "Anna Weber (00:01:23): Text", "Anna Weber  0:12".
_CODED = re.compile(
    rf"\s*(?:[\[(<#]?\s*{_TIME}(?:\s*(?:-->|[-–—])\s*[\d:.,]{{4,13}})?\s*[\])>#]?\s*[-–:|]?)(?:\s+(?P<text>\S.*))?$"
)
_NAMED = re.compile(
    rf"\s*(?P<name>[^\W\d_][^:\n\[\]()<>]{{1,60}}?)\s*(?:[\[(]\s*{_TIME}\s*[\])]\s*:?\s*(?P<text>.*)|[,|–-]?\s*"
    rf"{_TIME.replace('<', '<bare_')}\s*:?\s*)$"
)


def is_link_list(data: bytes) -> bool:
    """Are there only addresses on the lines of a text, each alone or beside a title, or below one?"""
    if b"://" not in data[:10_000]:
        return False
    lines = [line for line in data[:50_000].decode("utf-8", "replace").splitlines() if line.strip()]
    lines = lines[:-1] if len(data) > 50_000 else lines  # which is cut off
    addressed = [line for line in lines if ADDRESS.search(line[:3000])]
    rest = [len(ADDRESS.sub(" ", line[:3000]).split()) for line in lines]
    longest = max(rest, default=0)
    return bool(addressed) and len(addressed) >= len(lines) / 3 and longest <= TITLE_WORDS and (
        len(addressed) > 1 or sum(rest) <= 10)  # fmt: skip


def is_bookmarks(data: bytes) -> bool:
    """Is it the file to which browsers write their bookmarks?"""
    return data[:300].lstrip(b"\xef\xbb\xbf \r\n\t").upper().startswith(b"<!DOCTYPE NETSCAPE-BOOKMARK")


def is_transcript(data: bytes) -> bool:
    """Do many lines of a text begin with a time, or a name and a time?"""
    lines = [line for line in data[:20_000].decode("utf-8", "replace").splitlines() if line.strip()][:60]
    times = [seconds_of(match) for line in lines if (match := coded(line[:300]))]
    return len(times) >= 3 and len(times) >= len(lines) / 5 and times == sorted(times) and times[0] <= FIRST


def is_subtitles(data: bytes) -> bool:
    """Is it a .vtt or .srt?"""
    return _SUBTITLE.match(data[:300].removeprefix(b"\xef\xbb\xbf")) is not None


def coded(line: str) -> re.Match[str] | None:
    """A line that begins with a time of a recording, or a name and a time; not one of a day ("10:30 Uhr: …")."""
    match = _CODED.match(line)
    if match:
        return None if (match["text"] or "").startswith("Uhr") else match
    match = _NAMED.match(line)
    return match if match and is_name(match["name"].strip()) else None


def is_name(line: str) -> bool:
    words = line.split()
    return 1 <= len(words) <= 4 and all(word[:1].isupper() for word in words) and not line.endswith((".", "!", "?"))


def seconds_of(match: re.Match[str]) -> float:
    told = match.groupdict()
    hours, minutes, seconds = (told[unit] or told.get(f"bare_{unit}") or 0 for unit in ("h", "m", "s"))
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)
