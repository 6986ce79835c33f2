"""Which partner a host name belongs to, and whether its schema can serve. Asked on every request."""

import copy
import time
from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.conf import settings

from tenants.migrating import schema_current
from tenants.models import Partner

HOST_SECONDS: Final = 3.0
"""A suspension made in another process acts within this time."""
SCHEMA_SECONDS: Final = 60.0
"""A schema that served does not vanish; one that could not serve is asked about again each time."""


@dataclass(frozen=True, slots=True)
class _Known:
    partner: Partner | None
    until: float


_lock = Lock()
_hosts: dict[str, _Known] = {}
_served: dict[str, float] = {}


def host_is_public(host: str) -> bool:
    """Say whether this is our own host, not a partner's."""
    return host in {settings.BASE_HOST, "127.0.0.1"}


def partner_at(host: str) -> Partner | None:
    """Return the partner of a host, or None. At most one query, and none for a few seconds after."""
    now = time.monotonic()
    known = _hosts.get(host)
    if known is None or known.until < now:
        known = _Known(Partner.objects.filter(domains__domain=host).first(), now + HOST_SECONDS)
        with _lock:
            if len(_hosts) > 10_000:  # visitors may send any name
                _hosts.clear()
            _hosts[host] = known
    # A copy of its own for each request: what one request notes on the row is not another's.
    return copy.copy(known.partner)


def schema_serves(schema: str) -> bool:
    """Say whether the partner's schema exists and is fully migrated."""
    now = time.monotonic()
    if _served.get(schema, 0.0) > now:
        return True
    if not schema_current(schema):
        return False
    _served[schema] = now + SCHEMA_SECONDS
    return True


def hosts_forget() -> None:
    """Ask anew from now on, in this process; others do within HOST_SECONDS."""
    with _lock:
        _hosts.clear()
        _served.clear()
