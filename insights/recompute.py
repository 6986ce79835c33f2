"""Compute a partner's metrics and replace them in one step. Done twice, it changes nothing."""

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import TypeAlias

import pyarrow as pa
import structlog
from django.db import transaction
from django.utils import timezone

from billing.entitlements import limit
from billing.features import OUTLETS
from insights.claims import Busy, claimed, refusal_keep
from insights.compute import compute
from insights.customers.recompute import Wanted, customers_figures, rhythm_figures
from insights.customers.store import figures_write
from insights.engine.visits import Channel, Visits
from insights.hooks import recomputed
from insights.lake_access import lake_store, partner_lake, pseudonyms_of
from insights.metrics import Metric
from insights.metrics.catalogue import fingerprint
from insights.models import MetricRun
from insights.outlets import outlets_in_plan, outlets_sync
from insights.selectors.customers_held import customers_wanted
from insights.selectors.standing import metrics_held
from insights.storage.write import write
from lake.contract import LakeError
from lake.scope import PartnerLake
from tenants.models import Partner
from tenants.scope import for_partner

log = structlog.get_logger(__name__)

SCHEME = 2
"""Raised when the same metrics come to be stored in another way."""

Progress: TypeAlias = Callable[[int, int], None]


class Outcome(StrEnum):
    """What became of a recompute."""

    DONE = "done"
    UNCHANGED = "unchanged"
    BUSY = "busy"
    FAILED = "failed"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one partner's recompute did.

    Parameters
    ----------
    partner : str
        Subdomain.
    outcome : Outcome
        Done, nothing had changed, another worker has it, it failed, or the right to the INN is not proven.
    as_of : date or None
        Last day that counts.
    data_version : int
        Of the lake.
    visits, written : int
        Visits read, rows written.
    seconds : float
        How long it took.
    error : str
        Why it failed.
    """

    partner: str
    outcome: Outcome
    as_of: date | None = None
    data_version: int = 0
    visits: int = 0
    written: int = 0
    seconds: float = 0.0
    error: str = ""


def metric_recompute(
    partner: Partner, *, as_of: date | None = None, force: bool = False, on_progress: Progress | None = None
) -> RunReport:
    """Compute every metric and outlet that a partner's plan holds, and replace its values in one transaction.

    Parameters
    ----------
    partner : Partner
        An active one.
    as_of : date, optional
        Last day that counts; the newest of the lake by default.
    force : bool
        Compute although nothing changed.
    on_progress : callable, optional
        Told slices done and slices in all.

    Raises
    ------
    LakeError
        When the lake is empty or has no such company.
    PartnerUnknown
        When the partner is not in service.
    """
    begun = time.monotonic()
    with for_partner(partner) as here:
        if not here.proven:
            return RunReport(here.subdomain, Outcome.UNPROVEN, as_of)
        return _recompute(here, as_of, begun, force=force, on_progress=on_progress)


def recompute_each(
    partners: Iterable[Partner], *, as_of: date | None = None, force: bool = False, on_done: Progress | None = None
) -> list[RunReport]:
    """Compute partners one after the other in this process; one that fails does not stop the others."""
    todo = list(partners)
    reports = []
    for done, partner in enumerate(todo, 1):
        try:
            reports.append(metric_recompute(partner, as_of=as_of, force=force))
        except LakeError as error:
            log.info("recompute refused", schema=partner.schema_name, reason=str(error))
            reports.append(RunReport(partner.subdomain, Outcome.FAILED, as_of, error=str(error)))
        except Exception as error:
            log.exception("recompute failed", schema=partner.schema_name)
            reports.append(RunReport(partner.subdomain, Outcome.FAILED, as_of, error=str(error)))
        if on_done:
            on_done(done, len(todo))
    return reports


def _recompute(
    here: Partner, as_of: date | None, begun: float, *, force: bool, on_progress: Progress | None
) -> RunReport:
    with _opened(here, as_of) as lake:
        metrics = metrics_held(here)
        outlets = outlets_in_plan(rows=lake.outlets(), room=limit(here, OUTLETS))
        customers = customers_wanted(here, lake.outlets(), outlets)
        plan = _plan(lake, metrics, outlets, customers)
        if not force and _is_newest(lake, plan):
            return RunReport(here.subdomain, Outcome.UNCHANGED, lake.as_of, lake.version)
        try:
            with claimed(
                data_version=lake.version, first_day=lake.first_day, as_of=lake.as_of, fingerprint=plan
            ) as run:
                visits, people = _run(run, lake, metrics, outlets, customers=customers, on_progress=on_progress)
        except Busy:
            return RunReport(here.subdomain, Outcome.BUSY, lake.as_of, lake.version)
        # The figures stand; what fails from here on shows as its own error and takes nothing of them back.
        recomputed.ask(
            partner=here, visits=visits, people=people, first_day=lake.first_day, as_of=lake.as_of,
            data_version=lake.version, pseudonyms=partial(pseudonyms_of, here, lake),
        )  # fmt: skip
        seconds = time.monotonic() - begun
        log.info("recomputed", schema=here.schema_name, rows=run.rows, written=run.written, seconds=round(seconds, 3))
        return RunReport(here.subdomain, Outcome.DONE, run.as_of, run.data_version, run.rows, run.written, seconds)


def _opened(partner: Partner, as_of: date | None) -> PartnerLake:
    """Open the partner's rows; that there are none is kept as a failed run, for those who look after it."""
    try:
        return partner_lake(partner, as_of=as_of)
    except LakeError as error:
        refusal_keep(error=str(error), facts=lake_store().current().facts)
        raise


