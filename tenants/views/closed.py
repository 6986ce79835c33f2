"""The one page of a host that can't serve."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from tenants.addresses import public_address


@dataclass(frozen=True, slots=True)
class Closed:
    """What a visitor reads, and when a program may ask again."""

    status: int
    title: str | Promise
    text: str | Promise
    retry_after: int = 0


STATES: Final = {
    "unknown": Closed(
        404, _("There is no such address"), _("Check the name before the first dot, or go to our front page.")
    ),
    "provisioning": Closed(
        503,
        _("Your workspace is being prepared"),
        _("It takes less than a minute. Reload the page a little later."),
        retry_after=5,
    ),
    "suspended": Closed(
        403,
        _("Access is suspended"),
        _("The bank has suspended this workspace. The data are kept. Ask your account manager to resume it."),
    ),
    "maintenance": Closed(
        503,
        _("Work is under way"),
        _("We are updating this workspace. The data are safe. Reload the page in a few minutes."),
        retry_after=60,
    ),
}


@csrf_exempt  # whatever is asked, nothing is done
def closed(request: HttpRequest) -> HttpResponse:
    """Say in words why this host can't serve."""
    state = STATES[getattr(request, "closed", "unknown")]
    answer = _problem(state) if request.path.startswith("/api/") else _page(request, state)
    if state.retry_after:
        answer["Retry-After"] = str(state.retry_after)
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request: HttpRequest, state: Closed) -> HttpResponse:
    return render(request, "tenants/closed.html", {"state": state, "home": public_address()}, status=state.status)


def _problem(state: Closed) -> HttpResponse:
    """Tell a program in its own form (RFC 9457)."""
    body = {"type": "about:blank", "title": str(state.title), "status": state.status, "detail": str(state.text)}
    return JsonResponse(body, status=state.status, content_type="application/problem+json")
