"""Partners in the admin with their plan: columns, filters, cards, acts."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar, Final, cast
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from billing.admin.acts import ACTS, plan_choices
from billing.admin.cards import letters_card, plan_card, risk_card, usage_card
from billing.entitlements import holding, holdings_keep
from billing.models import StripeEvent, Subscription
from billing.plans import PLANS
from billing.risk import Risk, risk
from billing.risk_facts import risk_facts
from billing.services import partner_open
from billing.standing import LIVE
from tenants.admin import PartnerAdmin as TenantsPartnerAdmin
from tenants.admin.cards import Card
from tenants.admin.conditions import Condition, ConditionFilter
from tenants.admin.partners import PartnerAddForm as TenantsPartnerAddForm
from tenants.admin.today import Waiting
from tenants.forms import Form
from tenants.models import Partner, User
from tenants.roles import is_head
from ui import dates, numbers

WEEK: Final = timedelta(days=7)
RISK: Final = "_risk_seen"


class PartnerAddForm(TenantsPartnerAddForm):
    """With the plan."""

    plan = forms.ChoiceField(label=_("Plan"), required=False, choices=lambda: [("", _("Trial")), *plan_choices()])


class PlanFilter(admin.SimpleListFilter):
    """Partners by the plan they are on; a trial counts as what it leads to."""

    title = _("plan")
    parameter_name = "plan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Name the plans and the trial."""
        return [*plan_choices(), ("trial", _("Trial"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Partner]") -> "QuerySet[Partner]":
        """Narrow the list."""
        if self.value() == "trial":
            return queryset.filter(subscription__trial_until__isnull=False)
        if self.value() in PLANS:
            return queryset.filter(subscription__plan=self.value(), subscription__trial_until=None)
        return queryset


def trial_ending(partners: "QuerySet[Partner]") -> "QuerySet[Partner]":
    """Leave those whose trial ends within a week and who pay nothing yet."""
    now = timezone.now()
    soon = partners.filter(subscription__trial_until__gt=now, subscription__trial_until__lte=now + WEEK)
    return soon.exclude(subscription__paid_status__in=LIVE)


def payment_failed(partners: "QuerySet[Partner]") -> "QuerySet[Partner]":
    """Leave those whose last payment failed."""
    return partners.filter(subscription__paid_status=Subscription.PaidStatus.PAST_DUE)


CONDITIONS: Final = (
    Condition("trial", _("The trial ends within a week"), trial_ending),
    Condition("payment", _("Payment failed"), payment_failed),
)

admin.site.unregister(Partner)


@admin.register(Partner)
class PartnerAdmin(TenantsPartnerAdmin):
    """With plan and payment: columns, filters, cards, acts, a choice when a partner is added."""

    add_form = PartnerAddForm
    list_display: Any = ("name", "subdomain", "plan", "status", "payment", "risk", "account_manager")
    list_select_related: ClassVar[Any] = ("account_manager", "subscription")
    list_filter: ClassVar[Any] = (
        ConditionFilter,
        "status",
        PlanFilter,
        ("account_manager", admin.RelatedOnlyFieldListFilter),
    )
    acts = (*TenantsPartnerAdmin.acts, *ACTS)
    conditions: Any = (*CONDITIONS, *TenantsPartnerAdmin.conditions)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Read what the page's partners hold and risk in as many queries as for one."""
        changes: Any = super().get_changelist_instance(request)
        changes.result_list = list(changes.result_list)
        found = self.risks(changes.result_list)
        for partner in changes.result_list:
            partner.__dict__[RISK] = found[partner.pk]
        return changes

    def risks(self, partners: Sequence[Partner]) -> dict[UUID, Risk]:
        """Return key → risk of leaving the subscription."""
        holdings_keep(partners)
        facts = risk_facts(partners, no_data=self.no_data(partners))
        return {key: risk(one) for key, one in facts.items()}

    def no_data(self, partners: Sequence[Partner]) -> Mapping[UUID, bool]:
        """Say which have no fresh figures; the room of figures knows."""
        return {}

    @admin.display(description=_("plan"))
    def plan(self, partner: Partner) -> str:
        """The plan in force; a trial says so."""
        held = holding(partner)
        return f"{held.plan.title} ({_('Trial')})" if held.trial_until else str(held.plan.title)

    @admin.display(description=_("payment"))
    def payment(self, partner: Partner) -> Any:
        """How the paid subscription stands, and until when."""
        row = getattr(partner, "subscription", None)
        if row is None or not row.paid_status:
            return numbers.MISSING
        tone = "bad" if row.paid_status == Subscription.PaidStatus.PAST_DUE else ""
        end = row.cancel_at or row.period_end
        return format_html(
            '<span class="{}">{}</span><br><span class="quiet">{}</span>',
            tone,
            row.get_paid_status_display(),
            dates.day(timezone.localdate(end)) if end else "",
        )

    @admin.display(description=_("risk"))
    def risk(self, partner: Partner) -> Any:
        """Level and points; the reasons stand on the partner's screen."""
        found: Risk = partner.__dict__[RISK]
        if found.level == "none":
            return numbers.MISSING
        tone = {"high": "bad", "medium": "warning"}.get(found.level, "")
        return format_html('<span class="{}">{} ({})</span>', tone, found.title, found.points)

    def cards(self, request: HttpRequest, partner: Partner) -> list[Card]:
        """Add plan and payment, use, letters, risk."""
        found = self.risks([partner])[partner.pk]
        own = [plan_card(partner), usage_card(partner), letters_card(partner), risk_card(found)]
        return [*super().cards(request, partner), *own]

    def waiting(self, request: HttpRequest) -> list[Waiting]:
        """Add the provider's events that were given up, for heads."""
        heaps = super().waiting(request)
        if is_head(request.user):
            dead = StripeEvent.State.DEAD
            count = StripeEvent.objects.filter(state=dead).count()
            url = f"{reverse('admin:billing_stripeevent_changelist')}?state__exact={dead}"
            heaps.append(Waiting(_("Events of Stripe given up"), count, url))
        return heaps

    def partner_make(self, request: HttpRequest, form: Form) -> Partner:
        """Create the partner on the plan chosen, or on a trial."""
        person = cast(User, request.user)
        data = {**form.cleaned_data, "plan": form.cleaned_data["plan"] or None}
        return partner_open(**data, account_manager=person, created_by=person)
