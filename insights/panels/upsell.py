"""What a plan lacks, shown as an offer: a made-up sample, the plan that has it, its price."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from billing.entitlements import Locked
from billing.features import Limit
from billing.panels.way import Viewer, way_to
from billing.plans import Plan, plan_with_more
from ui import numbers

SAMPLE: Final = (31, 34, 30, 38, 36, 41, 39, 45, 43, 44, 50, 47, 53, 51, 58)


@dataclass(frozen=True)
class Offer:
    """What components/locked.html shows."""

    title: str
    text: str
    plan: str
    price: str
    action: str
    url: str
    ask: str
    sample: Sequence[int] = SAMPLE


def offer(locked: Locked, viewer: Viewer, *, title: str = "", text: str = "") -> Offer:
    """Offer the cheapest plan that has what is locked: a button to owners, to others whom to ask."""
    way = way_to(locked.plan, viewer)
    return Offer(
        title=title or locked.title,
        text=text or _("Your plan does not include this. What you see is a sample, not your figures."),
        plan=locked.plan_title,
        price=price(locked.plan),
        action=way.action,
        url=way.url,
        ask=way.ask,
    )


def price(plan: Plan) -> str:
    """Write what a plan costs a month."""
    return _("%(price)s a month") % {"price": numbers.rub0(plan.price_month)}


def plan_for(limit: Limit, *, above: Plan) -> Plan | None:
    """Answer the next plan that has more of something; None on the plan with the most."""
    return plan_with_more(limit, than=above.limits[limit.key], above=above)
