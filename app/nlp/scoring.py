"""Measuring the language service: on annotated articles with the agreed scorer, on NER corpora by strict spans.

``gipfelspiegel score`` prints what this finds. A gold folder holds ``score.py`` (the agreed scorer: it reads the gold,
takes predictions in the format of its docstring and prints the figures) and one or more gold files; the articles they
name are looked for in the folder of texts, in the gold folder and in ``seeds`` beside it.
"""

import importlib.util
import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from app.nlp.entities.component import Crf, Entities, Recogniser, spans
from app.nlp.entities.features import Features
from app.nlp.entities.gazetteer import gazetteer
from app.nlp.german.name_lists import name_lists
from app.nlp.german.word_table import words
from app.nlp.pipeline import analyse, get_pipeline
from app.nlp.training import corpora
from app.nlp.training.names import renamed
from app.nlp.training.recogniser import MODEL, train
from app.nlp.types import Analysis, Entity

KINDS = ("PER", "LOC", "ORG")
CORPORA = (corpora.GERMEVAL_DEV, corpora.UNER_PUD)
SEEDS = Path(__file__).resolve().parents[2] / "seeds"

Span = tuple[int, int, str]


def score(gold: Path | None, corpora_folder: Path | None = None, texts: Path = SEEDS) -> int:
    """Print the figures for the gold folder and the corpora. Returns 0, or 1 where a file that is needed is missing."""
    try:
        if gold:
            score_articles(gold, texts)
        if corpora_folder:
            score_corpora(corpora_folder)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


# --- articles


def score_articles(gold: Path, texts: Path) -> None:
    """Print the scorer's table for each gold file of the folder. Raises FileNotFoundError."""
    scorer = _scorer(gold / "score.py")
    aliases_path = gold / "topic_aliases.json"
    aliases = json.loads(aliases_path.read_text(encoding="utf-8")) if aliases_path.exists() else {}
    for path in sorted(gold.glob("*.json")):
        if "articles" not in json.loads(path.read_text(encoding="utf-8")):
            continue
        truth = scorer.Gold(str(path), None)
        predicted, _, _ = scorer.load_pred(
            predictions([a["file"] for a in truth.arts], [texts, gold, gold.parent / "seeds"]), truth
        )
        figures, _, _, extra, unmapped = scorer.score(truth, predicted, [], aliases, Namespace(scare_fp=False))
        scorer.show(figures, f"{path.name} ({len(truth.arts)} articles)")
        print(f"optional quotations found: {extra['optional_quotes_found']}/{extra['optional_quotes']}")
        if unmapped:
            print("topics without a counterpart in the gold:", ", ".join(sorted(unmapped)))


def _scorer(path: Path) -> Any:
    """The scorer as a module, from its file."""
    spec = importlib.util.spec_from_file_location("gold_scorer", path)
    if not path.exists() or spec is None or spec.loader is None:
        raise FileNotFoundError(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predictions(files: Iterable[str], folders: Sequence[Path]) -> dict[str, Any]:
    """Analyse the files and give what was found in the scorer's format."""
    articles = {}
    for name in files:
        path = next((found for folder in folders if (found := folder / name).exists()), None)
        if path is None:
            raise FileNotFoundError(f"{name} is in none of {', '.join(map(str, folders))}")
        articles[name] = prediction(analyse(path.read_bytes().decode("utf-8")))
    return {"articles": articles}


def prediction(analysis: Analysis) -> dict[str, list[dict[str, Any]]]:
    """One article in the scorer's format: persons by name, quotations but for labels, topics by sentence."""
    entities = {entity.key: entity for entity in analysis.entities}
    return {
        "persons": [
            {"start": m.start, "end": m.end, "canonical_name": _name(entities, m.entity, m.surface)}
            for m in analysis.mentions
            if m.kind == "person" and m.via == "name"
        ],
        "quotes": [
            {
                "start": q.start,
                "end": q.end,
                "kind": "indirect" if q.kind == "indirect" else "direct",
                "speaker_name": _name(entities, q.speaker, q.speaker_text),
            }
            for q in analysis.quotations
            if q.kind != "label"
        ],
        "topics": [
            {"start": s.start, "end": s.end, "topic_label": topic.slug}
            for s in analysis.sentences
            for topic in s.topics
        ],
    }


def _name(entities: dict[str, Entity], key: str | None, otherwise: str | None) -> str | None:
    return entities[key].name if key in entities else otherwise


# --- named entities


def score_corpora(folder: Path, recogniser: Recogniser | None = None) -> None:
    """Print strict span figures on the corpora of the folder, sentence by sentence, without the pass over the article.

    Our own shipped weights have learnt from the dev split, and figures on what was learnt mean nothing: one is trained
    without it for this, which takes a minute or two.
    """
    with TemporaryDirectory() as scratch:
        judged = recogniser or _judged(folder, Path(scratch))
        print(f"recogniser: {judged.description}")
        nlp = spacy.blank("de")
        for name in CORPORA:
            if (folder / name).exists():
                sentences = corpora.read(folder / name)
                found = [_found(judged, nlp, words) for words, _ in sentences]
                print(f"{name}: {_table([set(spans(labels)) for _, labels in sentences], found)}")


def _judged(folder: Path, scratch: Path) -> Recogniser:
    """The recogniser in use, or our own trained anew without the dev split."""
    component = get_pipeline().get_pipe("entities")
    if isinstance(component, Entities) and not isinstance(component.recognise, Crf):
        recognise: Recogniser = component.recognise
        return recognise
    splits = [folder / name for name in (corpora.GERMEVAL_TRAIN, corpora.GERMEVAL_TEST) if (folder / name).exists()]
    sentences = [sentence for split in splits for sentence in corpora.read(split)]
    sentences += renamed(sentences, name_lists(), words())
    train(sentences, Features(words(), gazetteer()), scratch / MODEL)
    judged = Crf(scratch / MODEL)
    judged.description = f"our own, trained for this on {', '.join(split.name for split in splits)}"
    return judged


def _found(judged: Recogniser, nlp: Language, sentence: list[str]) -> set[Span]:
    """Names of one sentence as (first, after, kind)."""
    doc = Doc(nlp.vocab, words=sentence)
    doc._.sentence_tokens = [(0, len(doc))]
    kinds = {"person": "PER", "place": "LOC", "organisation": "ORG", "other": "OTH"}
    return {(one.first, one.after, kinds[one.kind]) for one in judged(doc)}


def _table(gold: Sequence[set[Span]], found: Sequence[set[Span]]) -> str:
    """Precision/recall/F1 in per cent for each kind and over all three."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for truth, guess in zip(gold, found, strict=True):
        right.update(kind for *_, kind in truth & guess)
        wrong.update(kind for *_, kind in guess - truth)
        missed.update(kind for *_, kind in truth - guess)
    rows = [(kind, (kind,)) for kind in KINDS] + [("all", KINDS)]
    return "  ".join(
        f"{name} {_figures(*(sum(count[k] for k in kinds) for count in (right, wrong, missed)))}"
        for name, kinds in rows
    )


def _figures(right: int, wrong: int, missed: int) -> str:
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    return f"{100 * precision:.1f}/{100 * recall:.1f}/{200 * right / max(2 * right + wrong + missed, 1):.1f}"
