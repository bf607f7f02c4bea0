"""The words: rows of TOML tables, and the folder they stand in."""

from pathlib import Path

FOLDER = Path(__file__).parent
