"""What a plan allows, asked through billing's gate and told as 402 and 429."""

from django.utils.translation import gettext

from api.problems import NOT_IN_PLAN, TOO_MANY, Problem
from api.selectors import local_day, seconds_to_midnight
from api.services import call_count
from billing import entitlements
from billing.entitlements import Locked
from billing.features import API, API_CALLS
from tenants.models import Partner


def plan_require(partner: Partner) -> None:
    """Refuse with 402 a partner whose plan has no API."""
    if not entitlements.allows(partner, API):
        raise locked_problem(entitlements.locked(partner, API))


def locked_problem(locked: Locked) -> Problem:
    """Name the feature that is lacking and the first plan that has it."""
    words = {"feature": locked.feature.title, "plan": locked.plan.title}
    text = gettext("“%(feature)s” is in the plan “%(plan)s” and above.") % words
    return Problem(NOT_IN_PLAN, text, feature=locked.feature.key, plan=locked.plan.key)


def call_allow(partner: Partner) -> None:
    """Count a call of today in the partner's own time, or refuse it with 429."""
    limit = entitlements.limit(partner, API_CALLS)
    if not call_count(day=local_day(partner.timezone), limit=limit):
        wait = seconds_to_midnight(partner.timezone)
        text = gettext("Today's calls are used up (%(limit)s a day in your plan). They begin anew at midnight.")
        raise Problem(TOO_MANY, text % {"limit": limit}, headers={"Retry-After": str(wait)}, limit=limit)
