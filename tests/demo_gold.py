"""The gold of the invented summit: ``seeds/bregenz-2037/gold.toml``, written by hand, made into ``gold.json``.

``python -m tests.demo_gold`` checks the annotations against the texts and writes ``gold.json`` beside them; with
``--events FILE`` it also writes the texts in the form in which the measuring script posts them. Nothing of it comes
from what the program finds. Form of both files: the events of the shared gold, documents by place in the manifest.
"""

import argparse
import json
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

from app.actions.seeds import DEMO, SEEDS

FOLDER = SEEDS / DEMO
WORD = re.compile(r"\w+")
LEAST_SHARED = 8  # words in a row that two texts may not have in common without the gold saying so
QUOTED = re.compile(r"„[^“]*“|»[^«]*«|«[^»]*»|\"[^\"]*\"")

Json = dict[str, Any]


class Wrong(ValueError):
    """An annotation that the texts do not bear out; the message names it."""


@dataclass(frozen=True)
class Document:
    """One text of the manifest. ``number`` is what its file's name begins with, ``place`` its place in the manifest."""

    place: int
    number: int
    source: str
    published: str
    title: str
    text: str

    @cached_property
    def words(self) -> list[re.Match[str]]:
        """The words of the text, signs left out."""
        return list(WORD.finditer(self.text))

    @cached_property
    def folded(self) -> list[str]:
        """The same without letter case."""
        return [word[0].casefold() for word in self.words]

    def span(self, surface: str, nth: int = 1) -> Json:
        """Where the surface stands for the nth time. Raises Wrong where it does not."""
        start = -1
        for _ in range(nth):
            start = self.text.find(surface, start + 1)
            if start < 0:
                raise Wrong(f"{self.number:03}: „{surface}“ does not stand there {nth} time(s)")
        return {"document": self.place, "start": start, "end": start + len(surface), "text": surface}


