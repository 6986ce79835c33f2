"""What account managers may do: their own partners; heads (superusers) all of them."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tenants.models import Partner, User

# Django's classes take their model's name only in the stubs.
if TYPE_CHECKING:
    DjangoModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
else:
    DjangoModelAdmin, TabularInline, ModelForm = admin.ModelAdmin, admin.TabularInline, forms.ModelForm


class ModelAdmin(DjangoModelAdmin):
    """Titles that name the thing: Django's own put its name into a sentence in the wrong case of Russian."""

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


def managed_partners(user: Any) -> "QuerySet[Partner]":
    """Return the partners that an account manager answers for; all of them for a head."""
    if not isinstance(user, User) or not user.is_active or not user.is_staff:
        return cast("QuerySet[Partner]", Partner.objects.none())
    mine = {} if user.is_superuser else {"account_manager": user}
    return cast("QuerySet[Partner]", Partner.objects.filter(**mine))


class ManagerAccess:
    """Any account manager may look and change; rows are narrowed by `partner_path`; nothing is deleted."""

    partner_path = "pk"
    """How a row of this model leads to its partner's key."""

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """Narrow to the partners of this manager."""
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return rows.filter(**{f"{self.partner_path}__in": managed_partners(request.user)})

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the section to account managers."""
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let account managers look."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let account managers add."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let account managers change."""
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted here: a partner is erased, an exception revoked."""
        return False


class ReadOnly(ManagerAccess):
    """Only to be looked at."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False
