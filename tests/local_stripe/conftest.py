"""The local Stripe's own tests need no database: only its server. Everything it says is held against the SDK."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import stripe

from billing.local_stripe.routes import public
from tests.local_stripe.fidelity import problems
from tests.local_stripe.running import KEY, LocalStripe, local_stripe, local_stripe_server
from tests.local_stripe.shop import Shop, shop_open

__all__ = ["local_stripe", "local_stripe_server"]


class Recorder(stripe.RequestsClient):
    """The SDK's own way to speak HTTP; keeps every answer."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[int, dict[str, Any]]] = []

    def request(self, method: str, url: str, headers: Any, post_data: Any = None, **more: Any) -> Any:
        """Ask, and remember what was answered."""
        answer = super().request(method, url, headers, post_data, **more)
        self.said.append((answer[1], json.loads(answer[0])))
        return answer


def unfaithful(local: LocalStripe) -> set[str]:
    """Return what of all kept objects and events does not fit the SDK's types."""
    found: set[str] = set()
    with local.world.transaction():
        for kind in local.world.state.kinds():
            for obj in local.world.state.find(kind) if not kind.startswith("_") else []:
                found |= set(problems(public(obj)))
    return found


@pytest.fixture
def shop(local_stripe: LocalStripe) -> Iterator[Shop]:
    """A shop; after the test every answer, object and event of it is held against the SDK's types."""
    recorder = Recorder()
    local_stripe.client = stripe.StripeClient(
        KEY, base_addresses={"api": local_stripe.base}, max_network_retries=0, http_client=recorder
    )
    yield shop_open(local_stripe)
    wrong = unfaithful(local_stripe)
    for status, body in recorder.said:
        if status < 300:
            wrong |= set(problems(body))
        else:
            assert set(body) == {"error"}
            assert {"type", "message"} <= set(body["error"])
    assert sorted(wrong) == []
