"""The API beside the read door: it gives what the door opens, where the plan has an API, and says what is lacking."""

from collections.abc import Callable
from typing import Any

from billing.entitlements import Locked
from tests.billing.test_gate import cheapest


def api_agrees(seen: Any, path: str, feature: str, *, opened: bool) -> bool:
    """Prove that an address answers as the read door does; return what the door said."""
    answer = seen.api(path)
    if answer.status_code == 200:
        assert opened, path
        return opened
    body = answer.json()
    assert answer.status_code == 402, body
    lacking = "api" if opened or body["feature"] == "api" else feature
    assert (body["feature"], body["plan"]) == (lacking, cheapest(lacking))
    return opened


def door(path: str, feature: str, read: Callable[[Any], Any]) -> Callable[[Any], bool]:
    """Return a row: what the read door opens to pages, and the same through the API."""
    return lambda seen: api_agrees(seen, path, feature, opened=not isinstance(read(seen.partner), Locked))
