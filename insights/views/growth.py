"""Growth: every metric by day, week, month, outlet and channel, and its points as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from billing.entitlements import Locked
from insights import selectors
from insights.answers import MetricAnswer
from insights.metrics import UnknownMetric, catalogue, metric_of
from insights.panels.controls import controls_of
from insights.panels.empty import no_payments
from insights.panels.growth import metric_figures, tabs_of
from insights.panels.parts import Parts, by_channel, by_outlet
from insights.panels.table_file import csv_of
from insights.panels.upsell import offer
from insights.periods import Compare
from insights.selectors.gate import export_lock
from insights.views.ground import Ground, NothingYet, ground, is_owner, without_figures
from tenants.access import members_only, partner_of


@require_GET
@members_only
def growth(request: HttpRequest, key: str = "") -> HttpResponse:
    """Show one growth metric; without a key the first of the catalogue."""
    key = key or next(iter(catalogue()))
    _known(key)
    standing = ground(request, partner_of(request))
    context = (
        {"nothing": standing} if isinstance(standing, NothingYet) else _context(standing, key, owner=is_owner(request))
    )
    return render(request, "insights/growth.html", context)


@require_GET
@members_only
def growth_csv(request: HttpRequest, key: str) -> HttpResponse:
    """Send the points of a metric as a file; without the feature back to the page, which offers it."""
    _known(key)
    standing = ground(request, partner_of(request))
    if isinstance(standing, NothingYet):
        raise Http404
    page = standing.asked.address.to(reverse("growth-metric", args=[key]))
    if export_lock(standing.partner):
        return HttpResponseRedirect(f"{page}#export")
    answer = _answer(standing, key, standing.asked.period.compare)
    if isinstance(answer, Locked):
        return HttpResponseRedirect(page)
    name = f"{key}_{answer.start}_{answer.end}_{answer.grain}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(csv_of(answer), content_type="text/csv; charset=utf-8", headers=headers)


def _context(standing: Ground, key: str, *, owner: bool) -> dict[str, Any]:
    partner, asked = standing.partner, standing.asked
    context: dict[str, Any] = {
        "controls": controls_of(asked, standing.reading.outlets, channels=True),
        "tabs": tabs_of(selectors.catalogue(partner), key, asked),
        "title": metric_of(key).title,
    }
    answer = _answer(standing, key, asked.period.compare)
    if isinstance(answer, Locked):
        return {**context, "locked": offer(answer, standing.viewer)}
    if not answer.provenance.rows:
        return {"nothing": without_figures(partner, no_payments(), owner=owner)}
    year = None if asked.period.compare is Compare.YEAR else _answer(standing, key, Compare.YEAR)
    export = export_lock(partner)
    return {
        **context,
        "page": metric_figures(
            answer,
            year if isinstance(year, MetricAnswer) else None,
            asked,
            standing.reading.freshness,
            standing.viewer,
        ),
        "parts": _parts(standing, answer),
        "csv_url": "" if export else asked.address.to(reverse("growth-csv", args=[key])),
        "export_locked": offer(export, standing.viewer) if export else None,
    }


def _answer(standing: Ground, key: str, compare: Compare) -> MetricAnswer | Locked:
    asked = standing.asked
    found = standing.reading.metrics(
        [key],
        start=asked.period.start,
        end=asked.period.end,
        grain=asked.grain,
        outlet=asked.outlet,
        channel=asked.channel,
        compare=compare,
    )
    return found[key]


def _parts(standing: Ground, answer: MetricAnswer) -> list[Parts]:
    """Cut the metric unless it is one part already."""
    asked = standing.asked
    if asked.outlet or asked.channel:
        return []
    key, period = answer.info.key, asked.period
    cut = standing.reading.parts(key, start=period.start, end=period.end, compare=period.compare)
    if isinstance(cut, Locked):
        return []
    compared = answer.compare is not None
    made = [cutting(cut, answer.info, asked.address, compared=compared) for cutting in (by_outlet, by_channel)]
    return [one for one in made if one]


def _known(key: str) -> None:
    try:
        metric_of(key)
    except UnknownMetric as error:
        raise Http404 from error
