"""The first page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from billing.entitlements import Locked, plan_in_force
from insights import selectors
from insights.answers import MetricAnswer
from insights.panels.controls import controls_of
from insights.panels.empty import no_payments
from insights.panels.how import how_of
from insights.panels.outlet_list import outlets_offer
from insights.panels.overview import figures
from insights.panels.parts import locked_note, outlet_bars
from insights.panels.upsell import offer
from insights.views.ground import Ground, NothingYet, ground
from tenants.access import members_only, partner_of


@require_GET
@members_only
def overview(request: HttpRequest) -> HttpResponse:
    """Show how the business does, on one page."""
    standing = ground(request, partner_of(request))
    context = {"nothing": standing} if isinstance(standing, NothingYet) else _context(standing)
    return render(request, "insights/overview.html", context)


def _context(standing: Ground) -> dict[str, Any]:
    partner, asked = standing.partner, standing.asked
    context: dict[str, Any] = {"controls": controls_of(asked, standing.reading.outlets)}
    found = standing.reading.metrics(
        [info.key for info in selectors.catalogue(partner) if not info.locked],
        start=asked.period.start,
        end=asked.period.end,
        grain=asked.grain,
        outlet=asked.outlet,
        compare=asked.period.compare,
    )
    answers = {key: answer for key, answer in found.items() if isinstance(answer, MetricAnswer)}
    if not answers:
        lock = next(answer for answer in found.values() if isinstance(answer, Locked))
        return {**context, "locked": offer(lock)}
    if not answers["revenue"].provenance.rows:
        return {"nothing": NothingYet(empty=no_payments())}
    context["page"] = figures(answers, asked, standing.reading.freshness, plan_in_force(partner))
    if not asked.outlet and len(standing.reading.outlets) > 1:
        revenue = answers["revenue"]
        cut = standing.reading.parts(
            "revenue", start=asked.period.start, end=asked.period.end, compare=asked.period.compare
        )
        if not isinstance(cut, Locked):
            context["bars"] = outlet_bars(cut, revenue.info, asked.address)
            context["bars_how"] = how_of(revenue)
            context["bars_note"] = locked_note(cut.locked)
            context["half"] = "w6" if context["bars"] or cut.locked else ""
            room = cut.locked[0].locked if cut.locked and not context["bars"] else None
            context["outlets_locked"] = outlets_offer(room) if room else None
    return context
