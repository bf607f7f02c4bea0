"""Marks as Web Annotations, read by a JSON-LD processor that had no part in writing them."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from pyld import jsonld

from app.exports.web_annotations import CONTEXT, annotation_page

OA = "http://www.w3.org/ns/oa#"
# The terms of the standard's context that are used here, by the table of its vocabulary: what is none of them, a
# processor drops, and the test sees it missing.
TERMS: dict[str, Any] = {
    "oa": OA,
    "as": "http://www.w3.org/ns/activitystreams#",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "AnnotationPage": "as:OrderedCollectionPage",
    "Software": "as:Application",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "TextualBody": "oa:TextualBody",
    "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "startIndex": "as:startIndex",
    "start": "oa:start",
    "end": "oa:end",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
    "generator": {"@id": "as:generator", "@type": "@id"},
    "name": "http://xmlns.com/foaf/0.1/name",
} | {
    motivation: f"oa:{motivation}"
    for motivation in ("assessing", "classifying", "describing", "identifying", "tagging")
}


def load_context(url: str, _options: object) -> dict[str, Any]:
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": TERMS}}


def expanded(page: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = jsonld.expand(page, {"documentLoader": load_context})
    (whole,) = found
    assert whole["@type"] == ["http://www.w3.org/ns/activitystreams#OrderedCollectionPage"]
    items: list[dict[str, Any]] = whole["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    return items


def value(node: dict[str, Any], term: str) -> Any:
    return node[OA + term][0]["@value"]


@pytest.mark.parametrize("article", [1, 3])
def test_every_mark_is_found_in_the_text_again(seeded: TestClient, article: int) -> None:
    document = seeded.get(f"/api/articles/{article}").json()
    answer = seeded.get(f"/api/articles/{article}/annotations")
    assert answer.headers["content-type"].startswith("application/ld+json")
    items = expanded(answer.json())
    topics = sum(len(sentence["topics"]) for sentence in document["sentences"])
    layers = [name for name, one in document.items() if isinstance(one, list) and name not in ("sentences", "agencies")]
    above = sum(len(marks) for marks in document["headline"].values())
    assert len(items) == topics + above + sum(len(document[name]) for name in layers)
    assert len({item["@id"] for item in items}) == len(items)
    for item in items:
        (target,) = item[OA + "hasTarget"]
        source = target[OA + "hasSource"][0]["@id"]
        text = seeded.get(source.removeprefix("http://testserver")).text
        position, quotation = target[OA + "hasSelector"]
        start, end = value(position, "start"), value(position, "end")
        assert text[start:end] == value(quotation, "exact") != ""
        assert text[:start].endswith(value(quotation, "prefix"))
        assert text[end:].startswith(value(quotation, "suffix"))
        assert item[OA + "hasBody"]
        assert item[OA + "motivatedBy"][0]["@id"].startswith(OA)


def test_a_layer_that_nothing_is_known_of() -> None:
    mark = {"start": 0, "end": 2, "kind": "irony", "status": "proposed", "probability": None, "corrected": True}
    document = {"id": 7, "title": None, "text": "Ach 😀 so", "language": None, "headline": {}, "ironies": [mark]}
    (item,) = expanded(annotation_page(document, "https://example.org", "Gipfelspiegel 1"))
    told = [body["http://www.w3.org/1999/02/22-rdf-syntax-ns#value"][0]["@value"] for body in item[OA + "hasBody"]]
    assert told == ["irony", "proposed", "put right by a person"]


def test_an_article_that_is_not_there(api: TestClient) -> None:
    assert api.get("/api/articles/99/annotations").status_code == 404
    assert api.get("/api/articles/99/text").status_code == 404
    assert api.get("/api/articles/99/text?part=foot").status_code == 422
