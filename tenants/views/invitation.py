"""Someone follows the link of an invitation."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tenants.access import partner_of
from tenants.authentication import person_here
from tenants.errors import Refused
from tenants.forms import JoinForm, JoinKnownForm
from tenants.proxies import address_of
from tenants.services import invitation_accept
from tenants.services.invitations import account_exists, invitation_open
from tenants.throttle import TooManyAttempts, attempt_count
from tenants.views.sign_in import too_many


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Join the team of this host's partner."""
    partner = partner_of(request)
    found = invitation_open(partner=partner, token=token)
    if found is None:
        return render(request, "tenants/invitation_gone.html", {"partner": partner}, status=404)
    known = account_exists(found.email)
    form = (JoinKnownForm if known else JoinForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            attempt_count(email=found.email, address=address_of(request), action="invitation")
            user = invitation_accept(
                partner=partner,
                token=token,
                full_name=form.cleaned_data.get("full_name", ""),
                password=form.cleaned_data["password"],
            )
        except TooManyAttempts as wait:
            return too_many(request, wait=wait)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            person = person_here(user.pk)
            if person is not None:
                # A known person's second factor is asked for here like at any sign-in.
                answer: HttpResponse = perform_password_login(
                    request, {"email": person.email}, Login(user=person, email=person.email, redirect_url="/")
                )
                return answer
            return redirect("/")
    return render(
        request, "tenants/invitation.html", {"form": form, "partner": partner, "invitation": found, "known": known}
    )
