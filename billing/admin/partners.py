"""Partners in the admin with their plan: columns, filters, cards, acts."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from billing.admin.acts import ACTS, plan_choices
from billing.entitlements import holding
from billing.plans import PLANS
from billing.services import partner_open
from tenants.admin import PartnerAdmin as TenantsPartnerAdmin
from tenants.admin.conditions import ConditionFilter
from tenants.admin.partners import PartnerAddForm as TenantsPartnerAddForm
from tenants.forms import Form
from tenants.models import Partner, User


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


admin.site.unregister(Partner)


@admin.register(Partner)
class PartnerAdmin(TenantsPartnerAdmin):
    """With the plan: a column, a filter, a choice when a partner is added."""

    add_form = PartnerAddForm
    list_display: Any = ("name", "subdomain", "plan", "status", "account_manager", "created_at")
    list_filter: ClassVar[Any] = (
        ConditionFilter,
        "status",
        PlanFilter,
        ("account_manager", admin.RelatedOnlyFieldListFilter),
    )
    acts = (*TenantsPartnerAdmin.acts, *ACTS)

    @admin.display(description=_("plan"))
    def plan(self, partner: Partner) -> str:
        """The plan in force; a trial says so."""
        held = holding(partner)
        return f"{held.plan.title} ({_('Trial')})" if held.trial_until else str(held.plan.title)

    def partner_make(self, request: HttpRequest, form: Form) -> Partner:
        """Create the partner on the plan chosen, or on a trial."""
        person = cast(User, request.user)
        data = {**form.cleaned_data, "plan": form.cleaned_data["plan"] or None}
        return partner_open(**data, account_manager=person, created_by=person)
