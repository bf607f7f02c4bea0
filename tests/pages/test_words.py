"""The page of words and the comparison of two sources, as a browser sees them."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

EN = {"accept-language": "en"}
WORDS = "/summits/genf-2021/words"
COMPARE = "/summits/genf-2021/compare"


def test_five_short_articles_are_too_little_and_the_page_says_how_much(seeded: TestClient) -> None:
    page = seeded.get(WORDS, headers=EN).text
    assert "Too little text to compare words." in page
    assert len(re.findall(r"\d+ missing", page)) == 5
    assert 'class="dots"' not in page


def test_a_word_opens_as_many_sentences_as_its_sources_count(seeded: TestClient) -> None:
    page = unescape(seeded.get(f"{WORDS}?word=gipfel", headers=EN).text)
    lines = page[page.index('id="lines"') :].split("</section>")[0]
    numbers = [int(one) for one in re.findall(r"<small>(\d+)</small></a></li>", lines)]
    assert lines.count("<mark>") == sum(numbers) > 0


def test_two_sources_with_numbers_that_open_their_sentences(seeded: TestClient) -> None:
    page = unescape(seeded.get(f"{COMPARE}?left=quelle-c&right=quelle-e", headers=EN).text)
    assert "Found in Quelle C alone" in page
    found = re.findall(r'class="n" href="(/summits/[^"#]*kind=\w+[^"#]*)#lines">(?:<span.*?</span>)?(\d+)</a>', page)
    assert len(found) > 10
    for address, number in found[::4]:
        opened = seeded.get(address, headers=EN).text
        lines = opened[opened.index('id="lines"') :].split("</section>")[0]
        assert lines.count("<mark>") == int(number), address


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{WORDS}?word=<script>&outlet=../x", 200),
        (f"{WORDS}?word={'x' * 900}", 200),
        (f"{COMPARE}?left=nirgends&right=<b>", 200),
        (f"{COMPARE}?left=quelle-a&right=quelle-a", 200),
        (f"{COMPARE}?kind=place&name=nirgends&outlet=quelle-a", 200),
        (f"{COMPARE}?kind=place&name=genf&outlet=quelle-a&offset=99999", 200),
        ("/summits/nirgends/words", 404),
        ("/summits/nirgends/compare", 404),
    ],
)
def test_odd_addresses(seeded: TestClient, address: str, status: int) -> None:
    answer = seeded.get(address, headers=EN)
    assert answer.status_code == status
    assert "<script>&" not in answer.text
    if "right=quelle-a" in address:
        assert "cannot be compared with itself" in answer.text
    if "nirgends&right" in address:
        assert "Not known in this summit" in answer.text
