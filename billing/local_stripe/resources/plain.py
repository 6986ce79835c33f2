"""What most kinds share: retrieve one, list a page, update plain fields."""

from collections.abc import Callable
from typing import Any

from billing.local_stripe.events import save
from billing.local_stripe.listing import page_of
from billing.local_stripe.params import CREATED, PAGE, Shape, metadata_merged, taken
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj

Keep = Callable[[Obj, dict[str, Any]], bool]


def retrieve_of(kind: str, address: str) -> None:
    """Add `GET /v1/<address>/{id}`."""

    @api("GET", f"{address}/{{id}}")
    def retrieve(call: Call) -> Obj:
        taken(call.params, {})
        return call.world.state.need(kind, call.parts["id"])


def list_of_kind(kind: str, address: str, shape: Shape, keep: tuple[str, ...] = (), test: Keep | None = None) -> None:
    """Add `GET /v1/<address>`: `shape` are top-level values, `keep` those that `test` judges."""

    @api("GET", address)
    def listed(call: Call) -> Obj:
        given = taken(call.params, {**PAGE, "created": CREATED, **shape})
        judged = {name: given.pop(name) for name in keep if name in given}
        # SQLite keeps JSON's true and false as 1 and 0.
        equals = {name: int(value) if isinstance(value, bool) else value for name, value in given.items()}
        return page_of(call, kind, equals, lambda obj: test is None or test(obj, judged))


def update_of(kind: str, address: str, shape: Shape, event: str | None) -> None:
    """Add `POST /v1/<address>/{id}` that sets plain fields."""

    @api("POST", f"{address}/{{id}}")
    def update(call: Call) -> Obj:
        before = call.world.state.need(kind, call.parts["id"])
        return save(call.world, before, with_fields(before, taken(call.params, shape)), event)


def with_fields(obj: Obj, given: dict[str, Any]) -> Obj:
    """Return an object with given values in; metadata merged as Stripe merges it."""
    after = {**obj, **given}
    if "metadata" in given:
        after["metadata"] = metadata_merged(obj["metadata"], given["metadata"])
    if "updated" in obj:
        after["updated"] = max(obj["updated"], obj["created"])
    return after
