"""The text of an article that has no marks yet: paragraphs as they came."""

import re

from sqlmodel import Session, select

from app.models import Article
from app.queries.views.text import Block, Piece

PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


def plain_blocks(session: Session, article_id: int) -> tuple[Block, ...]:
    """One block a line, with its offset. One statement; empty for an article that is not there."""
    text = session.exec(select(Article.text).where(Article.id == article_id)).one_or_none() or ""
    return tuple(
        Block(kind="text", pieces=(Piece(line.group().strip()),), start=line.start(), paragraph=True)
        for line in PARAGRAPH.finditer(text)
    )
