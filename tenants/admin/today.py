"""The first page: what waits for this manager today, counted, with the first names."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from tenants.admin.conditions import conditions_for
from tenants.models import Partner
from tenants.roles import BankRole, bank_role, managed_partners

NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """One heap of work: how much, where it lies, the first of it as (name, address)."""

    title: str | Promise
    count: int
    url: str
    first: tuple[tuple[str, str], ...] = ()

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.first)


def today(site: AdminSite, request: HttpRequest) -> list[Waiting]:
    """Return this person's work: partners by condition, then what other rooms add."""
    if bank_role(request.user) == BankRole.NONE:
        return []
    model_admin: Any = site._registry[Partner]
    partners = managed_partners(request.user)
    page = reverse("admin:tenants_partner_changelist")
    heaps = []
    for condition in conditions_for(request, model_admin):
        found = condition.narrow(partners).order_by("name")
        count = found.count()
        first = [(partner.name, _change(partner)) for partner in found[:NAMED]] if count else []
        heaps.append(Waiting(condition.title, count, f"{page}?todo={condition.key}", tuple(first)))
    return [*heaps, *model_admin.waiting(request)]


def _change(partner: Partner) -> str:
    return reverse("admin:tenants_partner_change", args=[partner.pk])
