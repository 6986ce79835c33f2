"""Plans in the account managers' admin: a column, the subscription, exceptions with reason and end."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from billing.entitlements import holding
from billing.features import FEATURES, LIMITS
from billing.models import Override, Subscription
from billing.plans import PLANS
from billing.services import override_grant, override_revoke, partner_open, plan_set, trial_start
from tenants.admin import PartnerAdmin as TenantsPartnerAdmin
from tenants.admin.access import ManagerAccess, ModelAdmin, ModelForm, managed_partners
from tenants.admin.partners import PartnerAddForm as TenantsPartnerAddForm
from tenants.forms import Form
from tenants.models import Partner, User


def plan_choices() -> list[tuple[str, Any]]:
    """Return the plans to choose from."""
    return [(plan.key, plan.title) for plan in PLANS.values()]


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


class SubscriptionForm(ModelForm):
    """A plan by its name."""

    plan = forms.ChoiceField(label=_("plan"), choices=plan_choices)

    class Meta:
        model = Subscription
        fields = ("plan",)


@admin.register(Subscription)
class SubscriptionAdmin(ManagerAccess, ModelAdmin):
    """Which plan a partner is on; setting one ends the trial."""

    partner_path = "partner"
    form = SubscriptionForm
    list_display = ("partner", "plan", "trial_until", "paused_until", "changed_at")
    list_select_related = ("partner",)
    search_fields = ("partner__name", "partner__subdomain")
    fields = ("partner", "plan", "trial_until", "paused_until", "changed_at")
    readonly_fields = ("partner", "trial_until", "paused_until", "changed_at")
    actions = ("trial_extend",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: it is made with its partner."""
        return False

    def save_model(self, request: HttpRequest, obj: Subscription, form: Any, change: bool) -> None:
        """Set the plan through the service."""
        plan_set(partner=obj.partner, plan=obj.plan)

    @admin.action(description=_("Begin the trial anew, or extend it"))
    def trial_extend(self, request: HttpRequest, queryset: "QuerySet[Subscription]") -> None:
        """Let the trial end a full term from now."""
        for row in queryset.select_related("partner"):
            trial_start(partner=row.partner)
            self.log_change(request, row, "trial")


class OverrideForm(ModelForm):
    """A feature or a limit by its name; the service has the last word."""

    name = forms.ChoiceField(
        label=_("feature or limit"),
        choices=lambda: [
            (_("Features"), [(feature.key, feature.title) for feature in FEATURES.values()]),
            (_("Limits"), [(limit.key, limit.title) for limit in LIMITS.values()]),
        ],
    )

    class Meta:
        model = Override
        fields = ("partner", "kind", "name", "value", "reason", "expires_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The admin shows the end as two inputs under one caption; each needs a name of its own.
        if "expires_at" in self.fields:
            day, hour = self.fields["expires_at"].widget.widgets
            day.attrs["aria-label"], hour.attrs["aria-label"] = _("Last day"), _("Hour")

    def clean(self) -> dict[str, Any]:
        """Refuse a limit that is granted like a feature, and the other way round."""
        data = super().clean() or self.cleaned_data
        names = LIMITS if data.get("kind") == Override.Kind.LIMIT else FEATURES
        if data.get("name") and data["name"] not in names:
            self.add_error("name", _("A feature is granted or removed, a limit is set."))
        return data


@admin.register(Override)
class OverrideAdmin(ManagerAccess, ModelAdmin):
    """Exceptions: given with a reason, ended by an action, never changed or deleted."""

    partner_path = "partner"
    form = OverrideForm
    list_display = ("partner", "kind", "name", "value", "reason", "expires_at", "granted_by", "revoked_at")
    list_filter = ("kind", "name")
    list_select_related = ("partner", "granted_by")
    search_fields = ("partner__name", "partner__subdomain", "reason")
    actions = ("revoke",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let the list's action work; a row itself is a record."""
        return obj is None and super().has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only this manager's partners."""
        if db_field.name == "partner":
            kwargs["queryset"] = managed_partners(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Override, form: Any, change: bool) -> None:
        """Grant through the service."""
        given = override_grant(**form.cleaned_data, granted_by=cast(User, request.user))
        obj.pk = given.pk

    @admin.action(description=_("Revoke the chosen exceptions"))
    def revoke(self, request: HttpRequest, queryset: "QuerySet[Override]") -> None:
        """End them now."""
        for row in queryset.select_related("partner"):
            override_revoke(override=row, by=cast(User, request.user))
            self.log_change(request, row, "revoked")


admin.site.unregister(Partner)


@admin.register(Partner)
class PartnerAdmin(TenantsPartnerAdmin):
    """With the plan: a column, a filter, a choice when a partner is added."""

    add_form = PartnerAddForm
    list_display: Any = ("name", "subdomain", "plan", "status", "account_manager", "created_at")
    list_filter: ClassVar[Any] = ("status", PlanFilter, ("account_manager", admin.RelatedOnlyFieldListFilter))

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
