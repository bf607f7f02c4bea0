"""What the language service found in an article, kept as it was: so that marks can be put right without it."""

import json
import zlib
from dataclasses import asdict
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from app.nlp.layers import analysis_type
from app.nlp.types import Analysis


def packed(analysis: Analysis) -> bytes:
    """Compressed JSON: some 5 kB for an article of 600 words."""
    return zlib.compress(json.dumps(asdict(analysis), separators=(",", ":")).encode(), 6)


def unpacked(data: bytes) -> Analysis:
    """The analysis again. Fields that newer versions know and the stored one did not get their defaults."""
    type_: Any = analysis_type()
    return _reader(type_).validate_python(json.loads(zlib.decompress(data)))


def is_unread(title: str | None, analysis: Analysis) -> bool:
    """Has the headline to be read (again)? One that is not there has not."""
    return bool(title) and (analysis.headline is None or analysis.headline.title != title)


@cache
def _reader(type_: type[Analysis]) -> TypeAdapter[Analysis]:
    return TypeAdapter(type_)
