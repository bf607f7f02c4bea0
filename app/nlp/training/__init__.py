"""Making the shipped files out of open data: ``train`` writes ``model/``, the same bytes every time."""

import json
from pathlib import Path

from app.nlp.entities.features import Features
from app.nlp.entities.gazetteer import Gazetteer
from app.nlp.german.name_lists import NameLists
from app.nlp.german.word_table import Words
from app.nlp.training import corpora, frequencies, mentions, names, recogniser, speakers, topics, words


def train(corpora_folder: Path, speech_folder: Path, out: Path, splits: tuple[str, ...] = corpora.SHIPPED) -> None:
    """Build the word table, train the recogniser from the GermEval files in ``corpora_folder``, and the ranker of
    speakers and the certainty of persons and topics from the training split of ``speech_folder``, into ``out``.

    ``splits``: file names of those to learn from; missing ones are passed over (the official training split is not to
    be had everywhere), FileNotFoundError where none is there. Figures are only honest for splits left out.
    """
    paths = [corpora_folder / name for name in splits if (corpora_folder / name).exists()]
    if not paths:
        raise FileNotFoundError(f"none of {', '.join(splits)} in {corpora_folder}")
    out.mkdir(parents=True, exist_ok=True)
    names.build(out)
    lists = NameLists(out / names.NAMES)
    words.build(out, lists)
    frequencies.build(out)
    table = Words(out / words.TABLE, lists)
    features = Features(table, Gazetteer(out / words.CITIES))
    sentences = [sentence for path in paths for sentence in corpora.read(path)]
    recogniser.train([*sentences, *names.renamed(sentences, lists, table)], features, out / recogniser.MODEL)
    learnt = {"trained_on": [path.name for path in paths], "sentences": len(sentences)}
    speakers.train(speech_folder, out)
    mentions.train(speech_folder, out)
    topics.train(speech_folder, out)
    (out / "training.json").write_text(json.dumps(learnt, indent=1) + "\n", encoding="utf-8")
