"""What a payer may do on Stripe's own page: card, invoices, cancelling; plans are changed with us."""

from typing import Any, Final

from billing.gateway.interface import GatewayProblem
from billing.gateway.stripe_states import labels

KIND: Final = {"kind": "portal"}
FEATURES: Final[dict[str, dict[str, Any]]] = {
    "customer_update": {"enabled": True, "allowed_updates": ["name", "email", "address", "tax_id"]},
    "invoice_history": {"enabled": True},
    "payment_method_update": {"enabled": True},
    "subscription_cancel": {"enabled": True, "mode": "at_period_end"},
    # Here a preview comes first, and a step down waits for the period's end.
    "subscription_update": {"enabled": False},
}


class Portal:
    """The portal's settings at Stripe."""

    def __init__(self, api: Any) -> None:
        self._api = api.billing_portal.configurations
        self._known = ""

    def id(self) -> str:
        """Return the settings that a page is opened with."""
        self._known = self._known or next((one.id for one in self._own()), "")
        if not self._known:
            raise GatewayProblem("Stripe has no settings of the portal; 'manage.py billing_prices' makes them.")
        return self._known

    def make(self) -> list[str]:
        """Make the settings where they lack."""
        if self._own():
            return []
        self._api.create({"features": FEATURES, "metadata": KIND}, {"idempotency_key": "portal"})
        return ["portal made"]

    def check(self) -> list[str]:
        """Compare; an empty list is agreement."""
        own = self._own()
        if not own:
            return ["portal lacks"]
        there = own[0].features
        wrong = [name for name, here in FEATURES.items() if getattr(there, name).enabled is not here["enabled"]]
        return [f"portal differs: {', '.join(wrong)}"] if wrong else []

    def _own(self) -> list[Any]:
        found = self._api.list({"active": True, "limit": 100}).data
        return [one for one in found if labels(one) == KIND]
