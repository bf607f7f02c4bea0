"""Genre and belonging as a reader meets them: on the article, in lists, as a filter, in JSON; put right by a form."""

from fastapi.testclient import TestClient

EN = {"accept-language": "en"}
ARTICLE = "/articles/1"
SUMMIT = "/summits/genf-2021"


def page(client: TestClient, address: str, language: str = "en") -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.text


def correct(client: TestClient, **fields: str) -> str:
    answer = client.post(f"{ARTICLE}/corrections", data=fields, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("#")[0]


def genre(client: TestClient) -> dict[str, object]:
    return client.get(f"/api{ARTICLE}").json()["genre"]


def test_the_genre_is_shown_with_what_tells_it(seeded: TestClient) -> None:
    found = genre(seeded)
    assert (found["name"], found["status"]) == ("report", "proposed")
    assert "proposed, by its form" in page(seeded, ARTICLE)
    signed = seeded.get("/api/articles/3").json()
    assert signed["genre"]["name"] == "agency"
    (sign,) = signed["genre"]["evidence"]
    assert signed["text"][sign["start"] : sign["end"]] == sign["surface"] == "Quelle: AFP"
    assert "Quelle: AFP" in page(seeded, "/articles/3")
    assert "Agenturtext" in page(seeded, f"{SUMMIT}/articles", "de")


def test_a_genre_is_put_right_and_undone(seeded: TestClient) -> None:
    address = correct(seeded, what="genre", label="comment", back=ARTICLE)
    assert genre(seeded) == {"name": "comment", "status": "decided", "evidence": []}
    told = page(seeded, address)
    assert "Recorded:" in told
    assert "Genre: <b>Comment</b>" in told
    assert "Genre: <b>Comment</b>" in page(seeded, f"{SUMMIT}/corrections?kind=genre")
    line = seeded.get(f"{SUMMIT}/corrections").text.split(f"{SUMMIT}/corrections/")[1].split("/")[0]
    assert seeded.post(f"{SUMMIT}/corrections/{line}/undo", follow_redirects=False).status_code == 303
    assert genre(seeded)["name"] == "report"


def test_none_of_them_is_an_answer_too(seeded: TestClient) -> None:
    correct(seeded, what="genre", label="")
    assert genre(seeded) == {"name": "unknown", "status": "decided", "evidence": []}


def test_an_article_is_put_aside_and_brought_back(seeded: TestClient) -> None:
    correct(seeded, what="belonging", answer="no")
    assert seeded.get(f"/api{ARTICLE}").json()["belonging"] == "no"
    assert "Gehört nicht dazu" in page(seeded, ARTICLE, "de")
    assert "gehört nicht dazu" in page(seeded, f"{SUMMIT}/articles", "de")
    assert "ein Artikel, der vielleicht nicht dazugehört" in page(seeded, f"{SUMMIT}/silence", "de")
    correct(seeded, what="belonging", answer="yes")
    assert "Belongs here" in page(seeded, ARTICLE)


def test_genres_are_a_filter_of_every_screen(seeded: TestClient) -> None:
    for path in (
        "",
        "/articles",
        "/silence",
        "/topics/ukraine",
        "/quotes",
        "/figures",
        "/persons",
        "/words",
        "/search?q=Genf",
    ):
        glue = "&" if "?" in path else "?"
        told = page(seeded, f"{SUMMIT}{path}{glue}genre=agency")
        assert "only articles of the genre:" in told, path
    assert seeded.get(f"/api{SUMMIT}/articles?genre=agency").json()["total"] == 2
    assert seeded.get(f"/api{SUMMIT}/articles?genre=agency&genre=report").json()["total"] == 5


def test_what_is_no_genre_is_left_out_with_a_word(seeded: TestClient) -> None:
    assert "“novel” cannot be filtered by" in page(seeded, f"{SUMMIT}/articles?genre=novel")
    answer = seeded.post(f"{ARTICLE}/corrections", data={"what": "genre", "label": "novel"})
    assert answer.status_code == 422
