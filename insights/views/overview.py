"""The first page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from billing.entitlements import Locked
from insights import hooks, selectors
from insights.answers import MetricAnswer
from insights.panels.controls import controls_of
from insights.panels.empty import no_payments
from insights.panels.how import how_of
from insights.panels.outlet_list import outlets_offer
from insights.panels.overview import figures
from insights.panels.parts import locked_note, outlet_bars
from insights.panels.peers.strip import strip_of
from insights.panels.upsell import offer
from insights.selectors.gate import growth_lock
from insights.selectors.kind import headline_of
from insights.selectors.parts import PartsAnswer
from insights.selectors.peers import peer_metrics
from insights.views.ground import Ground, NothingYet, ground, is_owner, without_figures
from insights.views.kept import drawn
from tenants.access import members_only, partner_of


@require_GET
@members_only
def overview(request: HttpRequest) -> HttpResponse:
    """Show how the business does, on one page."""
    partner = partner_of(request)
    context = _context(request, ground(request, partner))
    context["first_steps"] = hooks.first_steps.ask(partner, owner=is_owner(request))
    return render(request, "insights/overview.html", context)


def _context(request: HttpRequest, standing: Ground | NothingYet) -> dict[str, Any]:
    if isinstance(standing, NothingYet):
        return {"nothing": standing}
    if not standing.reading.run.payments:
        return {"nothing": without_figures(standing.partner, no_payments(), owner=is_owner(request))}
    keys = [info.key for info in selectors.catalogue(standing.partner) if not info.locked]
    controls = controls_of(standing.asked, standing.reading.outlets)
    if lock := _lock(standing, keys):
        return {"controls": controls, "locked": offer(lock, standing.viewer)}
    tiles = headline_of(standing.partner)
    page = drawn(request, standing, "insights/overview_figures.html", lambda: _figures(standing, keys, tiles), tiles)
    # Not kept with the figures: others are compared by a pass of their own, after the run.
    strip = None if standing.asked.outlet else strip_of(peer_metrics(standing.partner))
    return {"controls": controls, "page": page, "strip": strip}


def _lock(standing: Ground, keys: list[str]) -> Locked | None:
    """Return what the plan lacks for this page: growth itself, or room for the chosen outlet."""
    if not keys:
        return growth_lock(standing.partner)
    return next((one.locked for one in standing.reading.outlets if one.id == standing.asked.outlet), None)


def _figures(standing: Ground, keys: list[str], tiles: tuple[str, ...]) -> dict[str, Any]:
    asked, period = standing.asked, standing.asked.period
    found = standing.reading.metrics(
        keys, start=period.start, end=period.end, grain=asked.grain, outlet=asked.outlet, compare=period.compare
    )
    answers = {key: answer for key, answer in found.items() if isinstance(answer, MetricAnswer)}
    page = figures(answers, asked, standing.reading.freshness, standing.viewer, tiles=tiles)
    context: dict[str, Any] = {"page": page}
    if not asked.outlet and len(standing.reading.outlets) > 1:
        cut = standing.reading.parts("revenue", start=period.start, end=period.end, compare=period.compare)
        if not isinstance(cut, Locked):
            context |= _outlets(cut, answers["revenue"], standing)
    return context


def _outlets(cut: PartsAnswer, revenue: MetricAnswer, standing: Ground) -> dict[str, Any]:
    bars = outlet_bars(cut, revenue.info, standing.asked.address)
    room = cut.locked[0].locked if cut.locked and not bars else None
    return {
        "bars": bars,
        "bars_how": how_of(revenue),
        "bars_note": locked_note(cut.locked),
        "half": "w6" if bars or cut.locked else "",
        "outlets_locked": outlets_offer(room, standing.viewer) if room else None,
    }
