"""Exceptions in the admin: given with a reason, ended by an action, never changed or deleted."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from billing.features import FEATURES, LIMITS
from billing.models import Override
from billing.services import override_grant, override_revoke
from tenants.admin.access import ManagerAccess, ModelAdmin, ModelForm
from tenants.models import User


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
    """Exceptions: given with a reason, ended by an action, never changed or deleted; their services keep records."""

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

    def save_model(self, request: HttpRequest, obj: Override, form: Any, change: bool) -> None:
        """Grant through the service."""
        given = override_grant(**form.cleaned_data, granted_by=cast(User, request.user))
        obj.pk = given.pk

    @admin.action(description=_("Revoke the chosen exceptions"), permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: "QuerySet[Override]") -> None:
        """End them now."""
        for row in queryset.select_related("partner"):
            override_revoke(override=row, by=cast(User, request.user))
            self.log_only(request, row, "revoked")
