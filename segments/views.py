"""Pages of this room on a partner's host: ask the read door, hand its answer to the panels, render."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.entitlements import Locked, NotEntitled
from insights.errors import NotComputedYet
from insights.panels.customers.tabs import tabs_of, title_of
from insights.panels.empty import no_payments
from insights.panels.upsell import offer
from insights.selectors.setting import setting_of
from insights.services import margin_set
from insights.views.ground import Ground, NothingYet, ground, is_owner, without_figures
from segments.forms import MarginForm
from segments.panels.horizons import NAME, horizon_of, select_of
from segments.panels.value import being_computed, value_page
from segments.selectors import ltv
from tenants.access import members_only, partner_of
from tenants.errors import Refused
from tenants.models import Partner

PATH: Final = "/customers/value/"


@require_http_methods(["GET", "POST"])
@members_only
def customer_value(request: HttpRequest) -> HttpResponse:
    """Show what customers are worth, to date and in the months to come; let owners give their margin."""
    partner = partner_of(request)
    if request.method == "POST" and not is_owner(request):
        raise PermissionDenied
    form = MarginForm(request.POST if request.method == "POST" else None)
    if form.is_bound and _saved(request, partner, form):
        return HttpResponseRedirect(_here(request))
    if not form.is_bound:
        form.initial["margin"] = setting_of(partner).margin
    standing = ground(request, partner)
    context = {"tab": title_of(PATH), "tabs": tabs_of(PATH), **_context(request, standing, form)}
    return render(request, "segments/value.html", context)


def _here(request: HttpRequest) -> str:
    """Return the address with its choices."""
    asked = request.GET.urlencode()
    return f"{PATH}?{asked}" if asked else PATH


def _saved(request: HttpRequest, partner: Partner, form: MarginForm) -> bool:
    """Save the margin; say whether the page may be asked for anew, the offer of another plan among it."""
    if not form.is_valid():
        return False
    percent = form.cleaned_data["margin"]
    try:
        margin_set(partner=partner, percent=percent)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    except NotEntitled:
        return True
    words = (
        _("The margin was removed: expected values are revenue again.")
        if percent is None
        else _("Your margin was saved.")
    )
    messages.success(request, words)
    return True


def _context(request: HttpRequest, standing: Ground | NothingYet, form: MarginForm) -> dict[str, Any]:
    if isinstance(standing, NothingYet):
        return {"nothing": standing}
    if not standing.reading.run.payments:
        return {"nothing": without_figures(standing.partner, no_payments(), owner=is_owner(request))}
    tabs = tabs_of(PATH, standing.asked)
    try:
        answer = ltv(standing.partner)
    except NotComputedYet as wait:
        return {"tabs": tabs, "nothing": NothingYet(empty=being_computed(str(wait)))}
    if isinstance(answer, Locked):
        return {"tabs": tabs, "locked": offer(answer, standing.viewer)}
    horizon = horizon_of(request.GET.get(NAME, ""))
    return {
        "tabs": tabs,
        "page": value_page(answer, horizon, standing.reading.freshness, standing.viewer, form),
        "choice": [select_of(horizon)] if answer.outlooks else None,
        "kept": standing.asked.address.query,
        "path": PATH,
        "here": _here(request),
    }
