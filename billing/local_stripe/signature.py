"""The signature of a webhook: ``Stripe-Signature: t=…,v1=…``, HMAC-SHA256 over ``t.payload``."""

import hashlib
import hmac


def signature(payload: bytes, *, secret: str, at: int) -> str:
    """Return the header's value for a body sent at a moment of the real clock.

    The receiver compares the moment with its own clock, so a local clock that was advanced plays no part here.
    """
    mac = hmac.new(secret.encode(), f"{at}.".encode() + payload, hashlib.sha256)
    return f"t={at},v1={mac.hexdigest()}"
