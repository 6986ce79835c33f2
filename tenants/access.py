"""Guards of pages on a partner's host."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from tenants import hooks
from tenants.models import Membership, Partner, Role, User
from tenants.selectors import has_seat

View = Callable[..., HttpResponseBase]


def partner_or_none(request: HttpRequest) -> Partner | None:
    """Return the partner whose host the request came to; None on the public host."""
    here = getattr(request, "tenant", None)
    return here if isinstance(here, Partner) else None


def partner_of(request: HttpRequest) -> Partner:
    """Return the partner whose host the request came to; 404 on the public host."""
    here = partner_or_none(request)
    if here is None:
        raise Http404
    return here


def member_of(request: HttpRequest) -> Membership:
    """Return the visitor's membership at this host's partner; 403 without one."""
    user = request.user
    if isinstance(user, User) and user.membership and user.membership.partner_id == partner_of(request).pk:
        return user.membership
    raise PermissionDenied


def person_of(request: HttpRequest) -> User:
    """Return the visitor; 403 for a stranger."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def signed_in_only(view: View) -> View:
    """Show the page to whoever is signed in on this host, the public one as well; others are asked to."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def people_only(view: View) -> View:
    """Show the page to everybody of this host's partner, also to those for whom the plan has no seat.

    For what is the person's own: their name, their password. Others are asked to sign in.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        partner_of(request)
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request"):
                # A fragment must not be replaced by a sign-in page inside the page.
                answer = HttpResponse(status=401)
                answer["HX-Redirect"] = reverse("sign-in")
                return answer
            return redirect_to_login(request.get_full_path())
        member_of(request)
        return view(request, *args, **kwargs)

    return guarded


def members_only(view: View) -> View:
    """Show the page to members of this host's partner who have a seat; others are told why not."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        member = member_of(request)
        return view(request, *args, **kwargs) if has_seat(member) else _no_seat(request, member)

    return people_only(guarded)


def owners_only(view: View) -> View:
    """Let only owners of this host's partner through; other members get 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if member_of(request).role != Role.OWNER:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return members_only(guarded)


def _no_seat(request: HttpRequest, member: Membership) -> HttpResponse:
    if request.headers.get("HX-Request"):
        # The whole page is asked for again and says it.
        return HttpResponse(status=403, headers={"HX-Refresh": "true"})
    seats = max(hooks.seats.ask(member.partner) or 0, 1)
    return render(request, "tenants/no_seat.html", {"seats": seats}, status=403)
