"""Settings: what the own data went into, and the choice to take no part in comparisons."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from insights.panels.privacy import Privacy, privacy_of, titles_of
from insights.selectors.peers import peer_catalogue
from insights.views.ground import is_owner
from tenants.access import member_of, members_only, owners_only, partner_of
from tenants.services.sharing import sharing_set
from tenants.sharing import contributions_of

PAGE = "insights/privacy.html"


@members_only
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Show every member what the partner's data went into."""
    return render(request, PAGE, {"page": _page(request)})


@owners_only
@require_http_methods(["GET", "POST"])
def privacy_choice(request: HttpRequest) -> HttpResponse:
    """Ask an owner once more, then keep the choice: `part` is yes or no."""
    if request.method == "GET":
        return render(request, "insights/privacy_leave.html", {"page": _page(request)})
    part = request.POST.get("part")
    if part not in {"yes", "no"}:
        messages.error(request, _("Press one of the buttons: take part, or take no part."))
        return HttpResponseRedirect(reverse("settings-privacy"))
    sharing_set(partner=partner_of(request), takes_part=part == "yes", by=member_of(request).user)
    if part == "yes":
        messages.success(request, _("You take part in comparisons again."))
    else:
        messages.success(request, _("Your choice is kept. You can take it back here at any time."))
    return HttpResponseRedirect(reverse("settings-privacy"))


def _page(request: HttpRequest) -> Privacy:
    partner = partner_of(request)
    return privacy_of(
        contributions_of(partner),
        titles=titles_of(peer_catalogue(partner)),
        today=timezone.localdate(),
        owner=is_owner(request),
    )
