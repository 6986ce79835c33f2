"""Who gets into the admin: account managers, with a second factor where STAFF_MFA asks for one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tenants.second_factor import second_factor_passed, second_factor_set_up


def may_enter(request: HttpRequest) -> bool:
    """Say whether the admin's pages are open to this visitor."""
    user: Any = request.user
    if not (user.is_active and user.is_staff):
        return False
    return not settings.STAFF_MFA or second_factor_passed(request)


def door(request: HttpRequest) -> HttpResponse:
    """Lead to what is missing: signing in, setting up a second factor, or giving it."""
    target = request.GET.get("next") or reverse("admin:index")
    if may_enter(request):
        return redirect("admin:index")
    if not request.user.is_authenticated:
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': target})}")
    if not getattr(request.user, "is_staff", False):
        raise PermissionDenied
    if second_factor_set_up(request.user):
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': target})}")
    messages.warning(request, _("Set up a code app or a passkey first: the bank's pages ask for a second factor."))
    return redirect("security")
