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
from tenants.authentication import person_here
from tenants.forms import PasswordSetForm, ResetForm
from tenants.models import User
from tenants.models.user import email_normal
from tenants.reset import reset_letter_send, tokens
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
            attempt_count(email=email, address=request.META.get("REMOTE_ADDR", ""), action="reset")
        except TooManyAttempts:
            return too_many(request)
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
        return person_here(found.pk) if found else None

    def form_valid(self, form: Any) -> HttpResponse:
        """Say that it is done."""
        messages.success(self.request, _("The new password is set. Sign in with it."))
        return super().form_valid(form)
