"""Pages of runs, read only: one partner's history, and the newest run of every partner."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from insights.admin.words import newest_lines, run_line
from insights.selectors.runs_of_partners import runs_newest, runs_of
from tenants.models import Partner
from tenants.roles import managed_partners

SHOWN = 50


def partner_runs(request: HttpRequest, key: Any) -> HttpResponse:
    """Show a partner's last runs to those who manage it."""
    partner = get_object_or_404(managed_partners(request.user), pk=key)
    lines = [run_line(partner, run) for run in runs_of(partner, newest=SHOWN)]
    context = {"partner": partner, "lines": lines, "title": _("Runs: %(name)s") % {"name": partner.name}}
    return _page(request, context)


def overall(request: HttpRequest) -> HttpResponse:
    """Show the newest run of each partner that this manager answers for, what failed first."""
    partners = list(managed_partners(request.user).order_by("name"))
    return _page(request, {"lines": newest_lines(partners, runs_newest(partners)), "title": _("Runs")})


runs_overall = admin.site.admin_view(overall)
"""The overall page behind the admin's door."""


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, "admin/runs/runs.html", {**admin.site.each_context(request), "opts": Partner._meta, **context}
    )
