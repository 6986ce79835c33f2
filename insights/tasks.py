"""Work for the workers: thin, claimed by rows, safe to lose and to repeat."""

from datetime import date, timedelta

import structlog
from celery import Task, shared_task
from django.utils import timezone

from insights.behind import partners_behind, partners_interrupted, queue_of
from insights.lake_access import lake_options, lake_store, partner_lake
from insights.outlets import outlets_sync
from insights.peers.behind import peers_behind
from insights.peers.claim import Busy, peers_claimed
from insights.peers.recompute import peers_recompute
from insights.recompute import metric_recompute
from lake.contract import LakeError
from lake.marts import marts_refresh
from tenants.models import Partner
from tenants.scope import partner_current
from tenants.tasks import PartnerTask, fan_out

log = structlog.get_logger(__name__)

EXPIRES = 6 * 3600
AGAIN_SECONDS = 60


@shared_task(name="insights.tasks.partner_recompute", base=PartnerTask)
def partner_recompute(schema: str, as_of: str | None = None, force: bool = False) -> None:
    """Recompute one partner; a day in ISO form."""
    day = date.fromisoformat(as_of) if as_of else None
    report = metric_recompute(partner_current(), as_of=day, force=force)
    log.info("partner recomputed", schema=schema, outcome=report.outcome)


@shared_task(name="insights.tasks.partner_begin", base=PartnerTask)
def partner_begin(schema: str) -> None:
    """Open a partner whose right was just proven: its outlets at once, then its figures."""
    partner = partner_current()
    try:
        with partner_lake(partner) as lake:
            outlets_sync(rows=lake.outlets())
    except LakeError as error:
        log.info("no outlets to open", schema=schema, reason=str(error))
        return
    report = metric_recompute(partner)
    log.info("partner begun", schema=schema, outcome=report.outcome)
    peers_refresh.apply_async(([schema],), expires=EXPIRES, queue="big")


@shared_task(name="insights.tasks.lake_watch")
def lake_watch() -> None:
    """Bring the marts up to the newest data and send a task for each partner whose figures are behind."""
    store = lake_store()
    try:
        version = marts_refresh(store, options=lake_options())
    except LakeError as error:
        log.warning("the lake can't be prepared", reason=str(error))
        return
    if not version.facts.get("first_day"):
        return
    for queue, schemas in queue_of(partners_behind(version)).items():
        fan_out(partner_recompute, schemas, expires=EXPIRES, queue=queue)
    if peers_behind(version):
        peers_refresh.apply_async(expires=EXPIRES, queue="big")


@shared_task(name="insights.tasks.peers_refresh", bind=True, max_retries=10)
def peers_refresh(self: "Task[..., None]", schemas: list[str] | None = None, as_of: str | None = None) -> None:
    """Compare partners with similar businesses, all in one pass: those named, or those that are behind the lake.

    A day in ISO form. One that waited while another did the work finds nobody behind.
    """
    day = date.fromisoformat(as_of) if as_of else None
    try:
        with peers_claimed():
            named = peers_behind(lake_store().current()) if schemas is None else schemas
            if viewers := list(Partner.objects.filter(schema_name__in=named)):
                peers_recompute(viewers, as_of=day)
    except Busy as busy:
        raise self.retry(countdown=AGAIN_SECONDS, exc=busy) from busy
    except LakeError as error:
        log.info("nothing to compare", reason=str(error))


@shared_task(name="insights.tasks.runs_resume")
def runs_resume() -> None:
    """Send a task again for each partner whose worker died in the middle."""
    before = timezone.now() - timedelta(minutes=1)
    for queue, schemas in queue_of(partners_interrupted(before)).items():
        fan_out(partner_recompute, schemas, expires=EXPIRES, queue=queue)
