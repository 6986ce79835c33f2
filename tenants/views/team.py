"""The team of a partner: everybody of it reads, owners change."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants import selectors
from tenants.access import member_of, members_only, owners_only, partner_of
from tenants.errors import Refused
from tenants.forms import InviteForm, RoleForm
from tenants.models import Invitation, Membership, Role, User
from tenants.services import invitation_revoke, member_invite, member_remove, member_role_change


@members_only
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """List the people and the open invitations."""
    return _page(request, InviteForm())


@owners_only
@require_POST
def team_invite(request: HttpRequest) -> HttpResponse:
    """Invite someone by a letter."""
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            member_invite(
                partner=partner_of(request),
                email=form.cleaned_data["email"],
                role=form.cleaned_data["role"],
                invited_by=_person(request),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The invitation to %(email)s is on its way.") % form.cleaned_data)
            return redirect("team")
    return _page(request, form, status=422)


@owners_only
@require_POST
def team_revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw an open invitation."""
    found = get_object_or_404(Invitation, pk=key, partner=partner_of(request))
    try:
        invitation_revoke(partner=partner_of(request), invitation=found, by=_person(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The invitation to %(email)s is withdrawn.") % {"email": found.email})
    return redirect("team")


@owners_only
@require_POST
def team_role(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give a member another role."""
    member = _member(request, key)
    form = RoleForm(request.POST)
    try:
        role = form.cleaned_data["role"] if form.is_valid() else ""
        member_role_change(partner=partner_of(request), member=member, role=role, by=_person(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The role of %(name)s is changed.") % {"name": member.user})
    return redirect("team")


@owners_only
@require_http_methods(["GET", "POST"])
def team_remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask, then take a member off the team."""
    member = _member(request, key)
    if request.method == "GET":
        return render(request, "tenants/team_remove.html", {"member": member})
    try:
        member_remove(partner=partner_of(request), member=member, by=_person(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("%(name)s has no access any more.") % {"name": member.user})
    return redirect("team")


def _page(request: HttpRequest, form: InviteForm, status: int = 200) -> HttpResponse:
    partner = partner_of(request)
    context = {
        "form": form,
        "roles": Role.choices,
        "owner": member_of(request).role == Role.OWNER,
        "team": selectors.team(partner),
        "waiting": selectors.invitations_waiting(partner),
        "me": _person(request).pk,
    }
    return render(request, "tenants/team.html", context, status=status)


def _member(request: HttpRequest, key: UUID) -> Membership:
    # Another partner's member is not found, like one that never was.
    return get_object_or_404(Membership.objects.select_related("user"), pk=key, partner=partner_of(request))


def _person(request: HttpRequest) -> User:
    return member_of(request).user
