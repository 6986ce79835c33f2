"""What `account/` and the page of keys tell about a partner."""

from dataclasses import dataclass
from datetime import date

from billing import entitlements
from billing.counting import used
from billing.entitlements import Locked
from billing.features import API, API_CALLS, LIMITS
from billing.usage import use_of_limits
from insights import selectors as insights
from tenants.models import Partner


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
    use = use_of_limits(partner)
    return Account(
        name=partner.name,
        subdomain=partner.subdomain,
        timezone=partner.timezone,
        plan=held.plan.key,
        features=tuple(sorted(held.features)),
        limits=tuple(LimitUse(key, held.limits[key], use.get(key)) for key in LIMITS),
        as_of=fresh.as_of if fresh else None,
    )


def calls_today(partner: Partner) -> LimitUse:
    """Return today's counted calls, today being the partner's own, and how many the plan has."""
    return LimitUse(API_CALLS.key, entitlements.limit(partner, API_CALLS), used(partner, API_CALLS))


def api_locked(partner: Partner) -> Locked | None:
    """Return what stands in the place of the API where the plan has none."""
    return None if entitlements.allows(partner, API) else entitlements.locked(partner, API)
