"""The one way into a partner's schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Q

from tenants.database import connection
from tenants.errors import PartnerUnknown
from tenants.models import Partner

__all__ = ["PartnerUnknown", "for_partner", "partner_current"]

ACTIVE = frozenset({Partner.Status.ACTIVE.value})


@contextmanager
def for_partner(partner: Partner | str | None, *, statuses: frozenset[str] = ACTIVE) -> Iterator[Partner]:
    """Open a partner's schema for the block and leave it afterwards.

    Parameters
    ----------
    partner
        A partner, its subdomain or its schema's name.
    statuses
        Statuses in which the block may run; provisioning and support name more than "active".

    Raises
    ------
    PartnerUnknown
        For none, an unknown one, the public schema, and a partner in another status.
    """
    found = _find(partner)
    if found.status not in statuses:
        raise PartnerUnknown(f"Partner {found.subdomain} is {found.status}, not {' or '.join(sorted(statuses))}.")
    before: Any = connection.tenant
    connection.set_tenant(found)
    try:
        yield found
    finally:
        connection.set_tenant(before)


def partner_current() -> Partner:
    """Return the partner whose schema the connection is in.

    Raises
    ------
    PartnerUnknown
        When it is in none.
    """
    here = connection.tenant
    if not isinstance(here, Partner):
        raise PartnerUnknown("This work belongs to a partner: open for_partner() around it.")
    return here


def _find(partner: Partner | str | None) -> Partner:
    # Asked again even for an instance: it may have been suspended or erased since it was read.
    if isinstance(partner, Partner):
        wanted, name = Q(pk=partner.pk), partner.subdomain
    elif isinstance(partner, str) and partner:
        wanted, name = Q(subdomain=partner) | Q(schema_name=partner), partner
    else:
        raise PartnerUnknown("No partner was named.")
    found: Partner | None = Partner.objects.filter(wanted).first()
    if found is None:
        raise PartnerUnknown(f"There is no partner {name}.")
    return found
