"""Lists of given and family names out of Faker's providers (MIT), and persons renamed with them in training sentences.

Renaming makes the recogniser lean on the words around a name rather than on the few names it has seen (mention
replacement, after Dai, Adel 2020: An Analysis of Simple Data Augmentation for Named Entity Recognition).
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from app.nlp.entities.component import spans
from app.nlp.german.name_lists import FAMILY, GIVEN, NameLists
from app.nlp.german.word_table import Words
from app.nlp.training.corpora import Labelled

NAMES = "names.txt"
SEED = 1
_LATIN = re.compile(r"^[A-ZÀ-Þ][A-Za-zÀ-ɏß'’.-]+( [A-ZÀ-Þa-z][A-Za-zÀ-ɏ'’-]+)*$")
_PARTICLES = {"von", "van", "de", "der", "zu", "den", "del"}


def build(out: Path) -> None:
    """Write ``names.txt`` into the folder ``out``."""
    given: set[str] = set()
    family: set[str] = set()
    for provider in _providers():
        for attribute in dir(provider):
            if not attribute.startswith("_") and not callable(getattr(provider, attribute)):
                names = _strings(getattr(provider, attribute))
                if re.match(r"first_(romanized_)?names|romanized_first", attribute) or "first_name" in attribute:
                    given.update(names)
                elif "last_name" in attribute or "surname" in attribute:
                    family.update(names)
    lines = (f"{name}\t{'g' * (name in given)}{'f' * (name in family)}\n" for name in sorted(given | family))
    (out / NAMES).write_text("".join(lines), encoding="utf-8")


def _providers() -> Iterator[Any]:
    """Faker's classes of personal names, language by language."""
    import pkgutil
    from importlib import import_module

    from faker.providers import person

    for module in pkgutil.iter_modules(person.__path__):
        yield import_module(f"{person.__name__}.{module.name}").Provider


def _strings(value: object) -> Iterator[str]:
    """The Latin names in one of Faker's lists: names, (name, weight) pairs, or a mapping from names."""
    if not isinstance(value, dict | list | tuple | set):
        return
    for one in value:
        name = one[0] if isinstance(one, tuple) and one else one
        if isinstance(name, str) and len(name) > 1 and "{{" not in name and _LATIN.match(name):
            yield name


def renamed(sentences: Iterable[Labelled], lists: NameLists, words: Words) -> list[Labelled]:
    """The sentences with persons once more, the persons called otherwise; the same ones at every call."""
    namer = _Namer(lists, words)
    return [new for sentence in sentences if (new := namer.sentence(sentence)) is not None]


class _Namer:
    """Draws other names, one after the other."""

    def __init__(self, lists: NameLists, words: Words) -> None:
        self.lists = lists
        self.words = words
        self.random = Random(SEED)
        self.pools = {bit: sorted(name for name in lists.whole[bit] if " " not in name) for bit in (GIVEN, FAMILY)}

    def sentence(self, sentence: Labelled) -> Labelled | None:
        """The sentence with other names, None where no person's name could be changed."""
        tokens, labels = sentence
        called: dict[str, str] = {}
        new = list(tokens)
        for first, after, kind in spans(labels):
            name = tokens[first:after]
            if kind != "PER" or not all(_plain(one) or one.lower() in _PARTICLES for one in name):
                continue
            for number, token in enumerate(name):
                if _plain(token):
                    new[first + number] = self._other(token, number == len(name) - 1, len(name) > 1, called)
        return (new, labels) if called else None

    def _other(self, token: str, last: bool, several: bool, called: dict[str, str]) -> str:
        """Another name of the same sort for one word of a name, with its genitive s; within a sentence the same."""
        family = last and (several or self.lists[token] != GIVEN)
        name = called.setdefault(token, self.random.choice(self.pools[FAMILY if family else GIVEN]))
        genitive = last and token.endswith("s") and self.words[token].form == "s"
        return name + "s" if genitive and not name.endswith(("s", "z", "x", "ß")) else name


def _plain(token: str) -> bool:
    return token[:1].isupper() and token.replace("-", "").isalpha() and not token.isupper()
