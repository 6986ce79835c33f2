"""How allauth's machinery meets our hosts, pages and words."""

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.authentication import person_here, session_start
from tenants.landing import landing
from tenants.models import User
from tenants.proxies import address_of
from tenants.services.security import CHANGES, security_changed
from tenants.throttle import TooManyAttempts, attempt_count, attempt_succeeded

WRONG = _("The e-mail or the password is wrong.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signs people in on the host they are on, and only there."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _("Too many wrong codes. Wait five minutes and try again."),
        "rate_limited": _("Too many wrong codes. Wait five minutes and try again."),
        "incorrect_password": _("This is not your password."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the same address that every other limit counts by."""
        return address_of(request)

    def get_login_stages(self) -> list[str]:
        """Ask for the second factor; an address is confirmed before its owner gets this far."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin the session, if the person still belongs to this host: a second factor takes its time."""
        person = person_here(user.pk)
        if person is None:
            messages.error(request, gettext("The e-mail or the password is wrong."))
            raise ImmediateHttpResponse(redirect("sign-in"))
        session_start(request, person)

    def post_login(self, request: HttpRequest, user: Any, *, redirect_url: str | None, **_kwargs: Any) -> HttpResponse:
        """Lead to the page that was wanted, or the first page of this host."""
        return redirect(redirect_url or landing(request))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where someone signed in belongs."""
        return landing(request)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Answer like to a stranger."""
        messages.error(request, gettext("The e-mail or the password is wrong."))
        return redirect("sign-in")

    def is_safe_url(self, url: str | None) -> bool:
        """Allow pages of this very host: another partner's is as foreign as any."""
        request = self.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def reauthenticate(self, user: User, password: str) -> bool:
        """Check the password again, with the tries counted over all hosts."""
        who = {"email": user.email, "address": address_of(self.request), "action": "again"}
        try:
            attempt_count(**who)
        except TooManyAttempts:
            raise self.validation_error("rate_limited") from None
        right = user.check_password(password)
        if right:
            attempt_succeeded(**who)
        return right

    def add_message(  # noqa: PLR0917  allauth's own
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words; what we have no words for needs none."""
        change = CHANGES.get((message_template or "").removeprefix("mfa/messages/").removesuffix(".txt"))
        words = message or (str(change.done) if change else "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def send_notification_mail(self, template_prefix: str, user: User, *_args: Any, **_kwargs: Any) -> None:
        """Write down and tell the person that their second factor was changed."""
        security_changed(user=user, change=template_prefix.removeprefix("mfa/email/"))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps secrets encrypted; passkeys hold for all hosts below ours."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or was used already. Enter the one shown now."),
        "unverified_email": _("Confirm your e-mail address first: the link is in our letter."),
        "cannot_generate_recovery_codes": _("Set up the code app or a passkey first."),
    }

    def get_totp_issuer(self) -> str:
        """Name us in the person's code app."""
        return gettext("Merchant analytics")

    def encrypt(self, text: str) -> str:
        """Make a stolen copy of the table useless."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read what `encrypt` wrote, also under an earlier SECRET_KEY."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind passkeys to the common name, so that one opens every workspace.

        Browsers refuse that for a name without a dot: on localhost a passkey holds for its own host.
        """
        name = settings.BASE_HOST if "." in settings.BASE_HOST else self._host()
        return {"id": name, "name": gettext("Merchant analytics")}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """Call a passkey by its number until its owner names it."""
        count = user.authenticator_set.filter(type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1}

    def _host(self) -> str:
        from allauth.core import context  # noqa: PLC0415  the request under way

        return str(context.request.get_host().partition(":")[0])


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *getattr(settings, "SECRET_KEY_FALLBACKS", [])]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factor:{key}".encode()).digest())) for key in keys]
    )
