"""How often one may try a secret or ask for a letter. The counters live under the host's own cache keys."""

import hashlib
from typing import Final

from django.core.cache import cache

ATTEMPTS: Final = 10
SECONDS: Final = 300


class TooManyAttempts(Exception):  # noqa: N818
    """Too many tries in a short time."""


def attempt_count(*, email: str, address: str, action: str = "sign-in") -> None:
    """Count a try of this e-mail and of this address, before anything is checked.

    Raises
    ------
    TooManyAttempts
        When either was tried more than ten times within five minutes.
    """
    counts = [_add(key) for key in _keys(action, email, address)]
    if max(counts) > ATTEMPTS:
        raise TooManyAttempts


def attempt_succeeded(*, email: str, address: str) -> None:
    """Take a successful try back: a busy office behind one address must not lock itself out."""
    by_email, by_address = _keys("sign-in", email, address)
    cache.delete(by_email)
    if cache.get(by_address):
        cache.decr(by_address)


def _keys(action: str, email: str, address: str) -> tuple[str, str]:
    # A hash: a name typed by a visitor may hold what no cache key may.
    return tuple(  # type: ignore[return-value]
        f"attempts:{action}:{kind}:{hashlib.sha256(value.encode()).hexdigest()[:32]}"
        for kind, value in (("email", email), ("address", address))
    )


def _add(key: str) -> int:
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # it expired in between
        cache.set(key, 1, SECONDS)
        return 1
