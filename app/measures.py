"""``gipfelspiegel train`` and ``score``: the language service built again, and measured."""

from pathlib import Path
from typing import Annotated

import typer

from app.actions.articles import read_text
from app.actions.trials import false_pairs, named, trial
from app.compare.figure_scoring import read_figures, score_figures
from app.compare.quotation_scoring import score_quotations
from app.compare.scoring import read_gold, score_shared, score_signs, score_unrelated
from app.compare.unrelated_articles import unrelated_articles
from app.failures import Failure, Misuse
from app.queries.documents import article_document
from app.queries.figures import figures_document
from app.queries.parallels import parallels_document
from app.queries.shared import shared_document
from app.settings import ROOT


def train(
    corpora: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of the annotated corpora.")],
    speech: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="Folder of news annotated for persons and speech.")
    ] = ROOT / "tests" / "nlp" / "wikinews",
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = ROOT / "app" / "nlp" / "model",
) -> None:
    """Build the trained parts of the language service again (needs the packages of the extra `train`)."""
    from app.nlp.training import train as run

    try:
        run(corpora, speech, out)
    except FileNotFoundError as missing:
        raise Misuse(f"Nothing to learn from: {missing}") from missing
    except ModuleNotFoundError as missing:
        raise Failure(f"Training needs the package {missing.name}; `make train` installs it.") from missing


def score(
    gold: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Folder of annotations made by hand.")
    ] = None,
    texts: Annotated[Path, typer.Option(exists=True, file_okay=False, help="Folder of their texts.")] = ROOT / "seeds",
    corpora: Annotated[Path | None, typer.Option(exists=True, file_okay=False, help="Folder of corpora.")] = None,
    speech: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Folder of news annotated for persons and speech.")
    ] = None,
) -> None:
    """Measure the language service, and what is found across articles, against annotations made by hand.

    One of --gold, --corpora and --speech is needed.
    """
    if gold is None and corpora is None and speech is None:
        raise Misuse("Say what to measure against: --gold FOLDER, --corpora FOLDER, --speech FOLDER.")
    if speech:
        from app.nlp.speech_scoring import score as score_speech

        score_speech(speech)
        from app.nlp.training import mentions, topics

        print("\n".join([*mentions.score(speech), *topics.score(speech)]))
    from app.nlp.scoring import score as run

    status = run(gold, corpora, texts)
    if gold:
        _score_across(gold, texts)
    if corpora:
        articles = unrelated_articles(corpora)
        print(score_unrelated(false_pairs(articles), len(articles)))
    raise typer.Exit(status)


def _score_across(gold: Path, texts: Path) -> None:
    """Print the figures across articles, of texts taken the whole way through a database of their own."""
    truth = read_gold(gold)
    if not truth:
        return
    with trial(texts) as (session, slug, names):
        contents = {name: read_text(session, id_) or "" for id_, name in names.items()}
        shared = (shared_document(session, slug) or {"items": []})["items"]
        print("\n".join(score_shared(truth, named(shared, names), contents)))
        articles = {name: dict(article_document(session, id_) or {}) for id_, name in names.items()}
        print("\n".join(score_signs(articles)))
        figures = {name: one["figures"] for name, one in articles.items()}
        groups = (figures_document(session, slug, 0, 10_000) or {"items": []})["items"]
        print("\n".join(score_figures(read_figures(gold), figures, groups, names)))
        utterances = (parallels_document(session, slug, 0, 10_000) or {"items": []})["items"]
        print("\n".join(score_quotations(truth, utterances, contents, names)))
