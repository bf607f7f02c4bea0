"""The whole fonts that documents and pictures are set in; ``make`` brings them to static/vendor."""

from pathlib import Path

from app.settings import ROOT

FOLDER = ROOT / "static" / "vendor"
SERIF, SANS = "Source Serif 4", "Inter"


def font_files() -> list[Path]:
    """All of them."""
    return sorted(FOLDER.glob("*.ttf"))
