"""The layouts that are known: a file of ``rows/`` each, read once. A new layout is a new file and no code.

================ =====================================================================================================
``begin``        a line with which an article begins; its groups are fields, else it is nobody's text
``end``          a line with which an article ends
``needs``        patterns of which each must fit some line of the file, or it is not in this layout
``begin_role``   the same by the role that the file's own marks give a block (app/intake/layouts/blocks.py)
``heads``        the first lines of an article, a pattern each, in order; before it and a blank how often the line may
                 come ("?", "{0,2}?"), or that it only has to follow (">"); groups are fields. The first head that is
                 found counts.
``fields``       lines that tell about the article wherever they stand; groups are fields, lines without groups go
``opens``        the line behind which the text begins
``closes``       the line before which it ends
``tail``         the last lines of the text that tell about the article
``codes``        field by the code at the beginning of a line ("HD", "LP"): the whole article is made of such fields
``examples``     a small file of this layout, with what its articles are
================ =====================================================================================================

Groups and fields: title, source, published, author, page, agency, url, lead (the text's first paragraph), text.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROWS = Path(__file__).parent / "rows"
_PIECE = re.compile(r"\{([a-z_]+)\}")
_Pattern = re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout, as the table above has it; patterns that a row lacks are None."""

    name: str
    begin: _Pattern
    begin_role: str
    end: _Pattern
    needs: tuple[re.Pattern[str], ...]
    heads: tuple[re.Pattern[str], ...]
    fields: tuple[re.Pattern[str], ...]
    opens: _Pattern
    closes: _Pattern
    tail: _Pattern
    codes: Mapping[str, str]
    examples: tuple[dict[str, Any], ...]


@cache
def layouts() -> tuple[Layout, ...]:
    """All layouts, in the order of their files' names: the first that fits is taken."""
    return tuple(_layout(path) for path in sorted(ROWS.glob("*.toml")))


@cache
def months() -> dict[str, int]:
    """The number of a month by its name in lower case."""
    table = tomllib.loads((ROWS.parent / "pieces.toml").read_text("utf-8"))["months"]
    return {name: int(number) for number, names in table.items() for name in names.split()}


@cache
def _pieces() -> dict[str, str]:
    table: dict[str, str] = tomllib.loads((ROWS.parent / "pieces.toml").read_text("utf-8"))["pieces"]
    return table | {"month": "|".join(sorted(map(re.escape, months()), key=len, reverse=True))}


def pattern(text: str) -> re.Pattern[str]:
    """A pattern with its pieces put in; "^" and "$" are those of a line."""
    for _ in range(5):
        text = _PIECE.sub(lambda match: _pieces().get(match[1], match[0]), text)
    return re.compile(text, re.M)


def _slot(slot: str) -> str:
    """A line of a head: "? (?P<page>{page})", "> Body"."""
    match = re.match(r"(\?\??|\{\d,\d\}\??|>) ", slot)
    often, line = (match[1], slot[match.end() :]) if match else ("", slot)
    return f"(?=^(?:{line}))" if often == ">" else f"(?:^(?:{line})\n){often}"


def _layout(path: Path) -> Layout:
    row = tomllib.loads(path.read_text("utf-8"))

    def one(key: str) -> _Pattern:
        return pattern(row[key]) if row.get(key) else None

    return Layout(
        name=path.stem,
        begin=one("begin"),
        end=one("end"),
        needs=tuple(pattern(need) for need in row.get("needs", ())),
        heads=tuple(pattern("".join(map(_slot, head))) for head in row.get("heads", ())),
        begin_role=row.get("begin_role", ""),
        fields=tuple(pattern(field) for field in row.get("fields", ())),
        opens=one("opens"),
        closes=one("closes"),
        tail=one("tail"),
        codes=row.get("codes", {}),
        examples=tuple(row.get("examples", ())),
    )  # fmt: skip
