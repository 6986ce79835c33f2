"""Partners by the state of their figures."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from insights.admin.words import figures_missing, stale
from insights.selectors.runs_of_partners import PartnerRuns, runs_newest
from tenants.admin.conditions import Condition
from tenants.models import Partner

STATES: Final[dict[str, tuple[Any, Callable[[PartnerRuns], bool]]]] = {
    "none": (_("No figures yet"), lambda runs: runs.done is None),
    "stale": (_("Older than two days"), lambda runs: stale(runs, timezone.localdate())),
    "failed": (_("Last run failed"), lambda runs: runs.newest is not None and runs.newest.failed),
}


class FiguresFilter(admin.SimpleListFilter):
    """Computed from the runs in the partners' schemas."""

    title = _("figures")
    parameter_name = "figures"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Name the states."""
        return [(key, words) for key, (words, _test) in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Partner]") -> "QuerySet[Partner]":
        """Narrow the list."""
        chosen = STATES.get(self.value() or "")
        if chosen is None:
            return queryset
        partners = list(queryset)
        runs = runs_newest(partners)
        return queryset.filter(pk__in=[row.pk for row in partners if chosen[1](runs[row.schema_name])])


def without_data(partners: "QuerySet[Partner]") -> "QuerySet[Partner]":
    """Leave those in service whose figures are missing or older than two days."""
    rows = list(partners.filter(status=Partner.Status.ACTIVE))
    runs = runs_newest(rows)
    return partners.filter(pk__in=[row.pk for row in rows if figures_missing(runs[row.schema_name])])


CONDITIONS: Final = (Condition("data", _("No fresh data"), without_data),)
