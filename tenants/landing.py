"""Where someone who signed in goes."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tenants.access import partner_or_none
from tenants.models import User


def landing(request: HttpRequest, user: "User | AnonymousUser | None" = None) -> str:
    """Return the first page: a workspace's own; on the public host the admin for staff, the workspaces for others."""
    if partner_or_none(request) is not None:
        return "/"
    person = user or request.user
    return reverse("admin:index") if person.is_staff else reverse("workspaces")


def next_page(request: HttpRequest) -> str:
    """Return the page of this host that was asked for, or nothing; never an address elsewhere."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""
