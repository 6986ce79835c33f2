"""Someone follows the link that confirms an e-mail address."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tenants.authentication import person_here
from tenants.forms import ConfirmForm
from tenants.landing import landing, next_page
from tenants.proxies import address_of
from tenants.services.accounts import Confirmation, confirmation_open, email_confirm, same_browser
from tenants.throttle import TooManyAttempts, attempt_count, attempt_succeeded
from tenants.views.sign_in import too_many


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the address and go on; in another browser than the one that signed up, by the password."""
    found = confirmation_open(token)
    if found is None:
        if request.user.is_authenticated:  # the link pressed twice
            return redirect(next_page(request) or landing(request))
        return render(request, "tenants/email_confirm_gone.html", status=404)
    if same_browser(request, found.user):
        return _done(request, found)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = {"email": found.user.email, "address": address_of(request), "action": "confirm"}
        try:
            attempt_count(**who)
        except TooManyAttempts as wait:
            return too_many(request, wait=wait)
        if found.user.check_password(form.cleaned_data["password"]):
            attempt_succeeded(**who)
            return _done(request, found)
        form.add_error("password", _("This is not the password you signed up with."))
    context = {"form": form, "email": found.user.email}
    return render(request, "tenants/email_confirm.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, found: Confirmation) -> HttpResponse:
    if not email_confirm(found) or (person := person_here(found.user.pk)) is None:
        return render(request, "tenants/email_confirm_gone.html", status=404)
    login = Login(user=person, email=person.email, redirect_url=next_page(request) or None)
    answer: HttpResponse = perform_password_login(request, {"email": person.email}, login)
    return answer
