"""Celery's doors to payments. All run in the public schema; each is claimed by a row, so twice is once."""

from typing import Final

import structlog
from celery import shared_task

from billing import inbox
from billing.dates import dates_apply, dates_rows
from billing.gateway.interface import GatewayMissing
from billing.models import Subscription
from billing.services import changing
from billing.sync import customer_sync
from tenants.errors import Refused
from tenants.models import Partner

log = structlog.get_logger(__name__)
DAY: Final = 24 * 3600


@shared_task(name="billing.event_work")
def event_work(event_id: str) -> None:
    """Do what one event asks for."""
    inbox.event_work(event_id)


@shared_task(name="billing.events_resume")
def events_resume() -> None:
    """Take up events whose next attempt is due, or whose task was lost."""
    for event_id in inbox.events_due():
        event_work.delay(event_id)


@shared_task(name="billing.events_sweep")
def events_sweep() -> None:
    """Fetch the events that never arrived."""
    try:
        found = inbox.events_fetch()
    except GatewayMissing:
        log.info("no events to fetch: payments are not set up")
        return
    for event_id in found:
        event_work.delay(event_id)


@shared_task(name="billing.customers_reconcile")
def customers_reconcile() -> None:
    """Compare every partner that ever came to paying with the provider, a task each."""
    for customer_id in Subscription.objects.exclude(customer_id=None).values_list("customer_id", flat=True):
        customer_reconcile.apply_async((customer_id,), expires=DAY // 2)


@shared_task(name="billing.customer_reconcile", autoretry_for=(Exception,), retry_backoff=60, max_retries=3)
def customer_reconcile(customer_id: str) -> None:
    """Compare one partner with the provider."""
    customer_sync(customer_id=customer_id)


@shared_task(name="billing.dates_watch")
def dates_watch() -> None:
    """Tell and record what has come by the date alone: trials, days of grace and pauses end without an event."""
    for pk in dates_rows():
        try:
            dates_apply(pk)
        except Exception:
            # One partner's trouble keeps no letter from another.
            log.exception("dates failed", subscription=str(pk))
    for key in changing.charged().filter(partner__status=Partner.Status.SUSPENDED).values_list("partner", flat=True):
        charges_stop.apply_async((str(key),), expires=DAY // 24)


@shared_task(name="billing.charges_stop")
def charges_stop(partner_id: str) -> None:
    """Stop the charges of a suspended partner; what the provider does not take now, the next hour tries again."""
    partner = Partner.objects.filter(pk=partner_id).first()
    if partner is None:
        return
    try:
        changing.charges_stop(partner=partner)
    except Refused as refusal:
        log.warning("charges not stopped yet", schema=partner.schema_name, reason=refusal.message)
