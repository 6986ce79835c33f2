"""How a person signs in: password, code app, passkeys, recovery codes, open sessions."""

import base64
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from tenants.access import person_of
from tenants.forms import PasswordForm
from tenants.models import Session
from tenants.proxies import address_of
from tenants.selectors import session_name, sessions_of
from tenants.services.security import security_changed, sessions_end
from tenants.throttle import TooManyAttempts, attempt_count, attempt_succeeded
from tenants.views.sign_in import too_many


@require_GET
@never_cache
def security(request: HttpRequest) -> HttpResponse:
    """Show all of it on one page."""
    return _page(request, PasswordForm(person_of(request)))


@sensitive_post_parameters()
@require_POST
def password_change(request: HttpRequest) -> HttpResponse:
    """Change the own password; other sessions end, this one stays."""
    user = person_of(request)
    form = PasswordForm(user, request.POST)
    who = {"email": user.email, "address": address_of(request), "action": "again"}
    try:
        attempt_count(**who)
    except TooManyAttempts as wait:
        return too_many(request, wait=wait)
    if form.is_valid():
        attempt_succeeded(**who)
        form.save()
        update_session_auth_hash(request, user)
        sessions_end(user=user, keep=request.session.session_key)
        security_changed(user=user, change="password_changed")
        messages.success(request, _("The new password is set."))
        return redirect("security")
    return _page(request, form, 422)


@require_POST
def session_end(request: HttpRequest, name: str) -> HttpResponse:
    """End one of the own sessions, on whichever host it is."""
    user = person_of(request)
    found = next((row for row in Session.objects.filter(user=user) if session_name(row.session_key) == name), None)
    if found is None:
        raise Http404
    found.delete()
    messages.success(request, _("The session is ended."))
    return redirect("security")


@require_POST
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    """End all of the own sessions but this one."""
    count = sessions_end(user=person_of(request), keep=request.session.session_key)
    words = ngettext("%(count)s session is ended.", "%(count)s sessions are ended.", count) % {"count": count}
    messages.success(request, words)
    return redirect("security")


class AppOn(ActivateTOTPView):  # type: ignore[misc]
    """Sets up a code app by a QR picture."""


class AppOff(DeactivateTOTPView):  # type: ignore[misc]
    """Asks, then removes the code app."""


class PasskeyAdd(AddWebAuthnView):  # type: ignore[misc]
    """Makes a passkey that also signs in without a password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the browser for a key that is kept on the device and unlocked by its owner."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "js_data": {"creation_options": auth.begin_registration(self.request.user, True)}}


class PasskeyName(EditWebAuthnView):  # type: ignore[misc]
    """Gives a passkey another name."""

    success_url = reverse_lazy("security")


class PasskeyRemove(RemoveWebAuthnView):  # type: ignore[misc]
    """Asks, then removes a passkey."""

    success_url = reverse_lazy("security")


class CodesMake(GenerateRecoveryCodesView):  # type: ignore[misc]
    """Asks, then makes new recovery codes; the old ones are void."""


class CodesOnce(ViewRecoveryCodesView):  # type: ignore[misc]
    """Shows the recovery codes this once; the file is made of the page itself, so no second reading is needed."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the file."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        text = "\r\n".join([self.request.get_host(), "", *context["unused_codes"], ""])
        return {**context, "file": f"data:text/plain;base64,{base64.b64encode(text.encode()).decode()}"}


def _page(request: HttpRequest, password: PasswordForm, status: int = 200) -> HttpResponse:
    user = person_of(request)
    kinds = Authenticator.Type
    own = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((one.wrap() for one in own if one.type == kinds.RECOVERY_CODES), None)
    context = {
        "password": password,
        "app": next((one for one in own if one.type == kinds.TOTP), None),
        "passkeys": [one for one in own if one.type == kinds.WEBAUTHN],
        "codes": codes,
        "codes_left": len(codes.get_unused_codes()) if codes else 0,
        "sessions": sessions_of(user, current=request.session.session_key),
    }
    return render(request, "tenants/security.html", context, status=status)
