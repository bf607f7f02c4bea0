"""Which analysis a stored run came from, without loading spaCy: the web process asks for it too."""

import hashlib
from functools import lru_cache
from pathlib import Path

from app.settings import get_settings

ROOM = Path(__file__).parent


@lru_cache
def pipeline_version() -> str:
    """A short name that changes when code, lexica, weights or the chosen NER change, e.g. ``"9f3c21ab04"``."""
    digest = hashlib.sha256(get_settings().spacy_ner.encode())
    for path in sorted(ROOM.rglob("*")):
        if path.is_file() and "training" not in path.parts and path.suffix not in {".pyc", ".md"}:
            digest.update(path.relative_to(ROOM).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
