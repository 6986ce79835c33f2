"""What comes by the date alone: a trial ends, days of grace pass, a pause is over, and no event says so."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from billing.entitlements import forget
from billing.models import Subscription
from billing.notices import dates_notices
from billing.plan_log import plan_change_note
from billing.sync import subscription_locked

AROUND: Final = timedelta(days=8)
"""Dates nearer than this, before or after, are looked at."""


def dates_rows() -> list[UUID]:
    """Name the subscriptions with a date near by."""
    now = timezone.now()
    near = Q()
    for name in ("trial_until", "grace_until", "paused_until"):
        near |= Q(**{f"{name}__range": (now - AROUND, now + AROUND)})
    return list(Subscription.objects.filter(near).order_by("pk").values_list("pk", flat=True))


def dates_apply(pk: UUID) -> None:
    """Write the letters that are due and note the plan in force; again, it changes nothing."""
    with transaction.atomic():
        row = subscription_locked(pk=pk)
        if row is None:
            return
        dates_notices(row)
        if plan_change_note(row, cause="time") is not None:
            forget(row.partner)
