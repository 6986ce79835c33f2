"""MRR, who left and which plans are held, month by month, from the log of plans alone.

Definitions, for a month in the bank's zone:

- MRR: what partners pay a month at the month's end, in kopecks with VAT; a year's price counts a twelfth. Trials,
  plans by agreement and pauses pay nothing.
- Each partner is compared at the month's beginning and end: nothing → something is new (or back), more is
  expansion, less is contraction, something → nothing is churned. So beginning + new + expansion − contraction −
  churned = end, to the kopeck. Who came and left within one month leaves no trace.
- Paying: partners with an MRR at the end. Logo churn: those who paid at the beginning and pay nothing at the end,
  of those who paid at the beginning.
- Plan mix: partners by the plan in force at the end, trials and agreements included.
- Trial conversion: of those whose trial began in the month, how many have ever paid up to now.

An erased partner is erased here too.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from billing.models import PlanChange
from billing.plans import PLANS
from tenants.models import Partner

TRIAL: Final = "trial"
"""Cause under which the log keeps the beginning of a trial."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month. Amounts are kopecks a month; `whole` is false while it lasts."""

    first: date
    whole: bool
    mrr_begin: int
    new: int
    expansion: int
    contraction: int
    churned: int
    mrr: int
    paying_begin: int
    paying: int
    left: int
    plans: Mapping[str, int]
    trials: int
    converted: int

    @property
    def logo_churn(self) -> float | None:
        """Share of the payers of the beginning who pay nothing at the end; None without payers."""
        return self.left / self.paying_begin if self.paying_begin else None

    @property
    def conversion(self) -> float | None:
        """Share of the trials begun in this month that have ever paid; None without trials."""
        return self.converted / self.trials if self.trials else None


@dataclass(slots=True)
class _History:
    """One partner's changes in their order."""

    times: list[datetime]
    plans: list[str]
    mrrs: list[int]
    trial_at: datetime | None = None

    def at(self, moment: datetime) -> tuple[str, int]:
        """Return plan and MRR just before a moment; no plan before the first change."""
        index = bisect_left(self.times, moment) - 1
        return (self.plans[index], self.mrrs[index]) if index >= 0 else ("", 0)


def report(partners: "QuerySet[Partner]", *, months: int = 12, now: datetime | None = None) -> tuple[Month, ...]:
    """Return the last months of some partners, the oldest first, the one under way last; none before any change."""
    now = now or timezone.now()
    histories = list(_histories(partners, now).values())
    if not histories:
        return ()
    today = timezone.localdate(now)
    wanted = _month_index(today) - months + 1
    oldest = min(_month_index(timezone.localdate(history.times[0])) for history in histories)
    indexes = range(max(wanted, oldest), _month_index(today) + 1)
    return tuple(_month(histories, index, now) for index in indexes)


def _histories(partners: "QuerySet[Partner]", now: datetime) -> dict[UUID, _History]:
    rows = PlanChange.objects.filter(partner__in=partners, at__lte=now).order_by("at", "pk")
    found: dict[UUID, _History] = {}
    for key, at, plan, mrr, cause in rows.values_list("partner_id", "at", "plan_after", "mrr_after", "cause"):
        history = found.setdefault(key, _History([], [], []))
        history.times.append(at)
        history.plans.append(plan)
        history.mrrs.append(mrr)
        if cause == TRIAL and history.trial_at is None:
            history.trial_at = at
    return found


def _month(histories: list[_History], index: int, now: datetime) -> Month:
    begin, following = _begins(index), _begins(index + 1)
    whole = following <= now
    # A state is read just before a moment, and a change made at this one counts.
    end = following if whole else now + timedelta(days=1)
    states = [(history.at(begin), history.at(end)) for history in histories]
    moves = [(before, after) for (_plan, before), (_next, after) in states]
    trials = [one for one in histories if one.trial_at is not None and begin <= one.trial_at < end]
    return Month(
        first=timezone.localdate(begin),
        whole=whole,
        mrr_begin=sum(before for before, _after in moves),
        new=sum(after for before, after in moves if not before),
        expansion=sum(after - before for before, after in moves if before and after > before),
        contraction=sum(before - after for before, after in moves if before > after > 0),
        churned=sum(before for before, after in moves if not after),
        mrr=sum(after for _before, after in moves),
        paying_begin=sum(before > 0 for before, _after in moves),
        paying=sum(after > 0 for _before, after in moves),
        left=sum(before > 0 and not after for before, after in moves),
        plans=_mix([plan for _state, (plan, _mrr) in states]),
        trials=len(trials),
        converted=sum(any(one.mrrs) for one in trials),
    )


def _mix(plans: list[str]) -> dict[str, int]:
    counted = Counter(plans)
    return {key: counted[key] for key in PLANS}


def _month_index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _begins(index: int) -> datetime:
    return datetime.combine(date(index // 12, index % 12 + 1, 1), time(), timezone.get_default_timezone())
