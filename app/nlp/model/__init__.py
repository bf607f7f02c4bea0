"""What was learnt from open data (``app.nlp.training`` makes it), and the folder it stands in."""

from pathlib import Path

FOLDER = Path(__file__).parent
