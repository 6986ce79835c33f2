"""Signing in and out, on each host by itself."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tenants.access import partner_of, partner_or_none
from tenants.addresses import public_address
from tenants.forms import SignInForm
from tenants.landing import landing, next_page
from tenants.models import User
from tenants.models.user import email_normal
from tenants.proxies import address_of
from tenants.services.accounts import email_confirm_send
from tenants.services.entry import support_left
from tenants.support import support_visit
from tenants.throttle import SECONDS, TooManyAttempts, attempt_count, attempt_succeeded


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let in a member on a partner's host, everybody confirmed on the public one; a second factor follows."""
    target = next_page(request)
    if request.user.is_authenticated:
        return redirect(target or landing(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = email_normal(form.cleaned_data["email"])
        address = address_of(request)
        try:
            attempt_count(email=email, address=address)
        except TooManyAttempts as wait:
            return too_many(request, wait=wait)
        user = authenticate(request, username=email, password=form.cleaned_data["password"])
        if isinstance(user, User):
            attempt_succeeded(email=email, address=address)
            login = Login(user=user, email=email, redirect_url=target or None)
            answer: HttpResponse = perform_password_login(request, {"email": email}, login)
            return answer
        if partner_or_none(request) is None and (waiting := getattr(request, "unconfirmed", None)):
            email_confirm_send(user=waiting, request=request, **({"next": target} if target else {}))
            return redirect("email-sent")
        # One sentence for a wrong password, a stranger and a non-member: it tells nobody who has an account.
        form.add_error(None, _("The e-mail or the password is wrong."))
    return render(request, "tenants/sign_in.html", {"form": form, "partner": partner_or_none(request), "next": target})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; an account manager who looked goes back to the partner's page in the admin."""
    visit = support_visit(request)
    if visit is not None:
        partner = partner_of(request)
        support_left(manager=visit.manager, partner=partner)
        logout(request)
        return redirect(
            public_address(reverse("admin:tenants_partner_change", settings.PUBLIC_SCHEMA_URLCONF, args=[partner.pk]))
        )
    logout(request)
    messages.info(request, _("You have signed out."))
    return redirect("sign-in")


def email_sent(request: HttpRequest) -> HttpResponse:
    """Say that the address waits for its confirmation."""
    return render(request, "tenants/email_sent.html")


def too_many(request: HttpRequest, *, wait: TooManyAttempts | None = None) -> HttpResponse:
    """Ask to come back later."""
    answer = render(request, "errors/429.html", status=429)
    answer["Retry-After"] = str(wait.seconds if wait else SECONDS)
    return answer
