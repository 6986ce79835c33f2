"""A forgotten password, on each host by itself."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tenants.access import partner_or_none
from tenants.forms import PasswordSetForm, ResetForm
from tenants.models import User
from tenants.models.user import email_normal
from tenants.proxies import address_of
from tenants.reset import person_to_reset, reset_letter_send, tokens
from tenants.services.accounts import email_proven
from tenants.services.security import security_changed, sessions_end
from tenants.throttle import TooManyAttempts, attempt_count
from tenants.views.sign_in import too_many


@never_cache
@require_http_methods(["GET", "POST"])
def password_reset(request: HttpRequest) -> HttpResponse:
    """Ask for a letter; the answer is the same whoever asks."""
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = email_normal(form.cleaned_data["email"])
        try:
            attempt_count(email=email, address=address_of(request), action="reset")
        except TooManyAttempts as wait:
            return too_many(request, wait=wait)
        reset_letter_send(email=email, partner=partner_or_none(request))
        return redirect("password-reset-sent")
    return render(request, "tenants/password_reset.html", {"form": form})


def password_reset_sent(request: HttpRequest) -> HttpResponse:
    """Say that a letter is on its way, if there is someone to get it."""
    return render(request, "tenants/password_reset_sent.html")


class PasswordResetConfirm(PasswordResetConfirmView):
    """Set the new password; the link holds only on its own host and only for its people."""

    template_name = "tenants/password_set.html"
    form_class = PasswordSetForm
    token_generator = tokens
    success_url = reverse_lazy("sign-in")

    def get_user(self, uidb64: str) -> User | None:
        """Find the person of the link among the people of this host."""
        found = super().get_user(uidb64)
        return person_to_reset(found)

    def form_valid(self, form: Any) -> HttpResponse:
        """Say that it is done; the letter has proven the address, and what was open ends."""
        answer = super().form_valid(form)
        email_proven(form.user)
        sessions_end(user=form.user, keep=None)
        security_changed(user=form.user, change="password_reset")
        messages.success(self.request, _("The new password is set. Sign in with it."))
        return answer
