"""What all tabs about customers share: the choices on top, the figures kept for the next visitor, the days in words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from insights.panels.controls import controls_of
from insights.panels.customers.block import Block, Page
from insights.panels.customers.states import days_lines, notices
from insights.panels.customers.tabs import tabs_of, title_of
from insights.panels.empty import no_payments
from insights.panels.upsell import offer
from insights.selectors.gate import by_outlet_lock
from insights.views.ground import Ground, NothingYet, ground, is_owner, without_figures
from insights.views.kept import drawn
from tenants.access import partner_of

FIGURES: Final = "insights/customers/figures.html"


def customers_tab(request: HttpRequest, build: Callable[[Ground], Page], *, choices: bool = True) -> HttpResponse:
    """Show a tab; `build` is asked only when nobody has asked the same before, `choices` shows period and outlet."""
    partner = partner_of(request)
    standing = ground(request, partner)
    context: dict[str, Any] = {"tab": title_of(request.path), "tabs": tabs_of(request.path)}
    if isinstance(standing, NothingYet):
        context["nothing"] = standing
    elif not standing.reading.run.payments:
        context["nothing"] = without_figures(partner, no_payments(), owner=is_owner(request))
    else:
        context |= {"tabs": tabs_of(request.path, standing.asked)}
        context |= _figures(request, standing, build, choices=choices)
    return render(request, "insights/customers.html", context)


def dated(
    standing: Ground,
    blocks: list[Block],
    start: date,
    end: date,
    clipped_from: date | None = None,
    *,
    young: bool = True,
) -> Page:
    """Put blocks under the line of their days; `young` warns of the first days of the data."""
    fresh = standing.reading.freshness
    found = notices(start, clipped_from, fresh, standing.viewer, warn=young)
    return Page(days_lines(start, end, fresh), blocks, notices=found)


def outlet_name(standing: Ground) -> str:
    """Return what the chosen outlet is called; nothing for all together."""
    return next((one.name for one in standing.reading.outlets if one.id == standing.asked.outlet), "")


def _figures(
    request: HttpRequest, standing: Ground, build: Callable[[Ground], Page], *, choices: bool
) -> dict[str, Any]:
    context: dict[str, Any] = {}
    if choices:
        lock = by_outlet_lock(standing.partner)
        outlets = [replace(one, locked=lock or one.locked) for one in standing.reading.outlets]
        context["controls"] = controls_of(standing.asked, outlets, channels=True, compares=False)
        chosen = next((one.locked for one in outlets if one.id == standing.asked.outlet), None)
        if chosen:
            return {**context, "locked": offer(chosen, standing.viewer)}
    context["page"] = drawn(request, standing, FIGURES, lambda: {"page": build(standing)})
    return context