def _run(
    run: MetricRun,
    lake: PartnerLake,
    metrics: list[Metric],
    outlets: list[str],
    *,
    customers: Wanted,
    on_progress: Progress | None,
) -> tuple[Visits, pa.Table]:
    """Read, compute, and replace; each stage is seen from outside, the values only all at once."""
    total = 1 + len(outlets) + len(Channel)
    _progress(run, stage="reading", total=total)
    visits = Visits.of(lake.visits())
    people = lake.customers()
    run.rows, run.payments = len(visits), int(visits.purchases.sum() + visits.refunds.sum())
    _progress(run, stage="computing", rows=run.rows, payments=run.payments)
    seen = time.monotonic()

    def on_slice(done: int, total: int) -> None:
        nonlocal seen
        if on_progress:
            on_progress(done, total)
        if time.monotonic() - seen > 1:
            seen = time.monotonic()
            _progress(run, done=done)

    draft = compute(
        visits, metrics, outlets, tuple(Channel), first_day=lake.first_day, as_of=lake.as_of, on_slice=on_slice
    )
    groups = list(customers_figures(customers, visits, people, first_day=lake.first_day, as_of=lake.as_of))
    groups += rhythm_figures(customers, lake)
    with transaction.atomic():
        outlets_sync(rows=lake.outlets())
        run.written = write(draft) + figures_write(groups, customers.every_key)
        run.status, run.stage, run.done, run.finished_at = MetricRun.Status.DONE, "", total, timezone.now()
        run.save()
    return visits, people


def _progress(run: MetricRun, **fields: object) -> None:
    MetricRun.objects.filter(pk=run.pk).update(**fields)
    for name, value in fields.items():
        setattr(run, name, value)


def _plan(lake: PartnerLake, metrics: list[Metric], outlets: list[str], customers: Wanted) -> str:
    """Return a text that changes when something else than the data asks for a new run."""
    listed = "\n".join(repr(outlet) for outlet in lake.outlets())
    chosen = ",".join(sorted(outlets))
    named = f"{SCHEME}\n{fingerprint(tuple(metric.key for metric in metrics))}\n{customers}\n{chosen}\n{listed}"
    return hashlib.sha256(named.encode()).hexdigest()


def _is_newest(lake: PartnerLake, plan: str) -> bool:
    newest = MetricRun.objects.filter(status=MetricRun.Status.DONE).order_by("-finished_at").first()
    return newest is not None and (newest.data_version, newest.first_day, newest.as_of, newest.fingerprint) == (
        lake.version,
        lake.first_day,
        lake.as_of,
        plan,
    )
