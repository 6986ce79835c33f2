"""The inbox of the provider's events: kept once under their own id, worked on later, retried, given up in the end.

An event is only a hint that something happened to a customer. What happened is read from the provider, so that order,
repetition and content of events change nothing.
"""

from datetime import timedelta
from typing import Final

import structlog
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from billing.gateway import gateway
from billing.gateway.interface import EventHint, GatewayProblem
from billing.models import StripeEvent
from billing.sync import database_now, mirror_refresh, subscription_locked

log = structlog.get_logger(__name__)
STATES: Final = StripeEvent.State
ATTEMPTS: Final = 8
FIRST_PAUSE: Final = timedelta(minutes=1)
LOST_AFTER: Final = timedelta(minutes=5)
"""A task that has not begun by then is taken for lost."""
KNOWN: Final = "known already"
INSERT: Final = (
    "INSERT INTO billing_stripeevent (id, type, customer_id, created_at, state, attempts, error)"
    " VALUES (%s, %s, %s, %s, %s, 0, '') ON CONFLICT (id) DO NOTHING"
)
CLOSE: Final = (
    "UPDATE billing_stripeevent event SET state = 'done', error = %s, done_at = %s, next_try_at = NULL"
    " FROM billing_subscription held WHERE event.id = %s AND event.state = 'received'"
    " AND held.customer_id = event.customer_id AND held.read_at > event.received_at"
)
LOOK_BACK: Final = timedelta(days=3)
"""As long as Stripe itself tries to deliver."""


def event_store(hint: EventHint) -> bool:
    """Keep an event under its own id; False for one that is known already, which changes nothing."""
    values = (hint.id, hint.type, hint.customer_id, hint.created_at, STATES.RECEIVED)
    with connection.cursor() as cursor:
        # The constraint decides a race; the ORM's way to say so does not tell who won.
        cursor.execute(INSERT, values)
        made: int = cursor.rowcount
    return made == 1


def event_work(event_id: str) -> None:
    """Do what an event asks for, once; a failure is noted and tried again later."""
    try:
        if _known_already(event_id):
            return
        with transaction.atomic():
            # Whoever holds the row works on it; a crash lets it go.
            rows = StripeEvent.objects.select_for_update(skip_locked=True)
            event = rows.filter(pk=event_id, state=STATES.RECEIVED).first()
            if event is not None:
                note = _work(event)
                done = {"state": STATES.DONE, "error": note, "done_at": timezone.now(), "next_try_at": None}
                StripeEvent.objects.filter(pk=event_id).update(**done)
    except Exception as error:
        # Whatever it was: a poisoned event must not be lost, nor tried for ever.
        log.warning("event failed", id=event_id, reason=str(error), exc_info=not isinstance(error, GatewayProblem))
        _failed(event_id, error)


def event_retry(*, event: StripeEvent) -> None:
    """Take up an event that was given up."""
    dead = StripeEvent.objects.filter(pk=event.pk, state=STATES.DEAD)
    dead.update(state=STATES.RECEIVED, attempts=0, next_try_at=timezone.now())


def events_due() -> list[str]:
    """Name the events whose next attempt is due, or whose task was lost."""
    lost = Q(next_try_at=None, received_at__lt=database_now() - LOST_AFTER)
    due = StripeEvent.objects.filter(lost | Q(next_try_at__lte=timezone.now()), state=STATES.RECEIVED)
    return list(due.order_by("received_at").values_list("pk", flat=True))


def events_fetch() -> list[str]:
    """Keep the events that the provider could not hand over; name those that are new here."""
    hints = list(gateway().events_undelivered(since=timezone.now() - LOOK_BACK))
    known = set(StripeEvent.objects.filter(pk__in=[hint.id for hint in hints]).values_list("pk", flat=True))
    new = [hint for hint in hints if hint.id not in known]
    StripeEvent.objects.bulk_create([_row(hint) for hint in new], ignore_conflicts=True)
    return [hint.id for hint in new]


def _known_already(event_id: str) -> bool:
    """Close an event received before its customer's last reading began, in one statement and without waiting."""
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, (KNOWN, timezone.now(), event_id))
        closed: int = cursor.rowcount
    return closed == 1


def _work(event: StripeEvent) -> str:
    if not event.customer_id:
        return "concerns no customer"
    row = subscription_locked(customer_id=event.customer_id)
    if row is None:
        return "concerns nobody here"
    if row.read_at is not None and event.received_at < row.read_at:
        return KNOWN
    mirror_refresh(row)
    return ""


def _failed(event_id: str, error: Exception) -> None:
    received = StripeEvent.objects.filter(pk=event_id, state=STATES.RECEIVED)
    received.update(attempts=F("attempts") + 1, error=(str(error) or type(error).__name__)[:500])
    event = received.first()
    if event is None:
        return
    if event.attempts >= ATTEMPTS:
        received.update(state=STATES.DEAD, next_try_at=None)
        log.error("event given up", id=event_id)
    else:
        # 1, 2, 4 … 64 minutes: two hours in all.
        received.update(next_try_at=timezone.now() + FIRST_PAUSE * 2 ** (event.attempts - 1))


def _row(hint: EventHint) -> StripeEvent:
    return StripeEvent(id=hint.id, type=hint.type, customer_id=hint.customer_id, created_at=hint.created_at)
