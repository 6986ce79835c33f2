"""Stripe's form encoding: `items[0][price]=p&expand[]=x` into nested dicts and lists."""

import itertools
from typing import Any
from urllib.parse import parse_qsl

from billing.local_stripe.errors import invalid

DEEPEST = 8


def _path(key: str) -> list[str]:
    head, *rest = key.split("[")
    return [head, *(part.removesuffix("]") for part in rest)]


def _place(into: dict[str, Any], path: list[str], value: str) -> None:
    for part, after in itertools.pairwise(path):
        name = str(len(into)) if part == "" else part
        # `a[][b]=1&a[][c]=2` opens one element, until a key comes again.
        if part == "" and into and after not in into[str(len(into) - 1)]:
            name = str(len(into) - 1)
        into = into.setdefault(name, {})
        if not isinstance(into, dict):
            raise invalid(f"Invalid parameters: {path[0]} is given in two forms.", path[0])
    into[str(len(into)) if path[-1] == "" else path[-1]] = value


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _lists(one) for key, one in value.items()}
    if inner and all(key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


def parse(text: str) -> dict[str, Any]:
    """Return the nested parameters of a query or a form body; every leaf is a string."""
    nested: dict[str, Any] = {}
    for key, value in parse_qsl(text, keep_blank_values=True):
        path = _path(key)
        if len(path) > DEEPEST:
            raise invalid("Invalid parameters: nested too deeply.", path[0])
        _place(nested, path, value)
    return {key: _lists(value) for key, value in nested.items()}