@dataclass
class Gold:
    """The texts and what is written about them in ``gold.toml``."""

    documents: list[Document]
    notes: Json
    name: str
    missed: list[str] = field(default_factory=list)

    @cached_property
    def by_number(self) -> dict[int, Document]:
        """Documents by the number of their file."""
        return {document.number: document for document in self.documents}

    @cached_property
    def sources(self) -> list[str]:
        """Every outlet, by name."""
        return sorted({document.source for document in self.documents})

    def having(self, numbers: Sequence[int]) -> list[str]:
        """The outlets of these articles."""
        return sorted({self.by_number[number].source for number in numbers})

    def member(self, entry: Sequence[Any]) -> Json:
        """A member with its offsets, and its value where one is given."""
        number, surface, *more = entry
        told = [one for one in more if isinstance(one, str) and one]
        nth = next((one for one in more if isinstance(one, int)), 1)
        span = self.by_number[number].span(surface, nth)
        return span | ({"value": told[0]} if told else {})

    def compiled(self) -> Json:
        """The event as ``gold.json`` has it. Raises Wrong for the first annotation that does not hold."""
        speaking: list[Json] = []
        figures = [self._group(one) for one in self.notes["figures"]] + list(self._single_figures())
        utterances = [self._group(one, speaking) for one in self.notes["utterances"]]
        return {
            "sources": self.sources,
            "topics": list(self._topics()),
            "topics_not_judged": self.notes["topics_not_judged"],
            "persons": list(self._persons()),
            "figures": figures,
            "figure_traps": [self._trap(one) for one in self.notes["figure_traps"]],
            "utterances": utterances,
            "utterance_traps": [self._trap(one) for one in self.notes["utterance_traps"]],
            "shared": list(self._shared()),
            "speakers": speaking + list(self._single_speakers()),
        }

    def _topics(self) -> Iterator[Json]:
        for one in self.notes["topics"]:
            places = sorted(self.by_number[number].place for number in one["documents"])
            topic = one | {"documents": places, "has": self.having(one["documents"])}
            yield self._without_doubt(topic)
        for slug in self.notes["topics_of_nobody"]:
            yield {"id": f"no-{slug}", "name": slug, "slugs": [slug], "label": "(?!)", "documents": [], "has": []}

    def _persons(self) -> Iterator[Json]:
        for one in self.notes["persons"]:
            found = [d.number for d in self.documents if names(f"{d.title}\n{d.text}", one["forms"])]
            if not found:
                raise Wrong(f"nobody names {one['name']}")
            yield one | {"has": self.having(found)}

    def _group(self, one: Json, speaking: list[Json] | None = None) -> Json:
        members = [self.member(entry) for entry in one["members"]]
        if "difference" in one and not all("value" in member for member in members):
            raise Wrong(f"{one['id']}: a member has no value")
        if "difference" in one and len({member["value"] for member in members}) < 2:
            raise Wrong(f"{one['id']}: the values are all the same")
        if speaking is not None and not one.get("optional"):
            speaking += [
                self._speaker(one, entry, member) for entry, member in zip(one["members"], members, strict=True)
            ]
        self._look(one, members)
        kept = {key: value for key, value in one.items() if key in KEPT}
        numbers = [entry[0] for entry in one["members"]] + one.get("also", [])
        return self._without_doubt(kept | {"members": members, "has": self.having(numbers)})

    def _speaker(self, group: Json, entry: Sequence[Any], member: Json) -> Json:
        """Who says a member: the group's speaker, unless the member has another."""
        own = next((one for one in entry if isinstance(one, dict)), None)
        where = {key: member[key] for key in ("document", "start", "end", "text")}
        if own or "speaker" not in group:
            told = own or group
            return where | {"speaker": None, "who": told["who"], "accept": told["accept"]}
        return where | {"speaker": group["speaker"]}

    def _look(self, one: Json, members: list[Json]) -> None:
        """Every hit of ``look`` has to lie in a member or to be listed under ``beside``."""
        if "look" not in one:
            return
        known = members + [self.member(entry) for entry in one.get("beside", ())]
        for document in self.documents:
            for match in re.finditer(one["look"], document.text):
                hit = {"document": document.place, "start": match.start(), "end": match.end()}
                if not any(meet(hit, one) for one in known):
                    self.missed.append(f"{one['id']}: {document.number:03} „{around(document.text, match)}“")

    def _without_doubt(self, one: Json) -> Json:
        both = set(one.get("doubtful", ())) & set(one["has"])
        unknown = set(one.get("doubtful", ())) - set(self.sources)
        if both or unknown:
            raise Wrong(f"{one['id']}: doubtful {', '.join(sorted(both | unknown))}")
        return one

    def _single_figures(self) -> Iterator[Json]:
        singles = [[entry] for entry in self.notes["singles"]["figures"]] + self.notes["singles"]["repeated"]
        for entries in singles:
            number, surface = entries[0][:2]
            has = self.having([entry[0] for entry in entries])
            if len(has) != 1:
                raise Wrong(f"„{surface}“ is in {', '.join(has)}")
            yield {
                "id": f"s-{number}-{surface}",
                "name": surface,
                "relation": ["single"],
                "members": [self.member(entry) for entry in entries],
                "has": has,
            }

    def _single_speakers(self) -> Iterator[Json]:
        for speaker, entries in self.notes["singles"]["speakers"].items():
            for entry in entries:
                yield self.member(entry) | {"speaker": speaker}
        for who, told in self.notes["singles"]["unnamed"].items():
            for entry in told["members"]:
                yield self.member(entry) | {"speaker": None, "who": who, "accept": told["accept"]}

    def _trap(self, one: Json) -> Json:
        return {"name": one["name"], "members": [self.member(entry) for entry in one["members"]]}

    def _shared(self) -> Iterator[Json]:
        passages = [(one, {}) for one in self.notes["passages"]["shared"]]
        passages += [(one, {"optional": True}) for one in self.notes["passages"]["either"]]
        for number, ((left, right, words), more) in enumerate(passages, 1):
            a, b = self.by_number[left], self.by_number[right]
            run = run_at(a, b, words)
            yield {"id": f"h{number}", "words": run.words} | run.as_json(a, b) | more


KEPT = {"id", "name", "relation", "difference", "optional", "doubtful", "may_join"}


@dataclass(frozen=True)
class SharedRun:
    """Words in a row that two texts have in common, from the place of the first in each."""

    a: int
    b: int
    words: int

    def as_json(self, a: Document, b: Document) -> Json:
        """With offsets into both texts."""
        first, last = a.words[self.a], a.words[self.a + self.words - 1]
        other, end = b.words[self.b], b.words[self.b + self.words - 1]
        return {
            "a": {"document": a.place, "start": first.start(), "end": last.end()},
            "b": {"document": b.place, "start": other.start(), "end": end.end()},
            "text": a.text[first.start() : last.end()],
        }


def run_at(a: Document, b: Document, words: str) -> SharedRun:
    """The longest run around these words. Raises Wrong where one of the texts does not have them."""
    wanted = [word.casefold() for word in WORD.findall(words)]
    for run in shared_runs(a, b, len(wanted)):
        here = a.folded[run.a : run.a + run.words]
        if any(here[at : at + len(wanted)] == wanted for at in range(len(here))):
            return run
    raise Wrong(f"{a.number:03} and {b.number:03} do not both have „{words}“")


