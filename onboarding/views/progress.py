"""A workspace being opened: how far it is, in words; it asks for itself, or is reloaded by hand."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onboarding.models import SignUp
from onboarding.services.sign_up import sign_up_open, sign_up_retry
from tenants.access import person_of, signed_in_only
from tenants.addresses import partner_address
from tenants.errors import Refused

PERCENT: Final = {SignUp.Stage.QUEUED: 5, SignUp.Stage.WORKSPACE: 35, SignUp.Stage.BANK: 80}
PACES: Final = ((10, 1), (60, 2))
"""Younger than so many seconds: ask every so many; later every 5."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the page shows."""

    row: SignUp
    ready: bool
    failed: bool
    percent: int
    stage: str
    pace: int
    host: str


@require_GET
@never_cache
@signed_in_only
def progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how far the workspace is; the first visit after the address was proven opens it."""
    row = _own(request, key)
    if row.state == SignUp.State.UNCONFIRMED:
        try:
            row = sign_up_open(sign_up=row)
        except Refused as refusal:
            return render(request, "onboarding/refused.html", {"refusal": refusal.message, "row": row}, status=409)
    return render(request, "onboarding/progress.html", {"opening": _opening(row)})


@require_GET
@never_cache
@signed_in_only
def state(request: HttpRequest, key: UUID) -> HttpResponse:
    """Answer the part of the page that changes."""
    return render(request, "onboarding/_progress.html", {"opening": _opening(_own(request, key))})


@require_POST
@signed_in_only
def retry(request: HttpRequest, key: UUID) -> HttpResponse:
    """Try once more what failed."""
    sign_up_retry(sign_up=_own(request, key))
    return redirect("sign-up-progress", key)


def _own(request: HttpRequest, key: UUID) -> SignUp:
    # Another person's sign-up is not found, like one that never was.
    return get_object_or_404(SignUp.objects.select_related("partner"), pk=key, user=person_of(request))


def _opening(row: SignUp) -> Opening:
    age = (timezone.now() - (row.opened_at or row.created_at)).total_seconds()
    ready = row.state == SignUp.State.READY and row.partner is not None
    return Opening(
        row=row,
        ready=ready,
        failed=row.state == SignUp.State.FAILED,
        percent=100 if ready else PERCENT[SignUp.Stage(row.stage)],
        stage=row.get_stage_display(),
        pace=next((seconds for younger, seconds in PACES if age < younger), 5),
        host=urlsplit(partner_address(row.partner)).netloc if row.partner else "",
    )
