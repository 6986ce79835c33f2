"""Celery in a partner's schema: the schema is an explicit argument, and checked."""

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import structlog
from celery import Task, shared_task
from celery.exceptions import Ignore
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from tenants.database import connection
from tenants.models import EntryLink, Session
from tenants.scope import PartnerUnknown, for_partner
from tenants.services.releases import releases_forget

log = structlog.get_logger(__name__)


class PartnerTask(Task):  # type: ignore[type-arg]  # generic only in its stubs
    """Base of every task of one partner: `@shared_task(base=PartnerTask)`; its first argument is the schema.

    The body runs inside `for_partner(schema)`. When that partner is gone or not in service the task ends with
    a logged refusal: it never runs in the public schema.
    """

    abstract = True

    def __call__(self, schema: str, *args: Any, **kwargs: Any) -> Any:
        """Open the schema, make sure of it, run the body."""
        with ExitStack() as stack:
            try:
                stack.enter_context(for_partner(schema))
                _make_sure(schema)
            except PartnerUnknown as refusal:
                log.error("task refused", task=self.name, schema=schema, reason=str(refusal))  # noqa: TRY400
                raise Ignore from refusal
            return super().__call__(schema, *args, **kwargs)


def fan_out(
    task: "Task[Any, Any]", schemas: Iterable[str], *args: Any, expires: float, queue: str | None = None
) -> int:
    """Send one task per schema; what was not begun within `expires` seconds is dropped. Return how many."""
    count = 0
    options: dict[str, Any] = {"queue": queue} if queue else {}
    for schema in schemas:
        task.apply_async((schema, *args), expires=expires, **options)
        count += 1
    return count


@shared_task(name="tenants.releases_forget")
def releases_clear() -> None:
    """Forget what was told about others of days long gone."""
    releases_forget()


@shared_task(name="tenants.partner_provision")
def partner_provision(partner_id: str) -> None:
    """Make the partner's schema and open its host; done again, it changes nothing."""
    from tenants.provisioning import partner_provision as provision  # noqa: PLC0415  reads the migrations on import

    provision(partner_id)


@shared_task(name="tenants.sessions_clear")
def sessions_clear() -> None:
    """Remove the sessions of all hosts that have ended, and people's old links from host to host.

    Those of account managers stay: they are part of the record.
    """
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    old = timezone.now() - timedelta(days=7)
    EntryLink.objects.filter(kind=EntryLink.Kind.HANDOVER, expires_at__lt=old).delete()


@shared_task(
    name="tenants.letter_deliver", autoretry_for=(OSError,), retry_backoff=30, retry_backoff_max=1800, max_retries=8
)
def letter_deliver(to: str, subject: str, text: str, html: str) -> None:
    """Hand a letter to the mail server; one that does not answer is asked again, later and later."""
    message = EmailMultiAlternatives(subject, text, to=[to])
    message.attach_alternative(html, "text/html")
    message.send()


def _make_sure(schema: str) -> None:
    if connection.schema_name != schema:
        raise PartnerUnknown(f"{schema} is not the name of a partner's schema.")
