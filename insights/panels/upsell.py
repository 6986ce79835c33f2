"""What a plan lacks, shown as an offer: a made-up sample, the plan that has it, its price."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from billing.entitlements import Locked
from billing.features import Limit
from billing.plans import PLANS, Plan
from tenants.addresses import public_address
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
    sample: Sequence[int] = SAMPLE


def offer(locked: Locked, *, title: str = "", text: str = "") -> Offer:
    """Offer the cheapest plan that has what is locked."""
    return Offer(
        title=title or locked.title,
        text=text or _("Your plan does not include this. What you see is a sample, not your figures."),
        plan=locked.plan_title,
        price=price(locked.plan),
        action=_("Compare plans"),
        url=plans_url(),
    )


def price(plan: Plan) -> str:
    """Write what a plan costs a month."""
    return _("%(price)s a month") % {"price": numbers.rub0(plan.price_month)}


def plans_url() -> str:
    """Answer where the plans are compared."""
    return public_address("/#plans")


def plan_for(limit: Limit, *, above: Plan) -> Plan | None:
    """Answer the next plan that has more of something; None on the plan with the most."""
    held = above.limits[limit.key]
    if held is None:
        return None
    for plan in PLANS.values():
        more = plan.limits[limit.key]
        if plan.rank > above.rank and (more is None or more > held):
            return plan
    return None
