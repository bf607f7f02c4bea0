"""Names as they stand in addresses."""

import re
import unicodedata
from hashlib import sha256

from app.nlp.german.fold import UMLAUTS


def slugify(name: str, fallback: str = "x") -> str:
    """ASCII, lower case, words joined by hyphens, at most 80 characters: ``"Björn Höcke" -> "bjoern-hoecke"``."""
    plain = unicodedata.normalize("NFKD", name.translate(UMLAUTS)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-") or fallback


def free_slug(wanted: str, taken: set[str]) -> str:
    """The wanted slug, or with the first number that makes it free."""
    if wanted not in taken:
        return wanted
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{wanted}-{number}") not in taken)


def own_slug(key: str) -> str:
    """The address of a folded name. One in other letters than Latin has no readable one, but one of its own."""
    return slugify(key, fallback=f"name-{sha256(key.encode()).hexdigest()[:8]}")
