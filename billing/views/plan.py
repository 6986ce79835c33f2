"""Settings → Plan and payment: what is in force, what can be chosen, what was paid."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from billing.panels.plan import invoice_page, plan_page
from billing.panels.way import viewer_of
from billing.standing import standing
from billing.views.paying import paid
from tenants.access import member_of, members_only, partner_of
from tenants.addresses import public_address


@never_cache
@members_only
@require_GET
def plan(request: HttpRequest) -> HttpResponseBase:
    """Show every member how the plan stands; let owners act.

    From the payment service people come back with `paid=1`, or with `paid=0` when they did not pay.
    """
    viewer = viewer_of(partner_of(request), member_of(request))
    if viewer.owner and "paid" in request.GET:
        if request.GET["paid"] == "1" and standing(viewer.partner).customer:
            return paid(request)
        messages.info(request, _("You came back without paying. Nothing was charged and nothing has changed."))
        return redirect("plan")
    page, invoices = invoice_page(viewer, request.GET.get("page", ""))
    context = {
        "page": plan_page(viewer, pay=request.GET.get("pay", ""), wanted=request.GET.get("plan", "")),
        "owner": viewer.owner,
        "invoice_page": page,
        "invoices": invoices,
        "plans_url": public_address("/plans/#all"),
    }
    return render(request, "billing/plan.html", context)
