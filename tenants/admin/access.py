"""What account managers may do: their own partners; heads all of them."""

from typing import TYPE_CHECKING, Any, NoReturn, cast

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tenants.models import Partner, User
from tenants.roles import BankRole, bank_role, is_head, managed_partners
from tenants.services.audit import audit

# Django's classes take their model's name only in the stubs.
if TYPE_CHECKING:
    DjangoModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
else:
    DjangoModelAdmin, TabularInline, ModelForm = admin.ModelAdmin, admin.TabularInline, forms.ModelForm


class ModelAdmin(DjangoModelAdmin):
    """Titles that name the thing: Django's own put its name into a sentence in the wrong case of Russian."""

    of_the_bank = True
    list_per_page = 100
    show_full_result_count = False
    empty_value_display = "—"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Call the list what it lists."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Call the form what it is about; its subtitle says which one."""
        name = str(self.opts.verbose_name)
        title = capfirst(name) if object_id else _("Adding: %(name)s") % {"name": name}
        return super().changeform_view(request, object_id, form_url, {"title": title, **(extra_context or {})})

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> NoReturn:
        # Another manager's row and one that never was look the same, and like anywhere else.
        raise Http404


class ManagerAccess:
    """Any account manager may look and change; rows are narrowed by `partner_path`; nothing is deleted."""

    partner_path = "pk"
    """How a row of this model leads to its partner's key."""
    audit_added = audit_changed = ""
    """Keys of the records that the forms leave for the partner's owner; none where a service leaves them."""

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """Narrow to the partners of this manager."""
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return rows if is_head(request.user) else rows.filter(**{f"{self.partner_path}__in": _keys(request)})

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only this manager's partners."""
        if db_field.related_model is Partner:
            kwargs["queryset"] = managed_partners(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def record(self, request: HttpRequest, obj: Model, action: str, text: str, **details: Any) -> None:
        """Keep an act both in the admin's log and in the one that the partner's owner reads."""
        self.log_only(request, obj, text)
        self._audit(request, obj, action, details)

    def log_only(self, request: HttpRequest, obj: Model, text: str) -> None:
        """Keep an act in the admin's log alone: its service keeps it in the partner's."""
        super().log_change(request, obj, text)  # type: ignore[misc]

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Keep an addition in both logs."""
        self._audit(request, obj, self.audit_added, {})
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Keep a change of a form in both logs."""
        self._audit(request, obj, self.audit_changed, {})
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the section to account managers."""
        return bank_role(request.user) != BankRole.NONE

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let account managers look."""
        return self.has_module_permission(request) and self._manages(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let account managers add."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let account managers change."""
        return self.has_module_permission(request) and self._manages(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted here: a partner is erased, an exception revoked."""
        return False

    def partner_of(self, obj: Model) -> Partner | None:
        """Return the partner that a row leads to."""
        found: Any = obj
        for name in () if self.partner_path == "pk" else self.partner_path.split("__"):
            found = getattr(found, name)
        return found if isinstance(found, Partner) else None

    def _manages(self, request: HttpRequest, obj: Model | None) -> bool:
        # An inline is asked about the partner whose page it stands on.
        partner = obj if isinstance(obj, Partner) else self.partner_of(obj) if obj is not None else None
        if partner is None or is_head(request.user):
            return True
        return bool(partner.account_manager_id == request.user.pk)

    def _audit(self, request: HttpRequest, obj: Model, action: str, details: dict[str, Any]) -> None:
        partner = self.partner_of(obj)
        if partner is not None and action:
            audit(partner=partner, actor=cast(User, request.user), action=action, by_bank=True, **details)


class ReadOnly(ManagerAccess):
    """Only to be looked at."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False


class HeadsOnly:
    """Only for heads; nothing is deleted."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the section to heads."""
        return is_head(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let heads look."""
        return is_head(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let heads add."""
        return is_head(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let heads change."""
        return is_head(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False


class HeadsReadOnly(HeadsOnly):
    """Only for heads, and only to be looked at."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False


def _keys(request: HttpRequest) -> Any:
    return managed_partners(request.user).values("pk")
