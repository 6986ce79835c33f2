"""How an owner's act on the paid plan goes: lock, act at the provider, record, read back; refused in plain words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.gateway.interface import GatewayMissing, GatewayProblem, GatewayRefused, GatewayUnreachable
from billing.models import Subscription
from billing.sync import mirror_refresh, subscription_locked
from tenants.errors import Refused
from tenants.models import Partner, User
from tenants.services.audit import audit

log = structlog.get_logger(__name__)
STANDS: Final = Subscription.PaidStatus
LIVE: Final = frozenset({STANDS.ACTIVE, STANDS.PAST_DUE})


@dataclass
class Act:
    """One act under way: the locked row, its idempotency key, what is recorded of it."""

    row: Subscription
    key: str
    details: dict[str, Any] = field(default_factory=dict)
    record: bool = True
    refresh: bool = True

    @property
    def customer_id(self) -> str:
        """The customer, who exists by now."""
        return str(self.row.customer_id)


@contextmanager
def acting(partner: Partner, action: str, by: User | None, **details: Any) -> Iterator[Act]:
    """Hold the partner's subscription while an owner acts on it.

    The key is made of the act and of the count of acts before: a double click, or a second try after the provider
    did not answer, is the same act. A refusal counts as an act, for the provider repeats its answer to a known key.

    Raises
    ------
    Refused
        When the provider refuses, or can't be asked.
    """
    Subscription.objects.get_or_create(partner=partner)
    try:
        with transaction.atomic():
            row = subscription_locked(partner=partner)
            assert row is not None  # noqa: S101  made above
            given = ":".join(str(value) for value in details.values())
            act = Act(row, f"{action}:{partner.pk}:{row.version}:{given}"[:200], details)
            yield act
            row.version += 1
            row.save()
            if act.record:
                audit(partner=partner, actor=by, action=f"billing_{action}", **act.details)
            if act.refresh:
                _read_back(row)
    except GatewayRefused as error:
        _count(partner)
        log.info("payment refused", schema=partner.schema_name, action=action, code=error.code)
        raise Refused(_refusal(error.code)) from error
    except GatewayMissing as error:
        raise Refused(_("Payments are not set up here yet. Write to your account manager.")) from error
    except GatewayProblem as error:
        if not isinstance(error, GatewayUnreachable):
            _count(partner)
        log.error("payment service failed", schema=partner.schema_name, action=action, reason=str(error))  # noqa: TRY400
        raise Refused(
            _("The payment service does not answer. Try again in a few minutes: nothing is charged twice.")
        ) from error


def live_needed(row: Subscription) -> None:
    """Pass when there is a paid plan to act on."""
    if not row.customer_id or row.paid_status not in LIVE:
        raise Refused(_("There is no paid plan to change. Choose one first."))


def paid_up_needed(row: Subscription) -> None:
    """Pass when nothing is owed and nothing rests."""
    live_needed(row)
    if row.paid_status == STANDS.PAST_DUE:
        raise Refused(_("A payment is open. Pay it first, or take another card; then the plan can be changed."))
    if row.paused_until is not None and row.paused_until > timezone.now():
        raise Refused(_("The plan is paused. End the pause first."))
    if row.cancel_at is not None:
        raise Refused(_("The plan is cancelled. Take the cancellation back first."))


def _read_back(row: Subscription) -> None:
    try:
        with transaction.atomic():
            mirror_refresh(row, told=False)
    except GatewayProblem as error:
        # The act is done; the provider's own event brings what could not be read just now.
        log.warning("not read back", schema=row.partner.schema_name, reason=str(error))


def _count(partner: Partner) -> None:
    Subscription.objects.filter(partner=partner).update(version=F("version") + 1)


def _refusal(code: str) -> str:
    if code == "card_declined":
        return _("The bank declined the card, so nothing was changed. Try again with another card.")
    if code == "no_subscription":
        return _("There is no paid plan to change. Choose one first.")
    return _("The payment service refused this, so nothing was changed. Write to your account manager.")
