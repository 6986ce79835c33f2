"""Events: what happened in the last 30 days, for those whom a webhook did not reach."""

from billing.local_stripe.listing import page_of
from billing.local_stripe.params import CREATED, PAGE, boolean, list_with, taken, text
from billing.local_stripe.resources.plain import retrieve_of
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj


@api("GET", "events")
def listed(call: Call) -> Obj:
    """Return a page of events; `delivery_success=false`: those not yet delivered or given up."""
    shape = {**PAGE, "created": CREATED, "delivery_success": boolean, "type": text, "types": list_with(text)}
    given = taken(call.params, shape)
    one, several = given.pop("type", None), given.pop("types", None)
    success = given.pop("delivery_success", None)

    def keep(event: Obj) -> bool:
        whole = event["pending_webhooks"] == 0 and not event["_failed"]
        fits = one is None or _fits(one, event["type"])
        return fits and (several is None or event["type"] in several) and success in (None, whole)

    return page_of(call, "event", given, keep)


def _fits(pattern: str, type_: str) -> bool:
    return type_.startswith(pattern[:-1]) if pattern.endswith("*") else type_ == pattern


retrieve_of("event", "events")
