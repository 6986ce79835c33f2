"""From host to host: the workspaces of a person, the switch, and the door at the other end."""

from uuid import UUID

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tenants import hooks
from tenants.access import partner_of, partner_or_none, person_of
from tenants.authentication import person_here, session_start
from tenants.errors import Refused
from tenants.landing import landing, next_page
from tenants.models import EntryLink, Partner
from tenants.second_factor import CARRIED, second_factor_passed
from tenants.selectors import workspaces_of
from tenants.services.entry import entry_link_make, entry_link_use
from tenants.support import support_begin


@require_GET
def workspaces(request: HttpRequest) -> HttpResponse:
    """List the partners a person works for, and the workspaces under way."""
    user = person_of(request)
    context = {"found": workspaces_of(user), "under_way": hooks.sign_ups.ask(user)}
    return render(request, "tenants/workspaces.html", context)


@require_POST
def switch(request: HttpRequest, key: UUID) -> HttpResponse:
    """Go to the host of another of the own partners, signed in."""
    user = person_of(request)
    partner = get_object_or_404(Partner, pk=key, memberships__user=user)
    try:
        link = entry_link_make(
            user=user, partner=partner, second_factor=second_factor_passed(request), next=next_page(request) or "/"
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("/" if partner_or_none(request) else "workspaces")
    answer = redirect(link)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_GET
@never_cache
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Use the link up and let its person in."""
    partner = partner_of(request)
    link = entry_link_use(token, request)
    if link is None:
        answer = render(request, "tenants/entry_gone.html", {"partner": partner}, status=404)
    elif link.kind == EntryLink.Kind.SUPPORT:
        support_begin(request, link)
        answer = redirect("/")
    else:
        answer = _handover(request, link)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _handover(request: HttpRequest, link: EntryLink) -> HttpResponse:
    person = person_here(link.user_id)
    if person is None:  # they left the team within the minute
        return render(request, "tenants/entry_gone.html", {"partner": link.partner}, status=404)
    target = next_page(request) or landing(request)
    if link.second_factor:
        session_start(request, person)
        request.session[CARRIED] = True
        return redirect(target)
    answer: HttpResponse = perform_login(request, Login(user=person, redirect_url=target))
    return answer
