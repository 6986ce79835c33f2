"""The page that lists customers by name of the partner's own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from billing.entitlements import Locked
from insights.errors import BadParameter, NotComputedYet
from insights.panels.customers.rfm import LIST
from insights.panels.customers.tabs import tabs_of
from insights.panels.empty import no_payments
from insights.panels.links import Address
from insights.panels.upsell import offer
from insights.views.ground import Ground, NothingYet, ground, is_owner, without_figures
from segments.answers_customers import CustomersAnswer
from segments.customers.choice import HORIZON, NAMES, SORT, Choice, choice_from
from segments.panels.customers import customers_list, list_being_computed
from segments.panels.customers_filters import selects_of
from segments.panels.horizons import NAME as MONTHS
from segments.panels.horizons import Horizon, horizon_of
from segments.selectors import customers_page
from tenants.access import members_only, partner_of
from tenants.models import Partner


@require_GET
@members_only
def customer_list(request: HttpRequest) -> HttpResponse:
    """List the customers, those worth most first, or as was chosen."""
    standing = ground(request, partner_of(request))
    context = {"tab": _("List of customers"), "tabs": tabs_of(LIST), **_context(request, standing)}
    return render(request, "segments/customers.html", context)


def _context(request: HttpRequest, standing: Ground | NothingYet) -> dict[str, Any]:
    if isinstance(standing, NothingYet):
        return {"nothing": standing}
    if not standing.reading.run.payments:
        return {"nothing": without_figures(standing.partner, no_payments(), owner=is_owner(request))}
    tabs = tabs_of(LIST, standing.asked)
    horizon = horizon_of(request.GET.get(MONTHS, ""))
    choice, error = _choice(request, horizon)
    try:
        answer, choice, error = _answer(standing.partner, choice, _number(request), error)
    except NotComputedYet as wait:
        return {"tabs": tabs, "nothing": NothingYet(empty=list_being_computed(str(wait)))}
    if isinstance(answer, Locked):
        return {"tabs": tabs, "locked": offer(answer, standing.viewer)}
    kept = standing.asked.address.query
    chosen = {name: str(getattr(choice, name) or "") for name in NAMES if name != HORIZON}
    here = Address(LIST, {**kept, **chosen, MONTHS: horizon.key if MONTHS in request.GET else ""})
    return {
        "tabs": tabs,
        "page": customers_list(answer, horizon, standing.reading.freshness, standing.viewer, here, error=error),
        "selects": selects_of(answer, choice, horizon),
        "kept": {**kept, SORT: choice.sort} if choice.sort else kept,
        "path": LIST,
    }


def _choice(request: HttpRequest, horizon: Horizon) -> tuple[Choice, str]:
    """Read what was chosen; of what can't be understood, everything is shown and what is wrong is said."""
    try:
        return choice_from({**request.GET.dict(), HORIZON: str(horizon.days)}), ""
    except BadParameter as wrong:
        return Choice(horizon=horizon.days), wrong.message


def _answer(partner: Partner, choice: Choice, number: int, error: str) -> tuple[CustomersAnswer | Locked, Choice, str]:
    """Read the page; an order by what is not there gives way to the usual one."""
    try:
        return customers_page(partner, choice, number), choice, error
    except BadParameter as wrong:
        usual = Choice(choice.recency, choice.frequency, choice.money, choice.group, horizon=choice.horizon)
        return customers_page(partner, usual, number), usual, wrong.message


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
