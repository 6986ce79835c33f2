"""Use of the limits that begin anew with a day, a week or a month, counted in one conditional statement."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from billing.entitlements import holding
from billing.features import COUNTED, LIMITS, Limit, Per, limit_of
from billing.models import UsageCounter
from billing.refusals import limit_reached
from tenants.models import Partner

# The database adds and compares at once, so that two at the same moment can't pass the limit together.
_SPEND: Final = """
INSERT INTO {table} AS counter (id, partner_id, name, period_start, used)
SELECT %(id)s, %(partner)s, %(name)s, %(start)s, %(amount)s
WHERE %(limit)s::bigint IS NULL OR %(amount)s <= %(limit)s::bigint
ON CONFLICT (partner_id, name, period_start)
DO UPDATE SET used = counter.used + excluded.used
WHERE %(limit)s::bigint IS NULL OR counter.used + excluded.used <= %(limit)s::bigint
RETURNING used
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """What was counted: `unspend` takes it back, in the period in which it was counted."""

    limit: Limit
    amount: int
    period_start: date
    used: int


def spend(partner: Partner, name: Limit | str, amount: int = 1, *, at: datetime | None = None) -> Spent:
    """Count an act against a limit.

    Called inside the act's transaction it is taken back with it; one that fails later calls `unspend`.

    Raises
    ------
    LimitReached
        When the period has no room for it; nothing is counted then.
    UnknownName
        When there is no such limit.
    ValueError
        For a limit that is not counted by periods, and for an amount below one.
    """
    limit = _counted(name)
    if amount < 1:
        raise ValueError(f"An amount of {amount} can't be spent.")
    start = period_start(partner, limit, at=at)
    allowed = holding(partner).limits[limit.key]
    facts: dict[str, Any] = {
        "id": uuid.uuid4(),
        "partner": partner.pk,
        "name": limit.key,
        "start": start,
        "amount": amount,
        "limit": allowed,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SPEND.format(table=connection.ops.quote_name(UsageCounter._meta.db_table)), facts)
        row = cursor.fetchone()
    if row is None:
        raise limit_reached(
            partner, limit, used=used(partner, limit, at=at), renews_at=renews_at(partner, limit, at=at)
        )
    return Spent(limit, amount, start, row[0])


def unspend(partner: Partner, spent: Spent) -> None:
    """Take back what an act that came to nothing has spent. Call it once."""
    UsageCounter.objects.filter(partner_id=partner.pk, name=spent.limit.key, period_start=spent.period_start).update(
        used=Greatest(F("used") - spent.amount, 0)
    )


def used(partner: Partner, name: Limit | str, *, at: datetime | None = None) -> int:
    """Return how much of a counted limit is used in the period of a moment."""
    limit = _counted(name)
    return used_of_all(partner, at=at)[limit.key]


def used_of_all(partner: Partner, *, at: datetime | None = None) -> dict[str, int]:
    """Return how much of each counted limit is used in the period of a moment; one query."""
    counted = [limit for limit in LIMITS.values() if limit.per in COUNTED]
    starts = {limit.key: period_start(partner, limit, at=at) for limit in counted}
    rows = UsageCounter.objects.filter(partner_id=partner.pk, period_start__in=set(starts.values()))
    found = {(name, start): amount for name, start, amount in rows.values_list("name", "period_start", "used")}
    return {key: found.get((key, start), 0) for key, start in starts.items()}


def period_start(partner: Partner, name: Limit | str, *, at: datetime | None = None) -> date:
    """Return the first day of the period of a moment: the partner's own day, week from Monday, or month."""
    limit = _counted(name)
    today = (at or timezone.now()).astimezone(ZoneInfo(partner.timezone)).date()
    if limit.per is Per.WEEK:
        return today - timedelta(days=today.weekday())
    return today.replace(day=1) if limit.per is Per.MONTH else today


def renews_at(partner: Partner, name: Limit | str, *, at: datetime | None = None) -> datetime:
    """Return the moment at which a counted limit begins anew: midnight at the partner's."""
    limit, start = _counted(name), period_start(partner, name, at=at)
    if limit.per is Per.MONTH:
        after = (start + timedelta(days=31)).replace(day=1)
    else:
        after = start + timedelta(days=7 if limit.per is Per.WEEK else 1)
    return datetime.combine(after, time(), ZoneInfo(partner.timezone))


def _counted(name: Limit | str) -> Limit:
    limit = limit_of(name)
    if limit.per not in COUNTED:
        raise ValueError(f"{limit.key} is not counted by periods.")
    return limit
