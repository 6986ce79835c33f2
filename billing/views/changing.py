"""A paid plan is changed, ended, paused, or such a wish is taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from billing import services
from billing.forms import ChangeForm, PauseForm, PlanForm
from billing.panels.acts import day_of
from billing.panels.loss import loss
from billing.panels.upgrade import upgrade_page
from billing.plans import AFTER_TRIAL, PAUSE_MONTHS, Plan
from billing.standing import Paid, standing
from billing.views.calm import leave_to, owner_acts, person
from tenants.access import partner_of
from tenants.errors import Refused


@require_http_methods(["GET", "POST"])
@owner_acts
def upgrade(request: HttpRequest) -> HttpResponse:
    """Show what an upgrade costs; a POST with the moment of that page pays just this."""
    form = ChangeForm(request.POST) if request.method == "POST" else PlanForm(request.GET)
    if form.is_valid() and isinstance(form, ChangeForm):
        result = services.upgrade(
            partner=partner_of(request),
            plan=form.chosen,
            interval=form.interval,
            at=form.cleaned_data["at"],
            by=person(request),
        )
        if not result.done:
            why = _("Your bank asks you to confirm the payment. Until then your plan stays as it is.")
            return leave_to(request, result.confirm_url, why=why)
        messages.success(
            request, _("Your plan is “%(plan)s” now. All that it holds is open.") % {"plan": form.chosen.title}
        )
        return redirect("plan")
    if not {"plan", "pay"} <= form.cleaned_data.keys():
        return redirect("plan")
    preview = services.upgrade_preview(partner=partner_of(request), plan=form.chosen, interval=form.interval)
    page = upgrade_page(preview, card=standing(partner_of(request)).card, anew="at" in form.errors)
    return render(request, "billing/upgrade.html", {"page": page}, status=422 if page.anew else 200)


@require_http_methods(["GET", "POST"])
@owner_acts
def downgrade(request: HttpRequest) -> HttpResponse:
    """Say what a lower plan hides, then change to it at the period's end."""
    form = PlanForm(request.POST or request.GET)
    if not form.is_valid():
        return redirect("plan")
    paid, facts = _paid(request), {"plan": form.chosen.title}
    if request.method == "POST":
        services.downgrade(partner=partner_of(request), plan=form.chosen, interval=form.interval, by=person(request))
        words = _("From %(day)s your plan is “%(plan)s”. Until then nothing changes.")
        messages.success(request, words % {**facts, "day": day_of(paid.period_end)})
        return redirect("plan")
    context = {
        "title": _("Switch to the plan “%(plan)s”") % facts,
        "text": _("Until %(day)s all stays as it is; what is paid is not lost. Then the new plan begins.")
        % {"day": day_of(paid.period_end)},
        "button": _("Switch from %(day)s") % {"day": day_of(paid.period_end)},
        "action": reverse("plan-downgrade"),
        "plan": form.chosen.key,
        "pay": form.interval,
    }
    return _loss_page(request, paid, form.chosen, context)


@require_http_methods(["GET", "POST"])
@owner_acts
def cancel(request: HttpRequest) -> HttpResponse:
    """Say what is closed without the subscription, then end it at the period's end."""
    paid = _paid(request)
    if request.method == "POST":
        services.subscription_cancel(partner=partner_of(request), by=person(request))
        words = _("Cancelled. Everything stays open until %(day)s; nothing is charged any more.")
        messages.success(request, words % {"day": day_of(paid.period_end)})
        return redirect("plan")
    facts = {"day": day_of(paid.period_end), "free": AFTER_TRIAL.title}
    context = {
        "title": _("Cancel the subscription"),
        "text": _("Until %(day)s all stays open. Then the free plan “%(free)s” begins and nothing more is charged.")
        % facts,
        "button": _("Cancel the subscription"),
        "action": reverse("plan-cancel"),
    }
    return _loss_page(request, paid, AFTER_TRIAL, context)


@require_POST
@owner_acts
def resume(request: HttpRequest) -> HttpResponse:
    """Take a cancellation or a pause back."""
    services.subscription_resume(partner=partner_of(request), by=person(request))
    messages.success(request, _("The subscription goes on."))
    return redirect("plan")


@require_POST
@owner_acts
def undo(request: HttpRequest) -> HttpResponse:
    """Take a change at the period's end back."""
    services.downgrade_undo(partner=partner_of(request), by=person(request))
    messages.success(request, _("You keep your present plan."))
    return redirect("plan")


@require_http_methods(["GET", "POST"])
@owner_acts
def pause(request: HttpRequest) -> HttpResponse:
    """Ask for how long, then charge nothing for that time."""
    paid = _paid(request)
    form = PauseForm(request.POST or None)
    if form.is_valid():
        months = form.cleaned_data["months"]
        services.subscription_pause(partner=partner_of(request), months=months, by=person(request))
        messages.success(request, _("Paused. Nothing is charged; you can resume at any time."))
        return redirect("plan")
    context = {
        "form": form,
        "free": AFTER_TRIAL.title,
        "choices": [{"months": count, "words": _months(count)} for count in range(1, PAUSE_MONTHS + 1)],
        "loss": loss(partner_of(request), now=paid.plan, then=AFTER_TRIAL),
    }
    return render(request, "billing/pause.html", context, status=422 if form.errors else 200)


def _paid(request: HttpRequest) -> Paid:
    paid = standing(partner_of(request)).paid
    if paid is None:
        raise Refused(_("There is no paid plan to change."))
    return paid


def _loss_page(request: HttpRequest, paid: Paid, then: Plan, context: dict[str, str]) -> HttpResponse:
    lost = loss(partner_of(request), now=paid.plan, then=then)
    return render(request, "billing/downgrade.html", {**context, "loss": lost})


def _months(count: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}