def shared_runs(a: Document, b: Document, least: int) -> list[SharedRun]:
    """Every run of so many words that stands in both texts and can be made no longer."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(b.folded) - least + 1):
        places.setdefault(tuple(b.folded[at : at + least]), []).append(at)
    found: list[SharedRun] = []
    for at in range(len(a.folded) - least + 1):
        for there in places.get(tuple(a.folded[at : at + least]), ()):
            if at and there and a.folded[at - 1] == b.folded[there - 1]:
                continue
            length = least
            while a.folded[at + length : at + length + 1] == b.folded[there + length : there + length + 1] != []:
                length += 1
            found.append(SharedRun(at, there, length))
    return found


def unnamed_runs(gold: Gold, event: Json) -> Iterator[str]:
    """Runs of two outlets that the gold does not have, but for those that are somebody's own words."""
    told = [one[side] for one in event["shared"] for side in "ab"]
    pairs = {frozenset((one["a"]["document"], one["b"]["document"])) for one in event["shared"]}
    for a, b in combinations(gold.documents, 2):
        if a.source == b.source:
            continue
        own = list(quotations(a)) + (told if frozenset((a.place, b.place)) in pairs else [])
        for run in shared_runs(a, b, LEAST_SHARED):
            span = run.as_json(a, b)
            if not any(inside(span["a"], one) for one in own):
                yield f'[{a.number}, {b.number}, "{span["text"]}"]'


def quotations(document: Document) -> Iterator[Json]:
    """What stands between quotation marks."""
    for match in QUOTED.finditer(document.text):
        yield {"document": document.place, "start": match.start(), "end": match.end()}


def inside(span: Json, other: Json) -> bool:
    """Whether the first lies in the second."""
    return bool(
        span["document"] == other["document"] and other["start"] <= span["start"] and span["end"] <= other["end"]
    )


def meet(span: Json, other: Json) -> bool:
    """Whether two spans have a character in common."""
    return bool(span["document"] == other["document"] and span["start"] < other["end"] and other["start"] < span["end"])


def names(text: str, forms: Sequence[str]) -> bool:
    """Whether the text has one of the names as a word, a genitive's s and strokes over letters aside."""
    return any(re.search(rf"(?<!\w){re.escape(plain(form))}s?(?!\w)", plain(text)) for form in forms)


def plain(text: str) -> str:
    """Without strokes and letter case."""
    text = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    return "".join(character for character in text if not unicodedata.combining(character))


def around(text: str, match: re.Match[str]) -> str:
    """A match with some words on both sides, in one line."""
    return " ".join(text[max(0, match.start() - 30) : match.end() + 30].split())


def read_gold(folder: Path = FOLDER) -> Gold:
    """The texts of the folder's manifest and its ``gold.toml``. Raises OSError or tomllib.TOMLDecodeError."""
    manifest = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    documents = [
        Document(
            place=place,
            number=int(item["file"].split("_")[0]),
            source=item["source"],
            published=item["published"],
            title=item["title"],
            text=(folder / item["file"]).read_bytes().decode("utf-8"),
        )
        for place, item in enumerate(manifest["articles"])
    ]
    notes = tomllib.loads((folder / "gold.toml").read_text(encoding="utf-8"))
    return Gold(documents, notes, manifest["summit"]["name"])


def gold_file(gold: Gold) -> Json:
    """The content of ``gold.json``."""
    return {
        "version": 1,
        "about": "Made of gold.toml by `python -m tests.demo_gold`. Offsets are characters of a document's text.",
        "events": {DEMO: gold.compiled()},
    }


def events_file(gold: Gold) -> Json:
    """The texts as they are posted for measuring."""
    documents = [
        {"source": one.source, "published": one.published, "title": one.title, "text": one.text, "url": None}
        for one in gold.documents
    ]
    return {DEMO: {"name": gold.name, "documents": documents}}


def written(content: Json) -> str:
    """As the files are kept."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Exit status 1 where the annotations and the texts disagree."""
    parser = argparse.ArgumentParser(prog="python -m tests.demo_gold", description="Check and compile the demo's gold.")
    parser.add_argument("--events", type=Path, metavar="FILE", help="also write the texts for the measuring script")
    asked = parser.parse_args()
    gold = read_gold()
    try:
        content = gold_file(gold)
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    event = content["events"][DEMO]
    (FOLDER / "gold.json").write_text(written(content), encoding="utf-8")
    if asked.events:
        asked.events.write_text(written(events_file(gold)), encoding="utf-8")
    print(", ".join(f"{len(event[kind])} {kind.replace('_', ' ')}" for kind in event))
    missed = [*gold.missed, *(f"shared: {one}" for one in unnamed_runs(gold, event))]
    print("\n".join(missed), file=sys.stderr, end="\n" if missed else "")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
