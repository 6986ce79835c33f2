"""The four plans. A new price or a moved feature is a change of this file and of nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing import features as f
from billing.features import Feature, Limit, UnknownName, feature_of, limit_of

MONTHS_PAID_A_YEAR: Final = 10
TRIAL_DAYS: Final = 30
GRACE_DAYS: Final = 7
"""How long a paid plan stays after its payment failed."""
PAUSE_MONTHS: Final = 3
"""How long a paid plan may rest at most."""
VAT_PERCENT: Final = 22
"""The rate of 2026, contained in every price."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan: what it costs and what it holds."""

    key: str
    title: str | Promise
    promise: str | Promise
    rank: int
    price_month: int
    features: frozenset[str]
    limits: Mapping[str, int | None]

    @property
    def price_year(self) -> int:
        """Roubles a year when paid by the year."""
        return self.price_month * MONTHS_PAID_A_YEAR

    def __str__(self) -> str:
        return self.key


def _next(  # noqa: PLR0917  a table, read line by line
    below: Plan | None, key: str, title: str | Promise, promise: str | Promise, price: int,
    adds: tuple[Feature, ...], limits: Mapping[Limit, int | None],
) -> Plan:  # fmt: skip
    held = (below.features if below else frozenset()) | {feature.key for feature in adds}
    numbers = MappingProxyType({limit.key: number for limit, number in limits.items()})
    return Plan(key, title, promise, below.rank + 1 if below else 0, price, held, numbers)


START: Final = _next(
    None, "start", _("Start"), _("See whether you are up or down"), 0,
    (f.GROWTH, f.FORECAST, f.PEERS, f.GENDER, f.AGE, f.NEW_RETURNING, f.INSIGHTS, f.DIGEST),
    {
        f.OUTLETS: 1, f.USERS: 1, f.HISTORY_MONTHS: 3, f.FORECAST_DAYS: 7, f.FORECAST_WEEKS: 1, f.PEER_METRICS: 1,
        f.PROFILES_SHOWN: 0, f.INSIGHTS_A_WEEK: 1, f.CAMPAIGNS_A_MONTH: 0, f.CAMPAIGN_CUSTOMERS: 0,
        f.API_CALLS: 0,
    },
)  # fmt: skip
GROWTH: Final = _next(
    START, "growth", _("Growth"), _("Understand your customers and your market"), 1_990,
    (f.PEERS_ALL, f.REGULAR, f.RETENTION, f.SEASONALITY, f.RFM, f.PROFILES, f.CHURN_SUMMARY, f.CAMPAIGNS,
     f.EXPORT_CSV, f.EXPORT_PDF, f.DIGEST_WEEKLY),
    {
        f.OUTLETS: 3, f.USERS: 3, f.HISTORY_MONTHS: 13, f.FORECAST_DAYS: 28, f.FORECAST_WEEKS: 4,
        f.PEER_METRICS: None, f.PROFILES_SHOWN: 3, f.INSIGHTS_A_WEEK: 5, f.CAMPAIGNS_A_MONTH: 1,
        f.CAMPAIGN_CUSTOMERS: 1_000, f.API_CALLS: 0,
    },
)  # fmt: skip
PRO: Final = _next(
    GROWTH, "pro", _("Pro"), _("Know why, and act on it"), 4_990,
    (f.GOALS, f.PEERS_LENSES, f.SHARED_CUSTOMERS, f.DEFECTION, f.LTV, f.SOLVENCY, f.PROFILES_PEER_GAP,
     f.CHURN_CUSTOMERS, f.CAUSE_SPLIT, f.UPLIFT, f.EXPORT_XLSX, f.AUDIENCES, f.API, f.ALERTS),
    {
        f.OUTLETS: 10, f.USERS: 10, f.HISTORY_MONTHS: 36, f.FORECAST_DAYS: 91, f.FORECAST_WEEKS: 13,
        f.PEER_METRICS: None, f.PROFILES_SHOWN: None, f.INSIGHTS_A_WEEK: None, f.CAMPAIGNS_A_MONTH: 5,
        f.CAMPAIGN_CUSTOMERS: 20_000, f.API_CALLS: 10_000,
    },
)  # fmt: skip
NETWORK: Final = _next(
    PRO, "network", _("Network"), _("Run a chain, outlet by outlet"), 14_900,
    (f.PEERS_CUSTOM, f.CUSTOMERS_BY_OUTLET, f.PROFILES_EXPORT, f.CHURN_API, f.OWN_RULES, f.AD_CABINET,
     f.EXPORT_SCHEDULED, f.WEBHOOKS, f.DIGEST_DAILY),
    {
        f.OUTLETS: None, f.USERS: None, f.HISTORY_MONTHS: None, f.FORECAST_DAYS: 182, f.FORECAST_WEEKS: 26,
        f.PEER_METRICS: None, f.PROFILES_SHOWN: None, f.INSIGHTS_A_WEEK: None, f.CAMPAIGNS_A_MONTH: None,
        f.CAMPAIGN_CUSTOMERS: None, f.API_CALLS: 100_000,
    },
)  # fmt: skip

PLANS: Final[Mapping[str, Plan]] = MappingProxyType({plan.key: plan for plan in (START, GROWTH, PRO, NETWORK)})
"""By key, the cheapest first."""
AFTER_TRIAL: Final = START
TRIAL: Final = PRO


def plan_of(key: Plan | str) -> Plan:
    """Return the plan of a key.

    Raises
    ------
    UnknownName
        When there is none.
    """
    if isinstance(key, Plan):
        return key
    try:
        return PLANS[key]
    except KeyError as error:
        raise UnknownName(f"There is no plan {key}. There are: {', '.join(PLANS)}.") from error


def plan_with(feature: Feature | str) -> Plan:
    """Return the cheapest plan that has a feature."""
    key = feature_of(feature).key
    return next(plan for plan in PLANS.values() if key in plan.features)


def plan_with_more(limit: Limit | str, *, than: int | None, above: Plan | None = None) -> Plan | None:
    """Return the cheapest plan, of those above one, that has more of a limit; None when none has."""
    key = limit_of(limit).key
    if than is None:
        return None
    for plan in PLANS.values():
        more = plan.limits[key]
        if (above is None or plan.rank > above.rank) and (more is None or more > than):
            return plan
    return None


def plan_below(plan: Plan) -> Plan | None:
    """Return the next cheaper plan; None below the cheapest."""
    return next((lower for lower in PLANS.values() if lower.rank == plan.rank - 1), None)


def change_at_once(now: Plan, then: Plan, *, yearly_now: bool, yearly_then: bool) -> bool:
    """Say whether a change acts at once: more of a plan, or a year instead of a month, and never a shorter period."""
    if yearly_now and not yearly_then:
        return False
    return then.rank > now.rank or (then is now and yearly_then and not yearly_now)
