"""`expand[]`: names of objects replaced by the objects, and what an answer holds only when it is asked for."""

from collections.abc import Callable
from typing import Any, Final

from billing.local_stripe.errors import invalid
from billing.local_stripe.ids import kind_of
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World

DEEPEST: Final = 4
KIND_OF_FIELD: Final = {"coupon": "coupon", "product": "product"}
"""Fields whose names are free text, so that a prefix doesn't tell their kind."""
Included = Callable[[World, Obj], Any]
INCLUDED: Final[dict[tuple[str, str], Included]] = {}
"""(kind, field) → what makes it; such a field is in an answer only when expanded."""


def included(kind: str, name: str) -> Callable[[Included], Included]:
    """Name a function that makes a field which an answer holds only when it is expanded."""

    def named(make: Included) -> Included:
        INCLUDED[(kind, name)] = make
        return make

    return named


def expanded(world: World, answer: Any, paths: Any) -> Any:
    """Return an answer with these paths filled in."""
    if not paths:
        return answer
    for path in paths if isinstance(paths, list) else [paths]:
        parts = str(path).split(".")
        if len(parts) > DEEPEST + (parts[0] == "data"):
            raise invalid(f"You cannot expand more than {DEEPEST} levels of a property: {path}.", "expand")
        answer = _fill(world, answer, parts, str(path))
    return answer


def _fill(world: World, node: Any, parts: list[str], path: str) -> Any:
    if node is None or not parts:
        return node
    if isinstance(node, list):
        return [_fill(world, one, parts, path) for one in node]
    if not isinstance(node, dict):
        raise _cannot(path)
    name, rest = parts[0], parts[1:]
    maker = INCLUDED.get((str(node.get("object")), name))
    if name not in node and maker is None:
        raise _cannot(path)
    value = node[name] if name in node else (maker(world, node) if maker else None)
    return {**node, name: _fill(world, _loaded(world, name, value, bool(rest), path), rest, path)}


def _loaded(world: World, name: str, value: Any, more: bool, path: str) -> Any:
    if isinstance(value, list):
        return [_loaded(world, name, one, more, path) for one in value]
    if not isinstance(value, str):
        return value
    kind = KIND_OF_FIELD.get(name) or kind_of(value)
    found = world.state.get(kind, value) if kind else None
    if found is None and kind == "coupon":  # one deleted after it was used still explains its discounts
        gone = world.state.get("_coupon_deleted", value)
        found = {**gone, "object": "coupon"} if gone else None
    if found is None:
        raise _cannot(path)
    return found


def _cannot(path: str) -> Exception:
    return invalid(f"This property cannot be expanded ({path}).", "expand")
