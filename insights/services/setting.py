"""What a partner says about itself, and which outlets it says are not its own."""

from collections.abc import Collection
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from billing.entitlements import require
from billing.features import GOALS, LTV
from insights.models import Outlet, Setting
from tenants.errors import Refused
from tenants.models import Partner

GOAL_MOST: Final = 10**13
COVERAGE: Final = (10, 100)
MARGIN: Final = (1, 100)


def setting_change(**fields: Any) -> Setting:
    """Set some of the open partner's facts.

    Raises
    ------
    Refused
        For a share of card sales outside 10 to 100 %, or a margin outside 1 to 100 %.
    """
    share = fields.get("coverage")
    if share is not None and not COVERAGE[0] <= share <= COVERAGE[1]:
        raise Refused(_("Give a share from 10 to 100 %, or choose “I don't know”."), field="coverage")
    margin = fields.get("margin")
    if margin is not None and not MARGIN[0] <= margin <= MARGIN[1]:
        raise Refused(_("Give the margin in whole percent from 1 to 100, like 30."), field="margin")
    row, _made = Setting.objects.update_or_create(only=True, defaults=fields)
    return row


def goal_set(*, partner: Partner, roubles: int | None) -> Setting:
    """Set the open partner's goal of revenue a month, or none.

    Raises
    ------
    NotEntitled
        When the plan has no goals.
    Refused
        For a goal that is no sum.
    """
    require(partner, GOALS)
    if roubles is not None and not 0 < roubles < GOAL_MOST:
        raise Refused(_("Give the goal in whole roubles, like 1 500 000."), field="revenue_goal")
    return setting_change(revenue_goal=roubles)


def margin_set(*, partner: Partner, percent: int | None) -> Setting:
    """Set the open partner's margin in percent of revenue, or none.

    Raises
    ------
    NotEntitled
        When the plan has no values of customers, which alone are told as profit.
    Refused
        For a margin outside 1 to 100 %.
    """
    require(partner, LTV)
    return setting_change(margin=percent)


def outlets_disown(*, outlets: Collection[str]) -> bool:
    """Say which of the bank's outlets are not the open partner's own; they leave all figures. Say whether it changed.

    Raises
    ------
    Refused
        When none would be left.
    """
    with transaction.atomic():
        rows = list(Outlet.objects.select_for_update().order_by("merchant_id"))
        known = [row for row in rows if row.listed or row.disowned]
        wanted = [row for row in known if row.merchant_id in outlets]
        if known and len(wanted) == len(known):
            raise Refused(_("Leave at least one outlet. If none is yours, write to your account manager."))
        changed = [row for row in known if row.disowned != (row in wanted)]
        for row in changed:
            row.disowned = row in wanted
            row.listed = not row.disowned
        Outlet.objects.bulk_update(changed, ["disowned", "listed"])
    return bool(changed)
