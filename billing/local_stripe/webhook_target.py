"""The webhook endpoint that the server is started with."""

from billing.local_stripe import API_VERSION
from billing.local_stripe.ids import new_id
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def target_ensure(world: World) -> None:
    """Have exactly the endpoint of the settings, beside those made over the API."""
    url, secret = world.settings.webhook_url, world.settings.webhook_secret
    for one in world.state.find("webhook_endpoint"):
        if one.get("_from_settings") and (one["url"], one["_secret"]) != (url, secret):
            world.state.remove("webhook_endpoint", one["id"])
    known = [one for one in world.state.find("webhook_endpoint") if one.get("_from_settings")]
    if url and not known:
        made = endpoint_made(world, url, ["*"], secret)
        world.state.put({**made, "_from_settings": True})


def endpoint_made(world: World, url: str, enabled_events: list[str], secret: str) -> Obj:
    """Return a new endpoint; its secret is ours to sign with and shown once, at creation."""
    return {
        "id": new_id("we"),
        "object": "webhook_endpoint",
        "api_version": API_VERSION,
        "application": None,
        "created": world.now,
        "description": None,
        "enabled_events": enabled_events,
        "livemode": False,
        "metadata": {},
        "status": "enabled",
        "url": url,
        "_secret": secret,
    }
