"""Every layout's own examples: as many articles, with their fields and not a word of the export's own."""

from typing import Any

import pytest

from app.intake.items import Parsed
from app.intake.layouts.blocks import of_html, of_text
from app.intake.layouts.rows import Layout, layouts
from app.intake.layouts.splitting import split

EXAMPLES = [
    pytest.param(layout, example, id=f"{layout.name}-{number}")
    for layout in layouts()
    for number, example in enumerate(layout.examples)
]
FIELDS = ("title", "author", "published", "source", "page", "url")


def split_example(example: dict[str, Any]) -> list[Parsed]:
    blocks = {"html": of_html, "text": of_text}[example["form"]](example["text"])
    return split(blocks, "txt")


@pytest.mark.parametrize(("layout", "example"), EXAMPLES)
def test_example(layout: Layout, example: dict[str, Any]) -> None:
    told = [
        {field: value for field in FIELDS if (value := getattr(article, field))} | {"text": article.text}
        for article in split_example(example)
    ]
    assert told == example["articles"]


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_every_layout_has_an_example(layout: Layout) -> None:
    assert layout.examples
