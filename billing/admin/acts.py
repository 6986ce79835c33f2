"""What a manager gives a partner beside what it pays: a plan by agreement, a feature, a limit, days of trial."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from billing.features import FEATURES, LIMITS
from billing.gateway.interface import GatewayProblem
from billing.models import Override, Subscription
from billing.plans import PLANS
from billing.services import override_grant, plan_set, trial_extend
from billing.services.plans import TRIAL_LONGEST
from billing.sync import partner_sync
from tenants.admin.acts import Act, Done, ReasonForm
from tenants.errors import Refused
from tenants.forms import Form
from tenants.models import Partner, User


def plan_choices() -> list[tuple[str, Any]]:
    """Return the plans to choose from."""
    return [(plan.key, plan.title) for plan in PLANS.values()]


def _last_day() -> forms.DateField:
    return forms.DateField(
        label=gettext_lazy("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Empty: until it is revoked."),
    )  # fmt: skip


class PlanForm(ReasonForm):
    """Which plan was agreed."""

    plan = forms.ChoiceField(label=gettext_lazy("Plan"), choices=plan_choices)
    field_order = ("plan", "reason")


class FeatureForm(ReasonForm):
    """Which feature, and for how long."""

    name = forms.ChoiceField(
        label=gettext_lazy("Feature"), choices=lambda: [(one.key, one.title) for one in FEATURES.values()]
    )
    expires_at = _last_day()
    field_order = ("name", "expires_at", "reason")


class LimitForm(ReasonForm):
    """Which limit, what number, and for how long."""

    name = forms.ChoiceField(
        label=gettext_lazy("Limit"), choices=lambda: [(one.key, one.title) for one in LIMITS.values()]
    )
    value = forms.IntegerField(
        label=gettext_lazy("How many"), required=False, min_value=0, help_text=gettext_lazy("Empty: no limit.")
    )
    expires_at = _last_day()
    field_order = ("name", "value", "expires_at", "reason")


class TrialForm(ReasonForm):
    """By how many days."""

    days = forms.IntegerField(label=gettext_lazy("Days more"), min_value=1, max_value=TRIAL_LONGEST, initial=14)
    field_order = ("days", "reason")


def _end(until: date | None) -> datetime | None:
    """Return the end of a day in the bank's zone: the last day belongs to what was given."""
    zone = timezone.get_default_timezone()
    return datetime.combine(until + timedelta(days=1), time(), zone) if until else None


def _plan(*, partner: Partner, by: User, plan: str, reason: str) -> Done:
    plan_set(partner=partner, plan=plan)
    return Done(_("The plan by agreement is now “%(plan)s”.") % {"plan": PLANS[plan].title})


def _feature(*, partner: Partner, by: User, name: str, expires_at: date | None, reason: str) -> Done:
    override_grant(partner=partner, name=name, reason=reason, granted_by=by, expires_at=_end(expires_at))
    return Done(_("Granted: %(what)s.") % {"what": FEATURES[name].title})


def _limit(*, partner: Partner, by: User, name: str, value: int | None, expires_at: date | None, reason: str) -> Done:
    override_grant(
        partner=partner, name=name, reason=reason, granted_by=by, kind=Override.Kind.LIMIT, value=value,
        expires_at=_end(expires_at),
    )  # fmt: skip
    return Done(_("Granted: %(what)s.") % {"what": LIMITS[name].title})


def _trial(*, partner: Partner, by: User, days: int, reason: str) -> Done:
    trial_extend(partner=partner, days=days, reason=reason, by=by)
    text = ngettext("The trial lasts %(count)s day more.", "The trial lasts %(count)s days more.", days)
    return Done(text % {"count": days})


def _sync(*, partner: Partner, by: User) -> Done:
    try:
        known = partner_sync(partner=partner)
    except GatewayProblem as problem:
        raise Refused(_("Stripe could not be asked: %(why)s Try again later.") % {"why": problem}) from problem
    if not known:
        raise Refused(_("This partner has never come to paying, so there is nothing to compare."))
    return Done(_("The subscription now stands as Stripe has it."))


def _agreed(partner: Partner) -> dict[str, Any]:
    row = Subscription.objects.filter(partner=partner).first()
    return {"plan": row.plan if row else ""}


ACTS: Final = (
    Act(
        "plan",
        gettext_lazy("Set the plan by agreement"),
        gettext_lazy(
            "The plan holds at once and nothing is charged for it. A trial and a pause end with it; a paid "
            "subscription goes on, and of both the higher plan counts. A lower plan hides data and deletes none."
        ),
        _plan,
        card="plan",
        form=PlanForm,
        initial=_agreed,
        action="plan_agreed",
        sentence=gettext_lazy("Set the plan by agreement to “%(plan)s”. Reason: %(reason)s"),
        words=lambda kept: {"plan": PLANS[kept["plan"]].title} if kept.get("plan") in PLANS else {},
    ),
    Act(
        "trial",
        gettext_lazy("Extend the trial"),
        gettext_lazy("The trial ends so many days later: from its end, or from now when it has ended."),
        _trial,
        card="plan",
        form=TrialForm,
    ),
    Act(
        "resync",
        gettext_lazy("Compare with Stripe"),
        gettext_lazy("The subscription and the invoices are read from Stripe and written down as they stand there."),
        _sync,
        card="plan",
        form=Form,
        action="billing_compared",
        sentence=gettext_lazy("Had the subscription compared with the payment provider"),
        offered=lambda partner: Subscription.objects.filter(partner=partner).exclude(customer_id=None).exists(),
    ),
    Act(
        "feature",
        gettext_lazy("Grant a feature"),
        gettext_lazy("The partner has the feature beside its plan until the end of the last day."),
        _feature,
        card="usage",
        form=FeatureForm,
    ),
    Act(
        "limit",
        gettext_lazy("Set a limit"),
        gettext_lazy("The number holds in place of the plan's until the end of the last day."),
        _limit,
        card="usage",
        form=LimitForm,
    ),
)
