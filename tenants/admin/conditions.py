"""What makes a partner need its manager: one list for the filter, the first page's counts and the marks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast

from django.contrib import admin
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.models import Claim, Membership, Partner
from tenants.roles import is_head

AWAY_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Condition:
    """One reason to look at a partner; `narrow` leaves those that have it."""

    key: str
    title: str | Promise
    narrow: Callable[["QuerySet[Partner]"], "QuerySet[Partner]"]
    heads: bool = False


def seen_last() -> Subquery:
    """Read when anyone of a partner signed in last, without joining rows to it."""
    members = Membership.objects.filter(partner=OuterRef("pk")).order_by().values("partner")
    return Subquery(members.annotate(last=Max("seen_at")).values("last"))


def away(partners: "QuerySet[Partner]") -> "QuerySet[Partner]":
    """Leave those where nobody has signed in for two weeks; a new partner gets as long to begin."""
    since = timezone.now() - timedelta(days=AWAY_DAYS)
    found = partners.annotate(last=seen_last())
    never = Q(last=None, created_at__lt=since)
    found = found.filter(Q(last__lt=since) | never, status=Partner.Status.ACTIVE)
    return cast("QuerySet[Partner]", found)


CONDITIONS: Final = (
    Condition("away", _("No sign-in for 14 days"), away),
    Condition("claim", _("A claim waits"), lambda rows: rows.filter(claim__state=Claim.State.WAITING)),
    Condition("unmanaged", _("Without a manager"), lambda rows: rows.filter(account_manager=None), heads=True),
)


class ConditionFilter(admin.SimpleListFilter):
    """Partners that need their manager, by what for."""

    title = _("to do")
    parameter_name = "todo"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.conditions = {one.key: one for one in conditions_for(request, model_admin)}
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Name the reasons."""
        return [(one.key, one.title) for one in self.conditions.values()]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Partner]") -> "QuerySet[Partner]":
        """Narrow the list."""
        chosen = self.conditions.get(self.value() or "")
        # By keys: a condition may join rows that the list's own filters would count twice.
        return queryset.filter(pk__in=chosen.narrow(queryset).values("pk")) if chosen else queryset


def conditions_for(request: HttpRequest, model_admin: Any) -> list[Condition]:
    """Return the conditions that concern this person."""
    return [one for one in model_admin.conditions if not one.heads or is_head(request.user)]
