"""robots.txt as RFC 9309 has it: the group of our name (or ``*``), the longest rule that fits, allowed where equal.

Python's own ``urllib.robotparser`` knows no wildcards, and matching them by regular expressions lets a hostile file
keep us busy; here every rule costs one pass over the path.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

MAX_CHARS = 500_000
MAX_RULES = 5_000


@dataclass(slots=True)
class _Group:
    agents: set[str] = field(default_factory=set)
    rules: list[tuple[bool, str]] = field(default_factory=list)


def allows(robots: str, agent: str, url: str) -> bool:
    """May ``agent`` (its bare name, "gipfelspiegel") read this address, by this robots.txt?"""
    groups = list(_groups(robots[:MAX_CHARS]))
    name = agent.lower()
    chosen = [group for group in groups if any(one != "*" and one in name for one in group.agents)]
    chosen = chosen or [group for group in groups if "*" in group.agents]
    parts = urlsplit(url)
    path = _same(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    best, allowed = -1, True
    for allow, rule in (rule for group in chosen for rule in group.rules[:MAX_RULES]):
        if len(rule) >= best and _fits(rule, path) and (len(rule) > best or allow):
            best, allowed = len(rule), allow
    return allowed


def _groups(robots: str) -> Iterator[_Group]:
    group = _Group()
    for line in robots.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if group.rules:
                yield group
                group = _Group()
            group.agents.add(value.lower())
        elif key in {"allow", "disallow"} and group.agents:
            if value:
                group.rules.append((key == "allow", _same(value)))
            elif not group.rules:
                group.rules.append((True, ""))  # "Disallow:" alone ends the names and forbids nothing
    if group.agents:
        yield group


def _same(path: str) -> str:
    """A path in one spelling, however its letters are escaped."""
    return quote(unquote(path), safe="/*$?&=:;,+!()@~'%")


def _fits(rule: str, path: str) -> bool:
    """Does a rule with ``*`` and a final ``$`` fit the beginning of a path? One pass, each piece at its first place."""
    whole = rule.endswith("$")
    first, *pieces = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    if not pieces:
        return not whole or place == len(path)
    for piece in pieces[:-1]:
        place = path.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    last = pieces[-1]
    return path.endswith(last) and len(path) - len(last) >= place if whole else path.find(last, place) >= 0
