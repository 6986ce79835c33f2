"""The worker's part of a sign-up: the schema, then the question to the bank. Killed at any moment, it goes on.

The workspace is open as soon as its schema is there; nobody waits for the answer of the bank.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, override

from insights.lake_access import lake_options, lake_store
from insights.models import Setting
from insights.services import setting_change
from lake.contract import LakeError
from lake.directory import contact_of
from onboarding.models import SignUp
from tenants.models import Partner
from tenants.provisioning import partner_provision
from tenants.scope import for_partner
from tenants.services import claim_open

log = structlog.get_logger(__name__)

ATTEMPTS: Final = 5
AGAIN_AFTER: Final = timedelta(seconds=30)
"""A worker that was silent for so long is taken for dead; two at once would do no harm."""


def workspace_prepare(*, sign_up: UUID | str) -> SignUp.State:
    """Make the workspace of a sign-up ready, and say how far it is."""
    rows = SignUp.objects.filter(pk=sign_up, state=SignUp.State.PREPARING)
    if not rows.update(attempts=F("attempts") + 1, touched_at=timezone.now(), stage=SignUp.Stage.WORKSPACE):
        return SignUp.State(SignUp.objects.get(pk=sign_up).state)
    row = SignUp.objects.select_related("partner", "user").get(pk=sign_up)
    try:
        _prepare(row)
    except Exception:
        log.exception("workspace not prepared", sign_up=str(row.pk), attempt=row.attempts)
        if row.attempts >= ATTEMPTS:
            with override(row.user.language):
                error = gettext("The workspace could not be opened. Nothing you entered is lost. Try once more.")
            rows.update(state=SignUp.State.FAILED, error=error, finished_at=timezone.now())
            return SignUp.State.FAILED
        return SignUp.State.PREPARING
    rows.update(state=SignUp.State.READY, stage=SignUp.Stage.BANK, finished_at=timezone.now(), error="")
    return SignUp.State.READY


def bank_ask(*, sign_up: UUID | str) -> None:
    """Enter the claim to the INN with the address that the bank holds; done again, it changes nothing."""
    row = SignUp.objects.select_related("partner", "user").filter(pk=sign_up, state=SignUp.State.READY).first()
    if row is None or row.partner is None or row.partner.proven:
        return
    SignUp.objects.filter(pk=row.pk).update(touched_at=timezone.now())
    with for_partner(row.partner):
        if not Setting.objects.exists():
            setting_change(digest_language=row.user.language)
    claim_open(partner=row.partner, contact=bank_contact(row.partner))


def workspaces_waiting() -> list[str]:
    """Return the sign-ups whose worker is silent: without a schema, or without the bank's answer."""
    before = timezone.now() - AGAIN_AFTER
    unanswered = Q(state=SignUp.State.READY, partner__proven_at=None, partner__claim=None, partner__isnull=False)
    rows = SignUp.objects.filter(Q(state=SignUp.State.PREPARING) | unanswered, touched_at__lt=before)
    return [str(key) for key in rows.values_list("pk", flat=True)]


def bank_contact(partner: Partner) -> str:
    """Return the address that the bank holds for a partner's company; empty for none, and for an empty lake."""
    try:
        return contact_of(lake_store(), partner.inn, lake_options(threads=1))
    except LakeError as error:
        log.warning("the bank's contact can't be read", reason=str(error))
        return ""


def _prepare(row: SignUp) -> None:
    if row.partner is None:
        raise ValueError("The partner of this sign-up was erased.")
    partner_provision(row.partner)
