"""Lines of the page a text came from, told by their words alone. No spaCy here: intake looks for them too."""

from app.nlp.rules import read_patterns

_RULES = read_patterns("furniture")
MEDIUM = _RULES["medium"].pattern
FIELD = _RULES["field"].pattern
FURNITURE = _RULES["line"].pattern
WHOLE = _RULES["whole"].pattern  # all of a paragraph
CAPTION = _RULES["caption"].pattern
