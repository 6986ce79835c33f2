"""People in the admin. A password is never shown, set or reset here."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.admin.access import HeadsOnly, HeadsReadOnly, ModelAdmin, ModelForm
from tenants.errors import Refused
from tenants.models import ErasureCertificate, User
from tenants.roles import GROUPS, BankRole, bank_people, bank_role
from tenants.services.bank import bank_role_set
from tenants.services.security import second_factor_remove


class UserForm(ModelForm):
    """A person with the role at the bank."""

    role = forms.ChoiceField(label=_("role at the bank"), choices=BankRole.choices, required=False)

    class Meta:
        model = User
        fields = ("email", "full_name", "language", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Absent where the page may only be looked at.
        if "role" in self.fields:
            self.fields["role"].initial = bank_role(self.instance).value


class RoleFilter(admin.SimpleListFilter):
    """People by what they do at the bank."""

    title = _("role at the bank")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Name the roles."""
        return [("manager", _("Account managers")), ("head", _("Heads"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Narrow the list."""
        chosen = self.value()
        return queryset.filter(pk__in=bank_people(BankRole(chosen)).values("pk")) if chosen in GROUPS else queryset


@admin.register(User)
class UserAdmin(HeadsOnly, ModelAdmin):
    """Heads appoint account managers and heads; nobody sees or sets a password."""

    form = UserForm
    list_display = ("email", "full_name", "role", "is_active", "last_login")
    list_filter = (RoleFilter, "is_active")
    search_fields = ("email", "full_name")
    fields = ("email", "full_name", "language", "is_active", "role", "last_login", "created_at")
    readonly_fields = ("last_login", "created_at")
    actions = ("second_factor_remove",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Read the groups along."""
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse heads who are no superusers a superuser's row."""
        spared = isinstance(obj, User) and obj.is_superuser and not getattr(request.user, "is_superuser", False)
        return super().has_change_permission(request, obj) and not spared

    @admin.display(description=_("role at the bank"))
    def role(self, user: User) -> str:
        """What the person may do in this admin."""
        return str(bank_role(user).label) if bank_role(user) else ""

    @admin.action(description=_("Remove the second factor (phone and codes lost)"), permissions=["change"])
    def second_factor_remove(self, request: HttpRequest, queryset: Any) -> None:
        """Let people in who called and proved who they are; each gets a letter."""
        for user in queryset:
            try:
                second_factor_remove(user=user, by=cast(User, request.user))
            except Refused as refusal:
                messages.warning(request, refusal.message)
            else:
                self.log_change(request, user, "Second factor removed")
                messages.success(request, gettext("%(name)s signs in by the password now.") % {"name": user})

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Without a password: a new account manager sets one by the letter of the sign-in page."""
        if not change:
            obj.set_password(None)
        super().save_model(request, obj, form, change)
        wanted = form.cleaned_data.get("role", "")
        if "role" in form.changed_data and not obj.is_superuser and obj.pk != request.user.pk:
            bank_role_set(user=obj, role=wanted, by=cast(User, request.user))


@admin.register(ErasureCertificate)
class ErasureCertificateAdmin(HeadsReadOnly, ModelAdmin):
    """What was erased, for heads to look up."""

    list_display = ("partner_name", "subdomain", "requested_by", "started_at", "finished_at")
    search_fields = ("partner_name", "subdomain")
