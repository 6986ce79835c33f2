"""What a plan allows, asked through billing's gate and told as 402 and 429."""

import math
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from api.problems import NOT_IN_PLAN, TOO_MANY, Problem
from billing import counting, entitlements
from billing.entitlements import Locked
from billing.features import API, API_CALLS
from billing.refusals import LimitReached
from tenants.models import Partner


def plan_require(partner: Partner) -> None:
    """Refuse with 402 a partner whose plan has no API."""
    if not entitlements.allows(partner, API):
        raise locked_problem(entitlements.locked(partner, API))


def locked_problem(locked: Locked) -> Problem:
    """Name the feature that is lacking and the first plan that has it."""
    words = {"feature": locked.feature.title, "plan": locked.plan.title}
    if locked.removed:
        text = gettext("“%(feature)s” is turned off for you. Your account manager can turn it on.")
    else:
        text = gettext("“%(feature)s” is in the plan “%(plan)s” and above.")
    return Problem(NOT_IN_PLAN, text % words, feature=locked.feature.key, plan=locked.plan.key)


def call_allow(partner: Partner) -> None:
    """Count a call of today in the partner's own time, or refuse it with 429."""
    now = timezone.now()
    try:
        counting.spend(partner, API_CALLS, at=now)
    except LimitReached as reached:
        wait = str(seconds_until(counting.renews_at(partner, API_CALLS, at=now), now))
        text = gettext("Today's calls are used up (%(limit)s a day in your plan). They begin anew at midnight.")
        words, headers = {"limit": reached.allowed}, {"Retry-After": wait}
        raise Problem(TOO_MANY, text % words, headers=headers, limit=reached.allowed) from reached


def seconds_until(moment: datetime, now: datetime) -> int:
    """Return whole seconds after which a moment is surely past."""
    return max(1, math.floor(moment.timestamp() - now.timestamp()) + 1)
