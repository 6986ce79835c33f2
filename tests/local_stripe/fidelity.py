"""Holds a JSON answer against the SDK's types: what lacks, what is too much, what has the wrong type or value."""

import ast
from collections.abc import Iterator
from typing import Any

from tests.local_stripe.sdk_types import Class, class_of_object

SIMPLE: dict[str, Any] = {"str": str, "int": int, "bool": bool, "float": (int, float)}


def problems(value: Any, path: str = "") -> list[str]:
    """Return what is wrong with an object, a list or an event, each with its path."""
    if not isinstance(value, dict) or "object" not in value:
        return [f"{path}: no Stripe object"]
    if value["object"] == "list":
        return [one for at, inner in enumerate(value["data"]) for one in problems(inner, f"{path}[{at}]")]
    known = class_of_object(value["object"])
    if known is None:
        return [f"{path}: the SDK has no object {value['object']}"]
    return list(_object(value, known, path or value["object"]))


def _object(value: dict[str, Any], known: Class, path: str) -> Iterator[str]:
    for name in value:
        if name not in known.fields:
            yield f"{path}.{name}: the SDK's {known.name} has no such field"
    for name, annotation in known.fields.items():
        if name not in value:
            if not _optional(annotation) and name != "deleted" and not value.get("deleted"):
                yield f"{path}.{name}: missing"
        elif known.name == "Event" and name == "data":
            yield from problems(value["data"]["object"], f"{path}[{value['type']}].data.object")
        else:
            yield from _value(value[name], annotation, known, f"{path}.{name}")


def _optional(node: ast.expr) -> bool:
    return isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Optional"


def _value(value: Any, node: ast.expr, known: Class, path: str) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        node = ast.parse(node.value, mode="eval").body
    if isinstance(node, ast.Subscript):
        yield from _subscript(value, node, known, path)
        return
    name = ast.unparse(node)
    if name in ("Any", "UntypedStripeObject"):
        return
    if name == "Decimal":
        name = "str"
    if name in SIMPLE:
        right = isinstance(value, SIMPLE[name]) and not (isinstance(value, bool) and name in ("int", "float"))
        if not right:
            yield f"{path}: {value!r} is no {name}"
        return
    inner = known.look_up(name.split(".")[-1])
    if inner is None:
        yield f"{path}: the type {name} is not found"
    elif not isinstance(value, dict):
        yield f"{path}: {value!r} is no {name}"
    else:
        yield from _object(value, inner, path)


def _subscript(value: Any, node: ast.Subscript, known: Class, path: str) -> Iterator[str]:
    outer = ast.unparse(node.value)
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if outer not in FORMS:
        yield f"{path}: the annotation {outer} is not understood"
    elif (outer, value) != ("Optional", None):
        yield from FORMS[outer](value, parts, known, path)


def _optional_value(value: Any, parts: list[ast.expr], known: Class, path: str) -> Iterator[str]:
    yield from _value(value, parts[0], known, path)


def _literal(value: Any, parts: list[ast.expr], known: Class, path: str) -> Iterator[str]:
    words = [one.value for one in parts if isinstance(one, ast.Constant)]
    if value not in words:
        yield f"{path}: {value!r} is none of {words}"


def _list(value: Any, parts: list[ast.expr], known: Class, path: str) -> Iterator[str]:
    items = value.get("data") if isinstance(value, dict) and value.get("object") == "list" else value
    if not isinstance(items, list):
        yield f"{path}: {value!r} is no list"
        return
    for at, one in enumerate(items):
        yield from _value(one, parts[0], known, f"{path}[{at}]")


def _expandable(value: Any, parts: list[ast.expr], known: Class, path: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield from _value(value, parts[0], known, path)


def _free(value: Any, parts: list[ast.expr], known: Class, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: {value!r} is no object"
    elif not all(isinstance(one, str) for one in value.values()) and ast.unparse(parts[-1]) == "str":
        yield f"{path}: {value!r} holds more than strings"


def _union(value: Any, parts: list[ast.expr], known: Class, path: str) -> Iterator[str]:
    # `Union[Literal[…], str]` is the SDK's way to allow words of later versions; ours are of this one.
    literal = [one for one in parts if isinstance(one, ast.Subscript) and ast.unparse(one.value) == "Literal"]
    for part in literal or parts:
        found = list(_value(value, part, known, path))
        if not found:
            return
    yield (
        found[0]
        if len(literal or parts) == 1
        else f"{path}: {value!r} fits no type of {[ast.unparse(p) for p in parts]}"
    )


FORMS = {
    "Optional": _optional_value,
    "Literal": _literal,
    "Union": _union,
    "List": _list,
    "ListObject": _list,
    "ExpandableField": _expandable,
    "UntypedStripeObject": _free,
    "Dict": _free,
}
