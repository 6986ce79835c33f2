"""Names for customers that no two partners can join."""

import hashlib
import hmac


def pseudonym(secret: bytes, partner: str, customer_id: str) -> str:
    """Return the name that one partner sees for a customer: twelve letters and digits, other for each partner."""
    # Lengths first, so that no other pair of partner and customer reads the same.
    text = f"{len(partner)}:{partner}:{customer_id}".encode()
    return hmac.new(secret, text, hashlib.sha256).hexdigest()[:12]
