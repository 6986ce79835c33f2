"""What every act of paying has in common: owners only, and a calm sentence when it is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from tenants.access import member_of, owners_only
from tenants.errors import Refused
from tenants.models import User

View = Callable[..., HttpResponseBase]


def owner_acts(view: View) -> View:
    """Let only owners through, keep nothing, and lead back to the plan page with a sentence when it is refused."""

    @wraps(view)
    def acting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            messages.warning(request, refused.message)
            return redirect("plan")

    return never_cache(owners_only(acting))


def person(request: HttpRequest) -> User:
    """Return who acts."""
    return member_of(request).user


def leave_to(request: HttpRequest, url: str, *, why: str = "") -> HttpResponse:
    """Lead to a page of the provider, and say why.

    The policy lets forms go to our own hosts alone, and a browser holds the redirects after a form to it too:
    so a page of our own stands between, which goes on by itself.
    """
    return render(request, "billing/leave.html", {"url": url, "why": why})
