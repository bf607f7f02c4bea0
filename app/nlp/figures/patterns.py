"""The patterns of dates and quantities: rows of ``lexicon/rules``, with the words of ``lexicon/figures.toml``."""

from app.nlp.figures.lexicon import DIGITS, LEXICON, SCALES, WORD, either
from app.nlp.rules import read_patterns
from app.nlp.types import Precision

_DATES = LEXICON["dates"]
_COMPARISON = LEXICON["comparison"]
_LEVELS: tuple[Precision, ...] = ("about", "at-least", "at-most")

WHICH = {word: name for name in ("last", "next", "this") for word in _DATES[name].split()}
SURE: dict[str, Precision] = {word: level for level in _LEVELS for word in LEXICON["precision"][level]}

PERIODS = {word.lower(): name for key in ("per", "periodically") for word, name in LEXICON["units"][key].items()}
PERIODS["nacht"] = "night"  # only "jede Nacht": "in der Nacht" says when

DATES = {
    name: rule.pattern
    for name, rule in read_patterns(
        "dates",
        {
            "months": either(_DATES["months"]),
            "weekdays": either(_DATES["weekdays"]),
            "seasons": either(_DATES["seasons"]),
            "which": either(WHICH),
            "word": WORD,
        },
    ).items()
}
QUANTITIES = {
    name: rule.pattern
    for name, rule in read_patterns(
        "quantities",
        {
            "digits": DIGITS,
            "word": WORD,
            "scales": either(SCALES),
            "sure": either(SURE),
            "vague": either(LEXICON["numbers"]["vague"].split()),
            "bearing": LEXICON["precision"]["bearing"].replace(" ", "|"),
            "fractions": either(LEXICON["numbers"]["fractions"]),
            "durations": either(LEXICON["units"]["duration"]),
            "adjectives": either(LEXICON["units"]["adjective"]),
            "months": either(_DATES["months"]),
            "aged": either(LEXICON["counting"]["aged"].split()),
            "periods": either(LEXICON["units"]["per"]),
            "periodically": f"(?i:{either(LEXICON['units']['periodically'])})",
            "money": either(LEXICON["units"]["money"]),
            "percent": either(LEXICON["units"]["percent"]),
            "votes": "|".join(LEXICON["counting"]["votes"]),
            "number_nouns": either(LEXICON["counting"]["number_nouns"].split()),
            "axes": either(_COMPARISON["axes"]),
            "yardsticks": either(_COMPARISON["yardsticks"]),
        },
    ).items()
}
