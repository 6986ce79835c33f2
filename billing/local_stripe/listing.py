"""Lists: the newest first, `limit`, `starting_after`, `ending_before`, `has_more`, `created`."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from billing.local_stripe.errors import invalid
from billing.local_stripe.routes import Call
from billing.local_stripe.state import Obj

LIMIT, LARGEST = 10, 100
PAGING: Final = ("limit", "starting_after", "ending_before")


def list_of(url: str, data: Iterable[Obj], *, has_more: bool = False) -> Obj:
    """Return Stripe's list object."""
    return {"object": "list", "data": list(data), "has_more": has_more, "url": url}


def page_of(call: Call, kind: str, given: dict[str, Any], keep: Callable[[Obj], bool] = lambda _: True) -> Obj:
    """Return one page of a kind. `given`: limit, starting_after, ending_before, created and equal values."""
    rest = {key: value for key, value in given.items() if value is not None}
    limit = rest.pop("limit", LIMIT)
    if not 1 <= limit <= LARGEST:
        raise invalid("Invalid integer: limit must be between 1 and 100.", "limit", "parameter_invalid_integer")
    after, before = rest.pop("starting_after", None), rest.pop("ending_before", None)
    if after and before:
        raise invalid("You may only specify one of these parameters: starting_after, ending_before.")
    created = rest.pop("created", None)
    border = after or before
    beyond = None
    if border:
        beyond = call.world.state.seq(kind, border, "starting_after" if after else "ending_before")
    found: list[Obj] = []
    for obj in call.world.state.walk(kind, rest, beyond, up=bool(before)):
        if not before and created is not None and obj["created"] < _earliest(created):
            break  # the clock goes forward only: all that follow are older still
        if keep(obj) and _created_fits(obj, created):
            found.append(obj)
            if len(found) > limit:
                break
    has_more, found = len(found) > limit, found[:limit]
    return list_of(call.path, reversed(found) if before else found, has_more=has_more)


def _earliest(asked: Any) -> int:
    return int(asked.get("gte") or asked.get("gt") or 0) if isinstance(asked, dict) else int(asked)


def _created_fits(obj: Obj, asked: Any) -> bool:
    if asked is None:
        return True
    at = obj["created"]
    if not isinstance(asked, dict):
        return bool(at == int(asked))
    tests = {"gt": at.__gt__, "gte": at.__ge__, "lt": at.__lt__, "lte": at.__le__}
    return all(tests[name](int(value)) for name, value in asked.items())
