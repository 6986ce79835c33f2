"""What the page of usage shows: a meter for each limit that can be used up, the rest in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from billing import features as f
from billing.entitlements import holding
from billing.features import LIMITS, Limit
from billing.panels.acts import day_of
from billing.panels.way import Viewer, Way, way_to
from billing.plans import PLANS
from billing.usage import Meter, usage
from ui.numbers import num

IN_WORDS: Final = (
    f.HISTORY_MONTHS,
    f.FORECAST_DAYS,
    f.FORECAST_WEEKS,
    f.PEER_METRICS,
    f.PROFILES_SHOWN,
    f.CAMPAIGN_CUSTOMERS,
)


@dataclass(frozen=True, slots=True)
class Gauge:
    """One meter with its words."""

    key: str
    title: str
    used: int
    limit: int | None
    words: str
    renews: str
    more: str
    reached: bool
    way: Way | None


@dataclass(frozen=True, slots=True)
class UsagePage:
    """The page."""

    plan: str
    gauges: tuple[Gauge, ...]
    facts: tuple[tuple[str, str], ...]


def usage_page(viewer: Viewer) -> UsagePage:
    """Lay out what a partner uses of what it holds."""
    held = holding(viewer.partner)
    return UsagePage(
        plan=str(held.plan.title),
        gauges=tuple(_gauge(meter, viewer) for meter in usage(viewer.partner)),
        facts=tuple((str(limit.title), amount_words(held.limits[limit.key], limit)) for limit in IN_WORDS),
    )


def amount_words(number: int | None, limit: Limit) -> str:
    """Write how much of a limit a plan holds."""
    if number is None:
        return _("no limit")
    return f"{num(number)} {limit.unit}".strip() if number else _("not in the plan")


def _gauge(meter: Meter, viewer: Viewer) -> Gauge:
    return Gauge(
        key=meter.key,
        title=meter.title,
        used=meter.used,
        limit=meter.limit or None,
        words=_words(meter),
        renews=_renews(meter.renews_at) if meter.limit and meter.renews_at else "",
        more=_more(meter),
        reached=bool(meter.limit) and meter.reached,
        way=way_to(PLANS[meter.next_plan], viewer) if meter.next_plan and meter.reached else None,
    )


def _words(meter: Meter) -> str:
    if meter.limit is None:
        return _("%(used)s, no limit") % {"used": num(meter.used)}
    if not meter.limit:
        return _("not in the plan")
    return _("%(used)s of %(limit)s") % {"used": num(meter.used), "limit": num(meter.limit)}


def _renews(at: datetime) -> str:
    return _("Begins anew on %(day)s.") % {"day": day_of(at)}


def _more(meter: Meter) -> str:
    if not meter.next_plan:
        return ""
    facts = {"plan": meter.next_plan_title, "amount": amount_words(meter.next_limit, LIMITS[meter.key])}
    return _("The plan “%(plan)s” gives: %(amount)s.") % facts
