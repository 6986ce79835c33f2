"""From an OpenAPI document to what its page shows."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of an answer."""

    name: str
    kind: str
    text: str
    default: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    curl: str
    parameters: tuple[Field, ...]
    fields: tuple[Field, ...]
    example: str


def documentation(document: Schema, address: str) -> tuple[Operation, ...]:
    """Return every operation of a document, as called at an address."""
    return tuple(
        _operation(document, address, method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    )


def curl_of(address: str) -> str:
    """Write the command that calls an address with the key in $KEY."""
    return f'curl -H "Authorization: Bearer $KEY" "{address}"'


def _operation(document: Schema, address: str, method: str, path: str, operation: Schema) -> Operation:
    answer = operation["responses"]["200"]["content"]["application/json"]
    examples = [example["value"] for example in answer.get("examples", {}).values()]
    parameters = operation.get("parameters", [])
    shown = path
    for parameter in parameters:
        if parameter["in"] == "path":
            given = next(iter(parameter.get("examples", {}).values()), {"value": parameter["name"]})
            shown = shown.replace(f"{{{parameter['name']}}}", str(given["value"]))
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        text=operation["description"],
        curl=curl_of(f"{address}{shown}"),
        parameters=tuple(_parameter(parameter) for parameter in parameters),
        fields=tuple(_fields(document, answer["schema"], "")),
        example=json.dumps(examples[0], ensure_ascii=False, indent=2) if examples else "",
    )


def _parameter(parameter: Schema) -> Field:
    schema = parameter["schema"]
    default = schema.get("default")
    return Field(
        name=parameter["name"],
        kind=_kind(schema),
        text=parameter.get("description", ""),
        default="" if default is None else str(default),
    )


def _fields(document: Schema, schema: Schema, before: str) -> Iterator[Field]:
    schema = _resolve(document, schema)
    for name, field in schema.get("properties", {}).items():
        target = _resolve(document, field)
        inner, suffix = target, ""
        if target.get("type") == "array":
            inner, suffix = _resolve(document, target["items"]), "[]"
        elif isinstance(target.get("additionalProperties"), dict):
            inner, suffix = _resolve(document, target["additionalProperties"]), ".*"
        note = "" if name in schema.get("required", []) else "?"
        text = field.get("description") or target.get("description", "")
        yield Field(name=f"{before}{name}{suffix}", kind=_kind(inner), text=text, note=note)
        if inner.get("properties"):
            yield from _fields(document, inner, f"{before}{name}{suffix}.")


def _resolve(document: Schema, schema: Schema) -> Schema:
    if "allOf" in schema:
        schema = {**_resolve(document, schema["allOf"][0]), **{k: v for k, v in schema.items() if k != "allOf"}}
    if "$ref" in schema:
        return dict(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    return schema


def _kind(schema: Schema) -> str:
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"] if value is not None)
    kinds = schema.get("type", "object")
    words = kinds if isinstance(kinds, list) else [kinds]
    return " | ".join(str(schema.get("format", word) if word == "string" else word) for word in words)
