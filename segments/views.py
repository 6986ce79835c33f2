"""Pages of this room on a partner's host: ask the read door, hand its answer to the panels, render."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from billing.entitlements import Locked
from insights.errors import NotComputedYet
from insights.panels.customers.tabs import tabs_of, title_of
from insights.panels.empty import no_payments
from insights.panels.upsell import offer
from insights.views.ground import Ground, NothingYet, ground, is_owner, without_figures
from segments.panels.horizons import NAME, choice_of, horizon_of
from segments.panels.value import being_computed, value_page
from segments.selectors import ltv
from tenants.access import members_only, partner_of

PATH: Final = "/customers/value/"


@require_GET
@members_only
def customer_value(request: HttpRequest) -> HttpResponse:
    """Show what customers are worth, to date and in the months to come."""
    standing = ground(request, partner_of(request))
    context = {"tab": title_of(PATH), "tabs": tabs_of(PATH), **_context(request, standing)}
    return render(request, "segments/value.html", context)


def _context(request: HttpRequest, standing: Ground | NothingYet) -> dict[str, Any]:
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
        "page": value_page(answer, horizon, standing.reading.freshness, standing.viewer),
        "choice": choice_of(horizon) if answer.outlooks else None,
        "kept": standing.asked.address.query,
        "path": PATH,
    }
