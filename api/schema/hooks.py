"""What every operation shares: its errors, its headers, the tag of what it reads."""

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext

from api.problems import KINDS, MEDIA_TYPE

ALWAYS: Final = (400, 401, 404, 405, 406, 500)
COUNTED: Final = (402, 429)
UNCOUNTED: Final = frozenset({"account"})
HEADER_OF: Final = {401: ("WWW-Authenticate", "string"), 405: ("Allow", "string"), 429: ("Retry-After", "integer")}


def shared_answers(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add to each operation the problems it may answer with, the tag of what it reads, and 304."""
    result["info"]["title"] = gettext("Merchant analytics")
    result["info"]["description"] = gettext(
        "Your figures for your own programs. Every call but account/ counts towards the plan's calls a day. Send "
        "Accept-Language: ru or en for the texts, and If-None-Match with the last ETag to be told that nothing changed."
    )
    schemas = result["components"]["schemas"]
    for schema in schemas.values():
        schema.pop("description", None)  # the class's docstring: a word for its reader, in one language
        for field in schema["properties"].values():
            for part in (field, field.get("items", {})):
                part.pop("x-spec-enum-id", None)  # the generator's own mark
    schemas["Problem"] = _problem_schema()
    for operation in _operations(result):
        codes = ALWAYS if operation["operationId"] in UNCOUNTED else ALWAYS + COUNTED
        answers = operation["responses"]
        for code in codes:
            answers.setdefault(str(code), _problem(code))
        headers = {"ETag": {"schema": {"type": "string"}, "description": gettext("Send it back as If-None-Match")}}
        answers["200"].setdefault("headers", headers)
        answers["200"]["description"] = operation["summary"]
        answers["304"] = {"description": gettext("Nothing has changed since that ETag"), "headers": headers}
    return result


def _operations(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in result["paths"].values():
        yield from methods.values()


def _problem(code: int) -> dict[str, Any]:
    titles = [str(kind.title) for kind in KINDS if kind.status == code]
    answer: dict[str, Any] = {
        "description": " / ".join(titles),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if code in HEADER_OF:
        name, kind = HEADER_OF[code]
        answer["headers"] = {name: {"schema": {"type": kind}, "required": True}}
    return answer


def _problem_schema() -> dict[str, Any]:
    def field(kind: str, text: str) -> dict[str, str]:
        return {"type": kind, "description": text}

    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {**field("string", gettext("Address of what this kind means")), "format": "uri-reference"},
            "title": field("string", gettext("The kind, in words")),
            "status": field("integer", gettext("The HTTP status again")),
            "detail": field("string", gettext("What is wrong and what to do")),
            "parameter": field("string", gettext("400: the parameter")),
            "feature": field("string", gettext("402: the feature that is lacking")),
            "plan": field("string", gettext("402: the first plan that has it")),
            "limit": field("integer", gettext("429: calls a day in your plan")),
        },
    }
