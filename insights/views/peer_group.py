"""Competitors: the group of comparison that a partner describes itself."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.entitlements import Locked
from insights.answers_peers import Lens
from insights.forms_group import GroupForm
from insights.panels.empty import no_payments
from insights.panels.peers.chosen import address_of
from insights.panels.peers.own import nothing_to_choose, own_group
from insights.panels.upsell import offer
from insights.selectors.peer_choice import Choice, first_description, peer_choice
from insights.services import peer_group_choose, peer_group_try, peer_group_undo
from insights.services.peer_group import unfit
from insights.views.ground import Ground, NothingYet, ground, is_owner, without_figures
from tenants.access import member_of, members_only, partner_of
from tenants.errors import Refused
from tenants.models import Role
from ui import dates

PAGE: Final = "insights/peer_group.html"
ACTS: Final = ("try", "choose")


@require_http_methods(["GET", "POST"])
@members_only
def peer_group(request: HttpRequest) -> HttpResponse:
    """Show every member the own group; let owners and analysts try, choose and take back."""
    member = member_of(request)
    if request.method == "POST" and member.role == Role.VIEWER:
        raise PermissionDenied
    standing = ground(request, partner_of(request))
    if isinstance(standing, NothingYet):
        return render(request, PAGE, {"nothing": standing})
    partner = standing.partner
    choice = peer_choice(partner)
    if isinstance(choice, Locked):
        return render(request, PAGE, {"locked": offer(choice, standing.viewer)})
    if not standing.reading.run.payments:
        return render(request, PAGE, {"nothing": without_figures(partner, no_payments(), owner=is_owner(request))})
    if choice is None:
        return render(request, PAGE, {"nothing": NothingYet(empty=nothing_to_choose())})
    return _answered(request, standing, choice)


def _answered(request: HttpRequest, standing: Ground, choice: Choice) -> HttpResponse:
    partner, act = standing.partner, request.POST.get("act")
    if act == "undo":
        if peer_group_undo(partner=partner, by=member_of(request).user):
            messages.success(request, _("The change was taken back: the group stays as it is."))
        return HttpResponseRedirect(reverse("competitors-group"))
    asked = request.POST if act in ACTS else None
    form = GroupForm(choice.places, first_description(partner, choice), asked)
    fits: bool | None = None
    if asked and form.is_valid():
        try:
            if act == "choose":
                return _chosen(request, standing, form, choice)
            fits = peer_group_try(partner=partner, description=form.description())
            if not fits:
                form.add_error(None, unfit())
        except Refused as refusal:
            form.refuse(refusal)
        choice = _again(standing, choice)
    may_change = member_of(request).role != Role.VIEWER
    page: Any = own_group(
        choice, form, standing.reading.freshness, may_change=may_change, fits=fits if not form.errors else None
    )
    return render(request, PAGE, {"page": page})


def _chosen(request: HttpRequest, standing: Ground, form: GroupForm, choice: Choice) -> HttpResponse:
    row = peer_group_choose(partner=standing.partner, description=form.description(), by=member_of(request).user)
    if row is None:
        messages.info(request, _("You have this group already: it stays as it is."))
    elif choice.frozen:
        day = dates.day_in_text(row.quarter)
        messages.success(request, _("Your choice is kept. It acts from %(day)s.") % {"day": day})
    else:
        messages.success(request, _("Your choice is kept. Comparisons come in a few minutes."))
        return HttpResponseRedirect(address_of(Lens.CUSTOM))
    return HttpResponseRedirect(reverse("competitors-group"))


def _again(standing: Ground, choice: Choice) -> Choice:
    """Read the tries anew: one was just counted."""
    found = peer_choice(standing.partner)
    return found if isinstance(found, Choice) else choice
