"""Signing in and out, on each host by itself."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tenants.access import partner_or_none
from tenants.forms import SignInForm
from tenants.models.user import email_normal
from tenants.throttle import SECONDS, TooManyAttempts, attempt_count, attempt_succeeded


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let in a member on a partner's host, an account manager on the public one."""
    target = next_page(request)
    if request.user.is_authenticated:
        return redirect(target)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = email_normal(form.cleaned_data["email"])
        address = request.META.get("REMOTE_ADDR", "")
        try:
            attempt_count(email=email, address=address)
        except TooManyAttempts:
            return too_many(request)
        user = authenticate(request, username=email, password=form.cleaned_data["password"])
        if user is not None:
            attempt_succeeded(email=email, address=address)
            login(request, user)
            return redirect(target)
        # One sentence for a wrong password, a stranger and a non-member: it tells nobody who has an account.
        form.add_error(None, _("The e-mail or the password is wrong."))
    return render(request, "tenants/sign_in.html", {"form": form, "partner": partner_or_none(request), "next": target})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    messages.info(request, _("You have signed out."))
    return redirect("sign-in")


def next_page(request: HttpRequest) -> str:
    """Return where to go after signing in: a page of this host, never elsewhere."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return settings.LOGIN_REDIRECT_URL if partner_or_none(request) else "/admin/"


def too_many(request: HttpRequest) -> HttpResponse:
    """Ask to come back later."""
    answer = render(request, "errors/429.html", status=429)
    answer["Retry-After"] = str(SECONDS)
    return answer
