"""Send partners to the workers and look how far they have come."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from celery import current_app
from django.utils import timezone

from insights.behind import queue_of
from insights.models import MetricRun
from insights.recompute import Outcome, RunReport
from insights.selectors.standing import newest_done
from insights.tasks import EXPIRES, partner_recompute
from lake.store import Version
from tenants.models import Partner
from tenants.scope import PartnerUnknown, for_partner
from tenants.tasks import fan_out


@dataclass(frozen=True, slots=True)
class Queued:
    """Partners that were sent at one moment, and the data they are to reach."""

    partners: Sequence[Partner]
    version: Version
    as_of: date
    force: bool
    sent_at: datetime

    def look(self, waiting: Iterable[Partner]) -> tuple[list[RunReport], float]:
        """Return the reports of those among `waiting` that are done, and how much of the others is, in partners."""
        reports, under_way = [], 0.0
        for partner in waiting:
            try:
                with for_partner(partner) as here:
                    run = MetricRun.objects.order_by("-started_at").first()
                    done = newest_done()
            except PartnerUnknown as gone:
                reports.append(RunReport(partner.subdomain, Outcome.FAILED, error=str(gone)))
                continue
            report = self._report(here, run, done)
            if report:
                reports.append(report)
            else:
                under_way += _share(run)
        return reports, under_way

    def _report(self, partner: Partner, run: MetricRun | None, done: MetricRun | None) -> RunReport | None:
        if not partner.proven:
            return RunReport(partner.subdomain, Outcome.UNPROVEN)
        new = run is not None and run.started_at >= self.sent_at
        if run and new and run.status == MetricRun.Status.FAILED:
            return RunReport(partner.subdomain, Outcome.FAILED, run.as_of, run.data_version, error=run.error)
        reached = done is not None and (done.data_version, done.as_of) == (self.version.facts["marts_of"], self.as_of)
        if not (done and reached) or (self.force and done.started_at < self.sent_at):
            return None
        outcome = Outcome.DONE if done.started_at >= self.sent_at else Outcome.UNCHANGED
        seconds = ((done.finished_at or done.started_at) - done.started_at).total_seconds()
        return RunReport(partner.subdomain, outcome, done.as_of, done.data_version, done.rows, done.written, seconds)


def queue_all(partners: Sequence[Partner], *, version: Version, as_of: date | None, force: bool) -> Queued:
    """Send one task per partner, to the queue of its size.

    Parameters
    ----------
    partners : sequence of Partner
        Active ones.
    version : Version
        The lake with its marts refreshed.
    as_of : date, optional
        Last day that counts; the newest of the lake by default.
    force : bool
        Compute although nothing changed.
    """
    last_day = version.facts.get("last_day")
    wanted = as_of or (date.fromisoformat(last_day) if last_day else timezone.localdate())
    queued = Queued(partners, version, wanted, force, timezone.now())
    for queue, schemas in queue_of((partner.schema_name, _visits(partner)) for partner in partners).items():
        fan_out(partner_recompute, schemas, as_of.isoformat() if as_of else None, force, expires=EXPIRES, queue=queue)
    return queued


def worker_answers(*, wait_seconds: float = 0.0) -> bool:
    """Say whether any worker is there to take work; one that is just starting can be waited for."""
    until = time.monotonic() + wait_seconds
    while not current_app.control.ping(timeout=1.0):
        if time.monotonic() > until:
            return False
    return True


def _visits(partner: Partner) -> int:
    with for_partner(partner):
        run = newest_done()
    return run.rows if run else 0


def _share(run: MetricRun | None) -> float:
    under_way = run is not None and run.status == MetricRun.Status.STARTED and run.total
    return run.done / run.total if run and under_way else 0.0
