"""What a plan holds of the figures of customers, and so what a run computes."""

from collections.abc import Sequence

from billing.entitlements import allows
from billing.features import CUSTOMERS_BY_OUTLET, RETENTION, SEASONALITY
from insights.breakdowns.base import Breakdown
from insights.breakdowns.catalogue import catalogue
from insights.customers.recompute import Wanted
from insights.selectors.kind import own_kind
from lake.scope import OutletRow
from tenants.models import Partner


def breakdowns_held(partner: Partner) -> tuple[Breakdown, ...]:
    """Return the breakdowns that the plan has, in order."""
    return tuple(one for one in catalogue().values() if allows(partner, one.feature))


def customers_wanted(partner: Partner, listed: Sequence[OutletRow], opened: Sequence[str]) -> Wanted:
    """Return what a run of the open partner is to compute.

    Parameters
    ----------
    partner : Partner
        Whose schema is open.
    listed : sequence of OutletRow
        Its outlets by the bank's newest list, which may be newer than what is kept.
    opened : sequence of str
        Those of them that the plan has room for.
    """
    return Wanted(
        breakdowns=breakdowns_held(partner),
        retention=allows(partner, RETENTION),
        seasonality=allows(partner, SEASONALITY),
        outlets=tuple(opened) if allows(partner, CUSTOMERS_BY_OUTLET) else (),
        regular_days=own_kind(partner, [outlet.mcc for outlet in listed]).regular_days,
    )
