"""What a page does to a subscription goes through the API's own endpoints, in the page's transaction."""

from typing import Any

from billing.local_stripe.errors import not_here
from billing.local_stripe.routes import Call, look_up
from billing.local_stripe.state import Obj
from billing.local_stripe.world import World


def api_call(world: World, method: str, path: str, **params: Any) -> Obj:
    """Call an endpoint of the API as a client would, without leaving the transaction."""
    found = look_up(method, path)
    if found is None:
        raise not_here(method, path)
    known, parts = found
    answer: Obj = known.handler(Call(world, method, path, params, parts))
    return answer
