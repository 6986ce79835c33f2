"""What the rules of the risk look at, read for many partners in as many queries as for one."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Max, Q, Sum
from django.utils import timezone

from billing.entitlements import holding
from billing.features import API_CALLS
from billing.models import Subscription, UsageCounter
from billing.plans import AFTER_TRIAL
from billing.risk import RiskFacts
from billing.standing import LIVE
from tenants.models import Membership, Partner

WINDOW: Final = timedelta(days=28)
CALLS_ENOUGH: Final = 20
"""A fall from fewer calls than this says nothing."""


def risk_facts(partners: Sequence[Partner], *, no_data: Mapping[UUID, bool]) -> dict[UUID, RiskFacts]:
    """Return key → facts. What the partners hold should have been read before, by `holdings_keep`.

    Parameters
    ----------
    partners : sequence of Partner
        Of one page.
    no_data : mapping of UUID to bool
        Which of them have no fresh figures; the room of figures knows.
    """
    keys = [partner.pk for partner in partners]
    rows = {row.partner_id: row for row in Subscription.objects.filter(partner__in=keys)}
    members = Membership.objects.filter(partner__in=keys).order_by()
    seen: dict[UUID, datetime | None] = dict(members.values_list("partner").annotate(last=Max("seen_at")))
    changes = _call_changes(keys)
    now = timezone.now()
    facts = {}
    for partner in partners:
        row = rows.get(partner.pk) or Subscription()
        paying = row.paid_status in LIVE
        trial = holding(partner).trial_until
        last = seen.get(partner.pk)
        paused = row.paused_until if row.paused_until and row.paused_until > now else None
        facts[partner.pk] = RiskFacts(
            subscribed=paying or paused is not None or holding(partner).plan.rank > AFTER_TRIAL.rank,
            days_away=(now - (last or partner.created_at)).days,
            ever_signed_in=last is not None,
            payment_failed=row.paid_status == Subscription.PaidStatus.PAST_DUE,
            cancel_at=row.cancel_at if paying else None,
            paused_until=paused,
            trial_days_left=(trial - now).days if trial and not paying else None,
            card_known=bool(row.card),
            no_data=no_data.get(partner.pk, False),
            use_change=changes.get(partner.pk),
        )
    return facts


def _call_changes(keys: list[UUID]) -> dict[UUID, float]:
    """Return key → change of the API's calls, of those that made enough of them before."""
    today = timezone.localdate()
    middle, begin = today - WINDOW, today - 2 * WINDOW
    rows = UsageCounter.objects.filter(partner__in=keys, name=API_CALLS.key, period_start__gt=begin).order_by()
    sums = rows.values_list("partner").annotate(
        before=Sum("used", filter=Q(period_start__lte=middle), default=0),
        after=Sum("used", filter=Q(period_start__gt=middle), default=0),
    )
    return {key: after / before - 1 for key, before, after in sums if before >= CALLS_ENOUGH}
