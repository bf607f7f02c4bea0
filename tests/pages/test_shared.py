"""The page of shared wording and the strands in the matrix, as a browser without JavaScript gets them."""

import re

from fastapi.testclient import TestClient

PAGE = "/summits/genf-2021/shared"


def test_both_wordings_stand_side_by_side_with_their_differing_words_marked(seeded: TestClient) -> None:
    html = seeded.get(PAGE, headers={"accept-language": "de"}).text
    assert '<em class="differs">erklärte</em>' in html
    assert '<em class="differs">nach dem mehrstündigen Treffen am Mittwoch in Genf</em>' in html
    assert "gemeinsame Vorlage, Agentur nicht bestimmbar" in html
    assert "wortgleich mit einem gezeichneten Text (AFP)" in html
    assert not re.search("kopiert|gestohlen|abgeschrieben|copied|stolen", html)


def test_a_passage_leads_to_its_spot_in_both_articles(seeded: TestClient) -> None:
    html = seeded.get(PAGE).text
    links = re.findall(r'class="dot hue-\d" href="(/articles/\d+\?at=\d+)#here"', html)
    assert len(links) >= 14
    assert all('id="here"' in seeded.get(link).text for link in links[:2])


def test_the_picture_opens_the_passages_of_two_sources(seeded: TestClient) -> None:
    html = seeded.get(PAGE).text
    address = re.search(r'class="heat-5"><a href="([^"#]+)', html)
    assert address is not None
    pair = seeded.get(address[1].replace("&amp;", "&")).text
    assert pair.count('class="pair"') == 1


def test_the_matrix_counts_strands_where_the_address_says_so(seeded: TestClient) -> None:
    german = {"accept-language": "de"}
    plain, counted = (seeded.get(f"/summits/genf-2021{query}", headers=german).text for query in ("", "?count=strands"))
    assert "Strang 1" not in plain
    assert "Quelle C, Quelle E (wortgleich, AFP)" in counted
    assert "count=strands" in re.findall(r'id="sort-name" href="([^"]+)"', counted)[0]


def test_a_signed_text_is_nobodys_own_on_any_screen(seeded: TestClient) -> None:
    german = {"accept-language": "de"}
    rows = re.findall(
        r"<tr><th scope=.row.>.*?</tr>", seeded.get(PAGE, headers=german).text.split('id="origins"')[1], re.S
    )
    signed = [row for row in rows if "ganzer Text:" in row]
    assert [re.search("Quelle .", row)[0] for row in signed] == ["Quelle C", "Quelle D"]
    assert all('class="origin whole"' in row and '<td class="num">–</td>' in row for row in signed)
    article = seeded.get("/articles/3", headers=german).text
    assert "in einem gezeichneten Text (AFP)" in article
    assert "nirgends sonst hier gefunden" not in article
    assert "nirgends sonst hier gefunden" in seeded.get("/articles/1", headers=german).text


def test_what_two_quote_is_told_apart_from_a_common_source(seeded: TestClient) -> None:
    html = seeded.get(PAGE, headers={"accept-language": "de"}).text
    passage = next(one for one in re.findall(r'<li class="pair".*?</li>', html, re.S) if "11 Wörter" in one)
    assert "gemeinsames Zitat" in passage
    assert "gemeinsame Vorlage, Agentur" not in passage


def test_no_such_summit(seeded: TestClient) -> None:
    assert seeded.get("/summits/nirgends/shared").status_code == 404
