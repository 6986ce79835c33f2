"""Keep a partner's customer values as new as its figures."""

from datetime import date
from typing import Final

import pyarrow as pa
import structlog
from django.utils import timezone

from billing.entitlements import allows
from billing.features import LTV
from insights.engine.visits import Visits
from segments.models import ModelRun
from segments.value.draft import VERSION, value_draft
from tenants.models import Partner
from tenants.scope import for_partner

log = structlog.get_logger(__name__)

ESTIMATOR: Final = "ltv"


def value_refit(
    *, partner: Partner, visits: Visits, people: pa.Table, first_day: date, as_of: date, data_version: int
) -> bool:
    """Estimate what the partner's customers are worth and keep it; say whether anything was done.

    Nothing is when the plan lacks it, or the same data were seen. Done twice, it changes nothing.

    Parameters
    ----------
    partner : Partner
        Whose customers.
    visits : Visits
        All of them, from `first_day` to `as_of`.
    people : pyarrow.Table
        What the bank knows of the customers, a row each.
    first_day, as_of : date
        First day of the lake and last one that counts.
    data_version : int
        Of the lake.
    """
    if not allows(partner, LTV):
        return False
    with for_partner(partner):
        if ModelRun.objects.filter(
            estimator=ESTIMATOR, data_version=data_version, as_of=as_of, version=VERSION
        ).exists():
            return False
        begun = timezone.now()
        draft = value_draft(visits, people, as_of)
        ModelRun.objects.update_or_create(
            estimator=ESTIMATOR,
            defaults={
                "status": draft.status,
                "reason": draft.reason,
                "data_version": data_version,
                "as_of": as_of,
                "version": VERSION,
                "card": {**draft.card, "first_day": first_day.isoformat(), "payments": _payments(visits)},
                "body": draft.body,
                "made_at": timezone.now(),
            },
        )
    seconds = (timezone.now() - begun).total_seconds()
    log.info("values fitted", schema=partner.schema_name, status=draft.status, why=draft.reason, seconds=seconds)
    return True


def _payments(visits: Visits) -> int:
    return int(visits.purchases.sum() + visits.refunds.sum())
