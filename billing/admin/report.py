"""The report of MRR, churn and plans: a head's of the whole bank, a manager's of the own partners."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from billing.models import PlanChange
from billing.panels.kopecks import money
from billing.plans import PLANS
from billing.reports import Month, report
from tenants.roles import is_head, managed_partners
from ui import dates, numbers
from ui.charts import Chart, Point, Trend, trend_chart

SPANS: Final = (12, 24, 36)


def page(request: HttpRequest) -> HttpResponse:
    """Show the months that were asked for."""
    asked = request.GET.get("months", "")
    span = int(asked) if asked.isdecimal() and int(asked) in SPANS else SPANS[0]
    months = report(managed_partners(request.user), months=span)
    context = {
        **admin.site.each_context(request),
        "opts": PlanChange._meta,
        "title": _("Revenue from subscriptions"),
        "whose": _("All partners of the bank.") if is_head(request.user) else _("Your partners."),
        "chart": _chart(months) if any(month.mrr for month in months) else None,
        "rows": [_row(month) for month in reversed(months)],
        "plans": [plan.title for plan in PLANS.values()],
        "spans": [(one, one == span) for one in SPANS],
    }
    return render(request, "admin/billing/report.html", context)


billing_report = admin.site.admin_view(page)
"""The page behind the admin's door."""


def _row(month: Month) -> dict[str, Any]:
    held = sum(month.plans.values())
    return {
        "title": dates.month(month.first),
        "whole": month.whole,
        "money": [
            money(month.mrr_begin),
            _signed(month.new),
            _signed(month.expansion),
            _signed(-month.contraction),
            _signed(-month.churned),
            money(month.mrr),
        ],
        "counts": [
            numbers.num(month.paying),
            numbers.num(month.left),
            numbers.pct(month.logo_churn, 1),
            numbers.num(month.trials),
            numbers.pct(month.conversion, 0),
        ],
        "plans": [
            (numbers.num(count), numbers.pct(count / held, 0) if held else numbers.MISSING)
            for count in month.plans.values()
        ],
    }


def _signed(kopecks: int) -> str:
    return f"+{money(kopecks)}" if kopecks > 0 else money(kopecks)


def _chart(months: Sequence[Month]) -> Chart:
    last = months[-1]
    points = tuple(
        Point(
            label=dates.month_short(month.first),
            title=dates.month(month.first),
            value=float(Decimal(month.mrr).scaleb(-2)),
            partial=not month.whole,
        )
        for month in months
    )
    said = _("Partners pay %(sum)s a month; at the month's beginning it was %(before)s.")
    title = said % {"sum": money(last.mrr), "before": money(last.mrr_begin)}
    return trend_chart(Trend(title=title, measure=_("MRR at the month's end"), unit="RUB", points=points), name="mrr")
