"""Settings: the totals of the till, by which levels of revenue are scaled."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.panels.way import viewer_of
from insights.forms_turnover import AddForm, MonthForm
from insights.panels.coverage import coverage_page
from insights.selectors.coverage import coverage_of, months_open, turnovers
from insights.services import turnover_remove, turnover_set
from tenants.access import member_of, members_only, partner_of
from tenants.errors import Refused
from tenants.models import Partner


@require_http_methods(["GET", "POST"])
@members_only
def coverage(request: HttpRequest) -> HttpResponse:
    """Show to every member what share of sales the bank sees; let owners enter turnover."""
    partner = partner_of(request)
    viewer = viewer_of(partner, member_of(request))
    if request.method == "POST" and not viewer.owner:
        raise PermissionDenied
    entered = turnovers(partner)
    data = request.POST if request.method == "POST" else None
    if data is not None and data.get("remove"):
        return _removed(request, data["remove"])
    known = {one.month for one in entered}
    forms = [MonthForm(one.month, one.turnover, data) for one in entered]
    add = AddForm(tuple(month for month in months_open(partner) if month not in known), data)
    if data is not None and _saved(partner, forms, add):
        messages.success(request, _("Your turnover was saved."))
        return HttpResponseRedirect(reverse("settings-coverage"))
    page = coverage_page(coverage_of(partner), entered, forms, add, viewer)
    return render(request, "insights/coverage.html", {"page": page})


def _saved(partner: Partner, forms: list[MonthForm], add: AddForm) -> bool:
    """Save all of it or nothing; every form is looked at, so that all mistakes are shown at once."""
    if sum(not form.is_valid() for form in (*forms, add)):
        return False
    with transaction.atomic():
        wanted = [(form, form.month, form.cleaned_data["turnover"]) for form in forms if form.has_changed()]
        if add.chosen:
            wanted.append((add, add.chosen, add.cleaned_data["turnover"]))  # type: ignore[arg-type]
        refused = sum(not _set(partner, form, month, roubles) for form, month, roubles in wanted)
        transaction.set_rollback(bool(refused))
    return not refused


def _set(partner: Partner, form: MonthForm | AddForm, month: date, roubles: int) -> bool:
    try:
        turnover_set(partner=partner, month=month, roubles=roubles)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def _removed(request: HttpRequest, text: str) -> HttpResponse:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        month = None
    if month and turnover_remove(month=month):
        messages.success(request, _("The month was removed."))
    return HttpResponseRedirect(reverse("settings-coverage"))
