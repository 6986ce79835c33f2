"""The first steps on the partner's own host: four, each saved, in any order, left and taken up again."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from insights.selectors.gate import goals_lock
from insights.selectors.setting import OwnFacts, outlets_known, setting_of
from lake.mcc import KIND_OF_CODE, kind_of
from onboarding.forms import BusinessForm, CodeForm, CoverageForm, MessageForm, WishesForm
from onboarding.panels.claim import claim_panel
from onboarding.panels.summary import summary
from onboarding.pictures import cities
from onboarding.services import company_save, coverage_save, outlets_save, wishes_save
from onboarding.services.first_steps import LAST_STEP, set_up_finish
from tenants.access import owners_only, partner_of
from tenants.errors import Refused
from tenants.forms import Form
from tenants.models import Partner

STEPS: Final = (
    gettext_lazy("Company and outlets"),
    gettext_lazy("Share of card sales"),
    gettext_lazy("Goal and digest"),
    gettext_lazy("Summary"),
)


@require_GET
@owners_only
def welcome(request: HttpRequest) -> HttpResponse:
    """Go to the step that is next."""
    return redirect("welcome-step", min(setting_of(partner_of(request)).step, LAST_STEP))


@never_cache
@require_http_methods(["GET", "POST"])
@owners_only
def step(request: HttpRequest, number: int) -> HttpResponse:
    """Show one step, or keep what was said in it and go to the next."""
    if number not in range(1, LAST_STEP + 1):
        raise Http404
    partner = partner_of(request)
    form = _form(partner, number, request)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return _kept(request, partner, number, form)
        except Refused as refusal:
            if form is None:
                raise
            form.refuse(refusal)
    return page(request, partner, number, form)


@require_GET
@never_cache
@owners_only
def progress(request: HttpRequest) -> HttpResponse:
    """Answer the part of the summary that changes."""
    return render(request, "onboarding/_summary.html", {"summary": summary(partner_of(request))})


def page(request: HttpRequest, partner: Partner, number: int, form: Form | None, **more: Any) -> HttpResponse:
    """Show a step with what was typed in it."""
    typed = [one for one in (form, *more.values()) if isinstance(one, Form) and one.errors]
    context = {
        "number": number,
        "steps": STEPS,
        "form": form,
        "back": reverse("welcome-step", args=[number - 1]) if number > 1 else "",
        **(_first(partner) if number == 1 else {}),
        **({"summary": summary(partner)} if number == LAST_STEP else {}),
        **({"goals_locked": goals_lock(partner)} if number == 3 else {}),
        **more,
    }
    return render(request, f"onboarding/step_{number}.html", context, status=422 if typed else 200)


def business_form(partner: Partner, data: Any = None) -> BusinessForm:
    """Return the form of the first step, with what the outlets themselves say when nothing was chosen."""
    facts = setting_of(partner)
    known = [one for one in outlets_known(partner) if not one.disowned]
    guess = next((KIND_OF_CODE[one.mcc].key for one in known if one.mcc in KIND_OF_CODE), "") or next(
        (kind_of(one.mcc).key for one in known if one.mcc), ""
    )
    city = facts.city or ("" if facts.kind else next((one.city for one in known if one.city), ""))
    return BusinessForm(data, cities=cities(), initial={"kind": facts.kind or guess, "city": city})


def _form(partner: Partner, number: int, request: HttpRequest) -> Form | None:
    data, facts = request.POST if request.method == "POST" else None, setting_of(partner)
    if number == 1:
        return business_form(partner, data)
    if number == 2:
        unknown = facts.coverage is None and facts.step > 2
        return CoverageForm(data, initial={"coverage": facts.coverage, "unknown": unknown})
    if number == 3:
        return WishesForm(data, goals=goals_lock(partner) is None, initial=_wishes(facts))
    return None


def _wishes(facts: OwnFacts) -> dict[str, Any]:
    return {"goal": facts.revenue_goal, "day": facts.digest_day, "language": facts.digest_language}


def _kept(request: HttpRequest, partner: Partner, number: int, form: Form | None) -> HttpResponse:
    said = form.cleaned_data if form else {}
    if number == 1:
        if partner.proven and outlets_known(partner):
            ours = set(request.POST.getlist("ours"))
            outlets_save(partner=partner, not_ours={one.id for one in outlets_known(partner)} - ours)
        company_save(kind=said["kind"], city=said["city"])
    elif number == 2:
        coverage_save(coverage=None if said["unknown"] else said["coverage"])
    elif number == 3:
        wishes_save(partner=partner, goal=said.get("goal"), day=said["day"], language=said["language"])
    else:
        set_up_finish()
        messages.success(request, _("You are set up. Everything can be changed in the settings."))
        return redirect("overview")
    return redirect("welcome-step", number + 1)


def _first(partner: Partner) -> dict[str, Any]:
    return {
        "claim": None if partner.proven else claim_panel(partner),
        "outlets": outlets_known(partner) if partner.proven else (),
        "proven": partner.proven,
        "code_form": CodeForm(),
        "message_form": MessageForm(),
    }
