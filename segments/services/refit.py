"""Keep a partner's customer values as new as its figures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa
import structlog
from django.db import transaction
from django.utils import timezone

from billing.entitlements import allows
from billing.features import LTV, RFM
from insights.engine.visits import Visits
from insights.engine.windows import Ints
from segments.customers.rows import VERSION as LISTED
from segments.customers.rows import Columns, customer_columns
from segments.customers.store import customers_lock, customers_replace
from segments.models import CustomerRun, ModelRun
from segments.value.draft import VERSION, Ahead, Draft, value_draft
from tenants.models import Partner
from tenants.scope import for_partner

log = structlog.get_logger(__name__)

ESTIMATOR: Final = "ltv"


def value_refit(
    *,
    partner: Partner,
    visits: Visits,
    people: pa.Table,
    pseudonyms: Callable[[], Ints],
    first_day: date,
    as_of: date,
    data_version: int,
) -> bool:
    """Estimate what the partner's customers are worth and list them; say whether anything was done.

    Nothing is when the plan lacks both, or the same data were seen. Done twice, it changes nothing.

    Parameters
    ----------
    partner : Partner
        Whose customers.
    visits : Visits
        All of them, from `first_day` to `as_of`.
    people : pyarrow.Table
        What the bank knows of the customers, a row each.
    pseudonyms : callable
        Returns the customers' names by code.
    first_day, as_of : date
        First day of the lake and last one that counts.
    data_version : int
        Of the lake.
    """
    valued = allows(partner, LTV)
    if not valued and not allows(partner, RFM):
        return False
    seen = Seen(first_day, as_of, data_version, _payments(visits))
    with for_partner(partner):
        if _done(seen, valued=valued):
            return False
        begun = timezone.now()
        draft = value_draft(visits, people, as_of) if valued else None
        ahead = draft.ahead if draft else None
        columns = customer_columns(visits, people, pseudonyms=pseudonyms(), as_of=as_of, ahead=ahead)
        with transaction.atomic():
            customers_lock()
            if _done(seen, valued=valued):
                return False  # another worker was faster
            if draft:
                _fit_keep(seen, draft)
            _list_keep(seen, columns, ahead, valued=valued)
    seconds = (timezone.now() - begun).total_seconds()
    status, why = (draft.status, draft.reason) if draft else ("listed", "")
    log.info("values fitted", schema=partner.schema_name, status=status, why=why, seconds=seconds)
    return True


@dataclass(frozen=True, slots=True)
class Seen:
    """What a fit rests on."""

    first_day: date
    as_of: date
    data_version: int
    payments: int


def _done(seen: Seen, *, valued: bool) -> bool:
    """Say whether what the plan holds is in store for these data."""
    data: dict[str, Any] = {"data_version": seen.data_version, "as_of": seen.as_of}
    listed = CustomerRun.objects.filter(**data, version=LISTED)
    if not valued:
        return listed.exists()
    fits = ModelRun.objects.filter(**data, estimator=ESTIMATOR, version=VERSION)
    return listed.filter(valued=True).exists() and fits.exists()


def _fit_keep(seen: Seen, draft: Draft) -> None:
    ModelRun.objects.update_or_create(
        estimator=ESTIMATOR,
        defaults={
            "status": draft.status,
            "reason": draft.reason,
            "data_version": seen.data_version,
            "as_of": seen.as_of,
            "version": VERSION,
            "card": {**draft.card, "first_day": seen.first_day.isoformat(), "payments": seen.payments},
            "body": draft.body,
            "made_at": timezone.now(),
        },
    )


def _list_keep(seen: Seen, columns: Columns, ahead: Ahead | None, *, valued: bool) -> None:
    CustomerRun.objects.update_or_create(
        pk=1,
        defaults={
            "as_of": seen.as_of,
            "first_day": seen.first_day,
            "data_version": seen.data_version,
            "version": LISTED,
            "customers": customers_replace(columns),
            "payments": seen.payments,
            "valued": valued,
            "has_values": ahead is not None,
            "has_alive": ahead is not None and ahead.alive is not None,
            "made_at": timezone.now(),
        },
    )


def _payments(visits: Visits) -> int:
    return int(visits.purchases.sum() + visits.refunds.sum())
