"""Sessions of account managers who look at a partner's pages: they read, and change nothing.

Three locks, one behind the other: no method that writes is served, no file is handed out, and the database itself
refuses writes for the time of the request.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth import BACKEND_SESSION_KEY, login
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from tenants.access import View, partner_or_none
from tenants.authentication import SUPPORT, SUPPORT_BACKEND, SupportBackend, visit_note
from tenants.models import EntryLink, User
from tenants.services.entry import LOOK, support_entered

SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS"))
READ_ONLY: Final = "25006"
"""PostgreSQL's code for a write in a transaction that may only read."""


@dataclass(frozen=True, slots=True)
class SupportVisit:
    """Who looks, why, and until when."""

    manager: User
    reason: str
    until: datetime


def support_visit(request: HttpRequest) -> SupportVisit | None:
    """Return the visit under way; None for everybody else."""
    session = getattr(request, "session", None)
    if session is None or session.get(BACKEND_SESSION_KEY) != SUPPORT_BACKEND or SUPPORT not in session:
        return None
    if not isinstance(request.user, User):
        return None
    kept = session[SUPPORT]
    until = datetime.fromisoformat(kept["until"])
    return SupportVisit(request.user, kept["reason"], until) if until > timezone.now() else None


def support_begin(request: HttpRequest, link: EntryLink) -> None:
    """Begin the read-only session of a link that was just used up."""
    manager = SupportBackend().get_user(link.user_id)
    if manager is None:
        raise PermissionError("The link was checked a moment ago; since then its manager lost the partner.")
    request.session.flush()
    login(request, manager, backend=SUPPORT_BACKEND)
    until = timezone.now() + LOOK
    visit_note(request)
    request.session[SUPPORT] = {"reason": link.reason, "until": until.isoformat()}
    # A fixed moment: nothing done meanwhile moves it.
    request.session.set_expiry(until)
    support_entered(link=link)


def own_only(view: View) -> View:
    """Close a page to visiting account managers: it shows a person's own secrets."""
    view.own_only = True  # type: ignore[attr-defined]
    return view


class SupportMiddleware:
    """Holds every request of such a session to reading."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request, or say why not."""
        if SUPPORT not in getattr(request, "session", {}):
            return self.get_response(request)
        if support_visit(request) is None:
            return self._ended(request)
        if request.path == reverse("sign-out"):
            return self.get_response(request)
        if request.method not in SAFE:
            return refused(request)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            answer = self.get_response(request)
            # Nothing was written; rolling back makes the connection writable again at once.
            transaction.set_rollback(True)
        if getattr(request, "wrote", False) or answer.has_header("Content-Disposition"):
            return refused(request)
        return answer

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Keep the manager out of pages about oneself: here they are somebody else's."""
        if getattr(view, "own_only", False) and support_visit(request) is not None:
            return refused(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn the database's refusal into ours."""
        cause = exception.__cause__ if isinstance(exception, DatabaseError) else None
        if getattr(cause, "sqlstate", "") != READ_ONLY or support_visit(request) is None:
            return None
        request.wrote = True  # type: ignore[attr-defined]
        return HttpResponse(status=403)

    def _ended(self, request: HttpRequest) -> HttpResponse:
        """Forget a visit whose manager or time is gone; what follows sees a stranger."""
        request.session.flush()
        request.user = AnonymousUser()
        return self.get_response(request)


def refused(request: HttpRequest) -> HttpResponse:
    """Say that this is for looking only."""
    answer = render(request, "tenants/support_refused.html", {"partner": partner_or_none(request)}, status=403)
    answer["Cache-Control"] = "no-store"
    return answer
