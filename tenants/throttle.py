"""How often one may try a secret or ask for a letter.

Two kinds of counters. Those of a host live under its own cache keys: what happens at one partner stops nobody at
another. Those of all hosts together hold what a host's own can't: a person's password is the same everywhere, so
tries on one e-mail, or from one address, must not be multiplied by the number of hosts.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from django.core.cache import cache

from tenants.database import connection

ATTEMPTS: Final = 10
SECONDS: Final = 300


class TooManyAttempts(Exception):  # noqa: N818
    """Too many tries in a short time; `seconds` says after how long to come back."""

    def __init__(self, seconds: int = SECONDS) -> None:
        super().__init__()
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class _Counter:
    key: str
    limit: int
    seconds: int
    everywhere: bool = False


def attempt_count(*, email: str, address: str, action: str = "sign-in") -> None:
    """Count a try of this e-mail and of this address, before anything is checked.

    Raises
    ------
    TooManyAttempts
        When either was tried too often, on this host or on all of them.
    """
    over = [counter.seconds for counter in _counters(action, email, address) if _add(counter) > counter.limit]
    if over:
        raise TooManyAttempts(max(over))


def attempt_succeeded(*, email: str, address: str, action: str = "sign-in") -> None:
    """Take a successful try back: a busy office behind one address must not lock itself out."""
    for counter in _counters(action, email, address):
        with _host_of(counter):
            if counter.key.endswith(":here") and ":email:" in counter.key:
                cache.delete(counter.key)
            elif cache.get(counter.key):
                cache.decr(counter.key)


@contextmanager
def everywhere() -> Iterator[None]:
    """Use cache keys that all hosts share. Nothing that belongs to a partner may be read or written inside."""
    before = connection.tenant
    connection.set_schema_to_public()
    try:
        yield
    finally:
        connection.set_tenant(before)


def _counters(action: str, email: str, address: str) -> tuple[_Counter, ...]:
    # A hash: a name typed by a visitor may hold what no cache key may.
    by_email = f"attempts:{action}:email:{_hash(email)}"
    by_address = f"attempts:{action}:address:{_hash(_household(address))}"
    return (
        _Counter(f"{by_email}:here", ATTEMPTS, SECONDS),
        _Counter(f"{by_address}:here", ATTEMPTS, SECONDS),
        # Two hosts' worth of mistakes: nobody mistypes more in an hour, a guesser gets no further with any number.
        _Counter(f"{by_email}:everywhere", 2 * ATTEMPTS, 3600, everywhere=True),
        _Counter(f"{by_address}:everywhere", 10 * ATTEMPTS, 3600, everywhere=True),
    )


def _household(address: str) -> str:
    """Return the network that one visitor can choose addresses from."""
    try:
        here = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{address}/64", strict=False)) if isinstance(here, IPv6Address) else address


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:32]


@contextmanager
def _host_of(counter: _Counter) -> Iterator[None]:
    if counter.everywhere:
        with everywhere():
            yield
    else:
        yield


def _add(counter: _Counter) -> int:
    with _host_of(counter):
        cache.add(counter.key, 0, counter.seconds)
        try:
            return cache.incr(counter.key)
        except ValueError:  # it expired in between
            cache.set(counter.key, 1, counter.seconds)
            return 1
