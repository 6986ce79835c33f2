"""What a partner may see: features, outlets, history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from billing.entitlements import Locked, allows, holding, limit, locked, locked_limit, plan_in_force
from billing.features import CUSTOMERS_BY_OUTLET, EXPORT_CSV, GOALS, GROWTH, HISTORY_MONTHS, OUTLETS, Feature
from billing.plans import Plan
from insights.errors import UnknownOutlet
from insights.models import Outlet
from tenants.models import Partner
from tenants.scope import for_partner


@contextmanager
def in_schema(partner: Partner) -> Iterator[None]:
    """Read in the partner's schema, whichever one is open."""
    here: Any = connection
    if here.schema_name == partner.schema_name:
        yield
        return
    with for_partner(partner):
        yield


def history_start(partner: Partner, as_of: date) -> date | None:
    """Return the first day that the plan shows; None when it shows all."""
    months = limit(partner, HISTORY_MONTHS)
    if months is None:
        return None
    index = as_of.year * 12 + as_of.month - 1 - months
    year, month = index // 12, index % 12 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    # The last day of a shorter month stands for the days it lacks.
    same_day = min(date(year, month, 1) + timedelta(days=as_of.day - 1), after - timedelta(days=1))
    return same_day + timedelta(days=1)


def clipped_at(shown_from: date | None, first: date) -> date | None:
    """Return the day from which a range that begins on `first` is shown; None when all of it is."""
    return shown_from if shown_from is not None and first < shown_from else None


def plan_of(partner: Partner) -> Plan:
    """Return the plan whose prices and limits a page may name."""
    return plan_in_force(partner)


def held_by(partner: Partner) -> tuple[object, ...]:
    """Return all that a drawn page depends on of what the partner holds; equal when nothing changed."""
    held = holding(partner)
    return held.plan.key, tuple(sorted(held.features)), tuple(sorted(held.limits.items()))


def growth_lock(partner: Partner) -> Locked:
    """Return what stands in the place of growth itself."""
    return locked(partner, GROWTH)


def feature_lock(partner: Partner, feature: Feature) -> Locked | None:
    """Return what stands in the place of a feature; None when the plan has it."""
    return None if allows(partner, feature) else locked(partner, feature)


def export_lock(partner: Partner) -> Locked | None:
    """Return what stands in the place of the export to CSV; None when the plan has it."""
    return feature_lock(partner, EXPORT_CSV)


def goals_lock(partner: Partner) -> Locked | None:
    """Return what stands in the place of goals; None when the plan has them."""
    return feature_lock(partner, GOALS)


def outlet_room(partner: Partner) -> int | None:
    """Return how many outlets the plan opens one by one; None is all."""
    return limit(partner, OUTLETS)


def outlet_locks(partner: Partner, outlets: list[Outlet]) -> list[Locked | None]:
    """Return, for each outlet in order of position, what stands in its place where the plan has no room for it."""
    room = limit(partner, OUTLETS)
    return [
        None if room is None or place <= room else locked_limit(partner, OUTLETS, wanted=place)
        for place, _outlet in enumerate(outlets, 1)
    ]


def outlet_lock(partner: Partner, merchant_id: str) -> Locked | None:
    """Return what stands in the place of an outlet, None when it may be chosen.

    Raises
    ------
    UnknownOutlet
        When the partner has no such outlet.
    """
    listed = list(Outlet.objects.filter(listed=True))
    locks = {outlet.merchant_id: lock for outlet, lock in zip(listed, outlet_locks(partner, listed), strict=True)}
    if merchant_id not in locks:
        raise UnknownOutlet(_("There is no such outlet. Choose one from the list."))
    return locks[merchant_id]


def by_outlet_lock(partner: Partner) -> Locked | None:
    """Return what stands in the place of the customers of one outlet; None when the plan has them."""
    return feature_lock(partner, CUSTOMERS_BY_OUTLET)


def customers_lock(partner: Partner, merchant_id: str) -> Locked | None:
    """Return what stands in the place of one outlet's customers; whether there is such an outlet comes first.

    Raises
    ------
    UnknownOutlet
        When the partner has no such outlet.
    """
    lock = outlet_lock(partner, merchant_id)
    return by_outlet_lock(partner) or lock
