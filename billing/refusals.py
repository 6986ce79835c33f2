"""What is said when a limit is reached, and by what it could be raised."""

from datetime import datetime

from django.utils.translation import gettext as _

from billing.entitlements import holding
from billing.features import Limit
from billing.plans import Plan, plan_with_more
from tenants.errors import Refused
from tenants.models import Partner
from ui.numbers import num


class LimitReached(Refused):
    """A limit has no room: which, what is used, when it begins anew, and the cheapest higher plan that has more."""

    def __init__(
        self, message: str, *, limit: Limit, used: int, allowed: int, renews_at: datetime | None, plan: Plan | None
    ) -> None:
        super().__init__(message)
        self.limit = limit
        self.used = used
        self.allowed = allowed
        self.renews_at = renews_at
        self.plan = plan


def limit_reached(
    partner: Partner, limit: Limit, *, used: int, wanted: int | None = None, renews_at: datetime | None = None
) -> LimitReached:
    """Make the refusal; `wanted` is what a higher plan would have to hold, one more than now unless given."""
    held = holding(partner)
    allowed = held.limits[limit.key] or 0
    than = max(allowed, wanted - 1) if wanted else allowed
    plan = plan_with_more(limit, than=than, above=held.plan)
    words = {"title": limit.title, "allowed": num(allowed), "plan": plan.title if plan else ""}
    if not allowed:
        text = _("%(title)s: your plan has none.")
    elif renews_at:
        text = _("%(title)s: your plan has %(allowed)s, and all are used. They begin anew with the next period.")
    else:
        text = _("%(title)s: your plan has room for %(allowed)s.")
    if plan:
        text = " ".join((text, _("The plan “%(plan)s” has more.")))
    return LimitReached(text % words, limit=limit, used=used, allowed=allowed, renews_at=renews_at, plan=plan)
