"""Webhook endpoints: where events are sent."""

from billing.local_stripe import API_VERSION
from billing.local_stripe.errors import invalid
from billing.local_stripe.ids import new_id
from billing.local_stripe.params import boolean, list_with, metadata, metadata_merged, taken, text
from billing.local_stripe.resources.plain import list_of_kind, retrieve_of, with_fields
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj
from billing.local_stripe.webhook_target import endpoint_made

FIELDS = {"description": text, "enabled_events": list_with(text), "metadata": metadata, "url": text}


@api("POST", "webhook_endpoints")
def create(call: Call) -> Obj:
    """Make an endpoint; the answer is the only one that shows its secret."""
    shape = {**FIELDS, "api_version": text, "connect": boolean}
    given = taken(call.params, shape, need=("url", "enabled_events"))
    if given.get("api_version", API_VERSION) != API_VERSION:
        raise invalid(f"The local Stripe sends events of version {API_VERSION} only.", "api_version")
    made = endpoint_made(call.world, given["url"], given["enabled_events"], new_id("whsec", 32))
    made["metadata"] = metadata_merged({}, given.get("metadata"))
    made["description"] = given.get("description")
    call.world.state.put(made)
    return {**made, "secret": made["_secret"]}


@api("POST", "webhook_endpoints/{id}")
def update(call: Call) -> Obj:
    """Change an endpoint, or switch it off."""
    before = call.world.state.need("webhook_endpoint", call.parts["id"])
    given = taken(call.params, {**FIELDS, "disabled": boolean})
    disabled = given.pop("disabled", None)
    after = with_fields(before, given)
    if disabled is not None:
        after["status"] = "disabled" if disabled else "enabled"
    return call.world.state.put(after)


@api("DELETE", "webhook_endpoints/{id}")
def delete(call: Call) -> Obj:
    """Remove an endpoint."""
    found = call.world.state.need("webhook_endpoint", call.parts["id"])
    call.world.state.remove("webhook_endpoint", found["id"])
    return {"id": found["id"], "object": "webhook_endpoint", "deleted": True}


retrieve_of("webhook_endpoint", "webhook_endpoints")
list_of_kind("webhook_endpoint", "webhook_endpoints", {})
