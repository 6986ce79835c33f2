"""What `account/` and the page of keys tell about a partner."""

from dataclasses import dataclass
from datetime import date

from api.selectors import calls_on, local_day
from billing import entitlements
from billing.features import API_CALLS, LIMITS, OUTLETS, USERS
from insights import selectors as insights
from tenants.models import Membership, Partner


@dataclass(frozen=True, slots=True)
class LimitUse:
    """A limit of the plan and how much of it is used, where that is counted."""

    key: str
    limit: int | None
    used: int | None


@dataclass(frozen=True, slots=True)
class Account:
    """A partner and what its plan holds."""

    name: str
    subdomain: str
    timezone: str
    plan: str
    features: tuple[str, ...]
    limits: tuple[LimitUse, ...]
    as_of: date | None


def account(partner: Partner) -> Account:
    """Return the account of the partner whose schema is open."""
    held, fresh = entitlements.holding(partner), insights.freshness(partner)
    used = {
        API_CALLS.key: calls_today(partner).used,
        USERS.key: Membership.objects.filter(partner=partner).count(),
        OUTLETS.key: len(insights.outlets(partner)),
    }
    return Account(
        name=partner.name,
        subdomain=partner.subdomain,
        timezone=partner.timezone,
        plan=held.plan.key,
        features=tuple(sorted(held.features)),
        limits=tuple(LimitUse(key, held.limits[key], used.get(key)) for key in LIMITS),
        as_of=fresh.as_of if fresh else None,
    )


def calls_today(partner: Partner) -> LimitUse:
    """Return today's counted calls, today being the partner's own, and how many the plan has."""
    used = calls_on(local_day(partner.timezone))
    return LimitUse(API_CALLS.key, entitlements.limit(partner, API_CALLS), used)
