"""Refusals in Stripe's shape: type, code, message, param, with the status that Stripe uses."""

from typing import Any

NAMES = {
    "checkout.session": "checkout.session",
    "subscription_schedule": "subscription schedule",
    "payment_method": "PaymentMethod",
    "payment_intent": "payment_intent",
    "promotion_code": "promotion code",
    "tax_rate": "tax rate",
    "webhook_endpoint": "webhook endpoint",
}
"""Kinds as Stripe's sentences name them, where they differ from the kind itself."""


class StripeError(Exception):
    """A refusal to answer with. `keep`: what was written before it stays, as after a declined charge."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        type: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        keep: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.keep = keep
        named = {"code": code, "param": param, **more}
        self.error: dict[str, Any] = {"type": type, "message": message}
        self.error |= {key: value for key, value in named.items() if value is not None}
        if code:
            self.error["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"

    @property
    def body(self) -> dict[str, Any]:
        """Return the JSON to answer."""
        return {"error": self.error}


def invalid(message: str, param: str | None = None, code: str | None = None) -> StripeError:
    """Return the refusal of a request that makes no sense: 400."""
    return StripeError(400, message, param=param, code=code)


def missing(kind: str, ident: str, param: str = "id") -> StripeError:
    """Return the refusal for an object that isn't there: 404 in the address, 400 as a parameter."""
    name = NAMES.get(kind, kind)
    status = 404 if param == "id" else 400
    return StripeError(status, f"No such {name}: '{ident}'", code="resource_missing", param=param)


def not_here(method: str, path: str) -> StripeError:
    """Return the refusal of what the local Stripe doesn't do: 501, so that nobody takes it for Stripe's answer."""
    return StripeError(
        501,
        f"The local Stripe does not answer {method} {path}. Add the endpoint to billing/local_stripe, "
        "or use a real test key for it.",
        type="api_error",
        code="not_in_local_stripe",
    )


def card_refused(message: str, code: str, decline_code: str | None = None, **more: Any) -> StripeError:
    """Return the answer to a declined card: 402. What the attempt changed stays."""
    return StripeError(402, message, type="card_error", code=code, decline_code=decline_code, keep=True, **more)
