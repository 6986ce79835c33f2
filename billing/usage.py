"""How much of its limits a partner uses: what the pages' meters, the admin and the API show."""

from dataclasses import dataclass
from datetime import datetime

from billing import hooks
from billing.counting import renews_at, used_of_all
from billing.entitlements import holding
from billing.features import COUNTED, LIMITS, OUTLETS, USERS, Per
from billing.plans import plan_with_more
from tenants.models import Partner
from tenants.selectors import seats_taken


@dataclass(frozen=True, slots=True)
class Meter:
    """One limit and how much of it is used; `next_plan` is the cheapest higher plan that has more of it."""

    key: str
    title: str
    used: int
    limit: int | None
    unit: str
    renews_at: datetime | None
    next_plan: str
    next_plan_title: str
    next_limit: int | None

    @property
    def reached(self) -> bool:
        """Whether nothing is left."""
        return self.limit is not None and self.used >= self.limit


def usage(partner: Partner, *, at: datetime | None = None) -> tuple[Meter, ...]:
    """Return a meter for each limit of which something can be used up, in the order of the plans' table."""
    held, used = holding(partner), use_of_limits(partner, at=at)
    meters = []
    for key, amount in used.items():
        limit, allowed = LIMITS[key], held.limits[key]
        more = plan_with_more(limit, than=allowed, above=held.plan)
        meters.append(
            Meter(
                key=key,
                title=str(limit.title),
                used=amount,
                limit=allowed,
                unit=str(limit.unit),
                renews_at=renews_at(partner, limit, at=at) if limit.per in COUNTED else None,
                next_plan=more.key if more else "",
                next_plan_title=str(more.title) if more else "",
                next_limit=more.limits[key] if more else None,
            )
        )
    return tuple(meters)


def use_of_limits(partner: Partner, *, at: datetime | None = None) -> dict[str, int]:
    """Return limit → used, for those that are counted and those that stand; others can't be used up."""
    standing = {OUTLETS.key: hooks.outlets_in_use.ask(partner), USERS.key: seats_taken(partner)}
    found = standing | used_of_all(partner, at=at)
    return {key: found[key] for key, limit in LIMITS.items() if limit.per in COUNTED or limit.per is Per.STANDING}
