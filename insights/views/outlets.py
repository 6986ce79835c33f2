"""Settings: the partner's outlets, their names and their order."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.panels.way import viewer_of
from insights import selectors
from insights.errors import UnknownOutlet
from insights.forms import OutletForm
from insights.panels.outlet_list import outlet_list
from insights.selectors.gate import outlet_room
from insights.services import outlet_move, outlets_rename
from tenants.access import member_of, members_only, partner_of


@require_http_methods(["GET", "POST"])
@members_only
def outlets(request: HttpRequest) -> HttpResponse:
    """List the outlets to every member; let owners name and order them."""
    partner = partner_of(request)
    viewer = viewer_of(partner, member_of(request))
    known = selectors.outlets(partner)
    if request.method == "POST":
        if not viewer.owner:
            raise PermissionDenied
        forms = [OutletForm(one, request.POST) for one in known]
        # Every form is looked at, so that all mistakes are shown at once.
        if sum(not form.is_valid() for form in forms) == 0:
            _save(request, {one.id: form.cleaned_data["alias"] for one, form in zip(known, forms, strict=True)})
            return HttpResponseRedirect(reverse("settings-outlets"))
    else:
        forms = [OutletForm(one) for one in known]
    page = outlet_list(known, forms, outlet_room(partner), viewer)
    return render(request, "insights/outlets.html", {"page": page})


def _save(request: HttpRequest, aliases: dict[str, str]) -> None:
    changed = outlets_rename(aliases=aliases)
    moved = request.POST.get("up") or request.POST.get("down")
    if moved:
        try:
            outlet_move(outlet=moved, up="up" in request.POST)
        except UnknownOutlet as error:
            raise Http404 from error
    if changed:
        messages.success(request, _("The names of your outlets were saved."))
    elif moved:
        messages.success(request, _("The order of your outlets was saved."))
