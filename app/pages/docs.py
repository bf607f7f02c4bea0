"""A page for the JSON interface, read off the same OpenAPI document that programs get at /openapi.json."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.pages.rendering import render

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request) -> Response:
    """Every call with what it takes and what it does."""
    calls = [
        {
            "method": method.upper(),
            "path": path,
            "summary": call.get("description") or call.get("summary", ""),
            "parameters": [_parameter(one) for one in call.get("parameters", ())],
            "body": _fields(request.app.openapi(), call),
        }
        for path, methods in request.app.openapi()["paths"].items()
        for method, call in methods.items()
    ]
    return render(request, "pages/docs.html", calls=calls)


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    """Name, place (path or query) and meaning of a parameter."""
    schema = one.get("schema", {})
    text = one.get("description") or schema.get("description", "")
    return {"name": one["name"], "where": one["in"], "text": text, "required": one.get("required", False)}


def _fields(document: dict[str, Any], call: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of the JSON body, if the call takes one."""
    content = call.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
    schema = document.get("components", {}).get("schemas", {}).get(name, {})
    required = schema.get("required", ())
    return [{"name": field, "required": field in required} for field in schema.get("properties", {})]
