"""Sessions of the Billing Portal: a page for one customer."""

from billing.local_stripe.events import emit
from billing.local_stripe.ids import new_id
from billing.local_stripe.params import free, taken, text
from billing.local_stripe.resources.portal_configurations import default_configuration
from billing.local_stripe.routes import Call, api
from billing.local_stripe.state import Obj


@api("POST", "billing_portal/sessions")
def create(call: Call) -> Obj:
    """Open the portal for a customer."""
    shape = {"customer": text, "configuration": text, "locale": text, "return_url": text, "flow_data": free}
    given = taken(call.params, shape, need=("customer",))
    world = call.world
    customer = world.state.need("customer", given["customer"], "customer")
    if given.get("configuration"):
        configuration = world.state.need("billing_portal.configuration", given["configuration"], "configuration")
    else:
        configuration = default_configuration(world)
    ident = new_id("bps")
    session: Obj = {
        "id": ident,
        "object": "billing_portal.session",
        "after_expiration": None,
        "configuration": configuration["id"],
        "created": world.now,
        "customer": customer["id"],
        "customer_account": None,
        "flow": _flow(given.get("flow_data")),
        "livemode": False,
        "locale": given.get("locale"),
        "on_behalf_of": None,
        "return_url": given.get("return_url") or configuration["default_return_url"],
        "url": f"{world.base}/p/session/{ident}",
    }
    world.state.put(session)
    emit(world, "billing_portal.session.created", session)
    return session


def _flow(given: Obj | None) -> Obj | None:
    if not given:
        return None
    after = given.get("after_completion") or {"type": "portal_homepage"}
    names = ("customer_update", "subscription_cancel", "subscription_update", "subscription_update_confirm")
    flow: Obj = {name: given.get(name) for name in names}
    done = {"hosted_confirmation": after.get("hosted_confirmation"), "redirect": after.get("redirect")}
    return {**flow, "type": given.get("type"), "after_completion": {**done, "type": after.get("type")}}
