"""The second factor while signing in, and a passkey instead of a password."""

from typing import Any

from allauth.account.models import Login
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as AgainByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import flows
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tenants.authentication import person_here
from tenants.landing import next_page


class SecondStep(AuthenticateView):  # type: ignore[misc]
    """Asks for a code or a passkey after the password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer what the person has."""
        user = self.stage.login.user
        kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        return {**super().get_context_data(**kwargs), **_offers(kinds)}


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]
    """Lets in whoever holds a passkey of a person of this host: it is both factors in one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in its owner, if they belong to this host."""
        authenticator = form.cleaned_data["credential"]
        person = person_here(authenticator.user_id)
        if person is None:
            return self.form_invalid(form)
        authenticator.user = person
        login = Login(user=person, redirect_url=next_page(self.request) or None)
        answer: HttpResponse = flows.perform_passwordless_login(self.request, authenticator, login)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say the same of a broken answer, an unknown key and a stranger's."""
        messages.error(self.request, _("This passkey does not open this workspace. Sign in with your password."))
        return redirect("sign-in")


class _Again:
    """Proving it is still oneself, before a change."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the other ways in our words."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        words = {
            "reauthenticate": _("With the password"),
            "mfa_reauthenticate": _("With a code"),
            "mfa_reauthenticate:webauthn": _("With a passkey"),
        }
        context["others"] = [(words[way["id"]], way["url"]) for way in context["reauthentication_alternatives"]]
        context["next"] = next_page(self.request)
        return context


class AgainByPassword(_Again, ReauthenticateView):  # type: ignore[misc]
    """By the password."""


class AgainByCode(_Again, AgainByCodeView):  # type: ignore[misc]
    """By a code."""


class AgainByPasskey(_Again, ReauthenticateWebAuthnView):  # type: ignore[misc]
    """By a passkey."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Stay on the page: another try is one press away."""
        messages.error(self.request, _("The passkey was not accepted. Try once more."))
        return redirect(self.request.get_full_path())


def _offers(kinds: set[str]) -> dict[str, bool]:
    return {
        "by_passkey": Authenticator.Type.WEBAUTHN.value in kinds,
        "by_code": bool(kinds & {Authenticator.Type.TOTP.value, Authenticator.Type.RECOVERY_CODES.value}),
    }
