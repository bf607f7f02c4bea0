"""Guards around spaCy's tokenizer, so that no text can stop it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_suffix_regex

LONG = 120  # characters without a space: no German word, and spaCy peels punctuation off in time by the square of it
_RUN = re.compile(rf"\S{{{LONG},}}")
_PIECE = re.compile(r"\w{1,60}|[^\w\s]")
DUTCH = ("'t", "’t")  # Sophie in 't Veld
_GLUED = (r'[.!?…:](?=["„“”»«]\w)', r'(?<=[.!?…:])["„“”»«](?=\w)')
_SURROGATE = re.compile("[\ud800-\udfff]")


def adapt_tokenizer(nlp: Language) -> None:
    """Have the full stop behind "AfD." or "G7." be a token of its own, which spaCy takes for an initial's, the mark
    that opens behind a hyphen (ARD-„Morgenmagazin“), marks that lost the space beside them ("Berg.“Das"), and the
    "'t" of Dutch names."""
    suffixes = [*(nlp.Defaults.suffixes or ()), r"(?<=[a-zäöüß][A-ZÄÖÜ])\.", r"(?<=[A-Z]\d)\."]
    tokenizer: Any = nlp.tokenizer
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    infixes = ['(?<=-)[„“”»«›‹‚"]', *_GLUED]
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), *infixes]).finditer
    for article in DUTCH:
        tokenizer.add_special_case(article, [{"ORTH": article}])


def encodable(text: str) -> str:
    """The text with lone surrogates, which cannot be written as UTF-8, replaced one for one by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def text_of(doc: Doc) -> str:
    """The document's text, put together once: ``doc.text`` joins all tokens anew at each call."""
    known: str | None = doc.user_data.get("text")
    if known is None:
        known = doc.user_data["text"] = doc.text
    return known


def triples(doc: Doc) -> list[tuple[int, int, str]]:
    """(start, end, text) of each token, made once per document: walking over a Doc is slow."""
    known: list[tuple[int, int, str]] | None = doc.user_data.get("triples")
    if known is None or len(known) != len(doc):
        text = text_of(doc)
        spans = doc.to_array(["IDX", "LENGTH"]).astype(int).tolist()
        known = [(start, start + length, text[start : start + length]) for start, length in spans]
        doc.user_data["triples"] = known
    return known


class GuardedTokenizer:
    """spaCy's tokenizer for everything but over-long runs without a space, which are cut at every sign."""

    def __init__(self, inner: Callable[[str], Doc]) -> None:
        self.inner = inner
        self.vocab = inner.vocab  # type: ignore[attr-defined]

    def __call__(self, text: str) -> Doc:
        if not _RUN.search(text):
            return self.inner(text)
        words: list[str] = []
        spaces: list[bool] = []
        for word, space in self._tokens(text):
            words.append(word)
            spaces.append(space)
        return Doc(self.vocab, words=words, spaces=spaces)

    def _tokens(self, text: str) -> Iterator[tuple[str, bool]]:
        """(word, is it followed by a space) over the text."""
        position = 0
        for run in _RUN.finditer(text):
            yield from self._inner_tokens(text[position : run.start()])
            pieces = _PIECE.findall(run.group())
            position = run.end()
            after = text[position : position + 1] == " "
            for number, piece in enumerate(pieces, 1):
                yield piece, after and number == len(pieces)
            position += after
        yield from self._inner_tokens(text[position:])

    def _inner_tokens(self, text: str) -> Iterator[tuple[str, bool]]:
        for token in self.inner(text) if text else ():
            yield token.text, bool(token.whitespace_)
