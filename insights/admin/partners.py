"""Partners in the admin with the state of their figures: how new, last run, last error; compute anew."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from billing.admin import PartnerAdmin as BillingPartnerAdmin
from billing.admin import PlanFilter
from insights.admin.acts import ACTS, RECOMPUTED
from insights.admin.cards import data_card, runs_card
from insights.admin.filters import CONDITIONS, FiguresFilter
from insights.admin.runs import partner_runs
from insights.admin.words import age, figures_missing, lake_facts, moment, short, status
from insights.lake_access import lake_store
from insights.selectors.runs_of_partners import PartnerRuns, runs_newest
from insights.services import recompute_request
from lake.contract import LakeError
from lake.status import lake_status
from tenants.admin.cards import Card
from tenants.admin.conditions import ConditionFilter
from tenants.models import Partner
from tenants.roles import is_head
from ui import dates, numbers

SEEN = "_runs_seen"

admin.site.unregister(Partner)


@admin.register(Partner)
class PartnerAdmin(BillingPartnerAdmin):
    """With the runs: columns, a filter, an action, a page; the lake's state above the list, for heads."""

    list_display: Any = (
        "name",
        "status",
        "plan",
        "payment",
        "risk",
        "figures",
        "last_run",
        "last_error",
        "seen_last",
        "account_manager",
        "subdomain",
    )
    list_filter: ClassVar[Any] = (
        ConditionFilter,
        "status",
        FiguresFilter,
        PlanFilter,
        ("account_manager", admin.RelatedOnlyFieldListFilter),
    )
    actions: Any = ("recompute", *BillingPartnerAdmin.actions)
    acts = (*BillingPartnerAdmin.acts, *ACTS)
    conditions: Any = (*BillingPartnerAdmin.conditions, *CONDITIONS)
    change_list_template = "admin/tenants/partner/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the page of runs."""
        runs = self.admin_site.admin_view(partner_runs)
        return [path("<uuid:key>/runs/", runs, name="tenants_partner_runs"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show heads how the lake stands."""
        lake = _lake() if is_head(request.user) else {}
        return super().changelist_view(request, {**lake, **(extra_context or {})})

    def no_data(self, partners: Sequence[Partner]) -> dict[UUID, bool]:
        """Read the runs of all of them at once, and say which have no fresh figures."""
        runs = runs_newest(partners)
        for partner in partners:
            partner.__dict__[SEEN] = runs[partner.schema_name]
        return {partner.pk: figures_missing(_seen(partner)) for partner in partners}

    def cards(self, request: HttpRequest, partner: Partner) -> list[Card]:
        """Add the data and the runs."""
        return [*super().cards(request, partner), data_card(partner), runs_card(partner)]

    @admin.display(description=gettext_lazy("data as of"))
    def figures(self, partner: Partner) -> str:
        """Last day of the figures, and how long ago it was."""
        last = _seen(partner).as_of
        if last is None:
            return numbers.MISSING
        return format_html('{}<br><span class="quiet">{}</span>', dates.day(last), age(last, timezone.localdate()))

    @admin.display(description=gettext_lazy("last run"))
    def last_run(self, partner: Partner) -> str:
        """When, how it ended and how long it took; leads to the history."""
        run = _seen(partner).newest
        if run is None:
            return numbers.MISSING
        outcome = status(run)
        if run.seconds is not None:
            outcome = _("%(outcome)s in %(seconds)s s") % {
                "outcome": outcome,
                "seconds": numbers.num(run.seconds, 1),
            }
        return format_html(
            '<a href="{}">{}</a><br><span class="run-{}">{}</span>',
            reverse("admin:tenants_partner_runs", args=[partner.pk]),
            moment(run.started_at),
            run.status,
            outcome,
        )

    @admin.display(description=gettext_lazy("last error"))
    def last_error(self, partner: Partner) -> str:
        """When a run failed last and the first words of why."""
        run = _seen(partner).failed
        if run is None:
            return numbers.MISSING
        return format_html('{}<br><span title="{}">{}</span>', moment(run.started_at), run.error, short(run.error))

    @admin.action(description=gettext_lazy("Compute the chosen partners anew"), permissions=["change"])
    def recompute(self, request: HttpRequest, queryset: "QuerySet[Partner]") -> None:
        """Send them to the workers, and say what became of it."""
        done = recompute_request(partners=queryset)
        for partner in done.sent:
            self.record(request, partner, RECOMPUTED, "recompute")
        if done.sent:
            text = ngettext(
                "%(count)s partner sent to be computed.", "%(count)s partners sent to be computed.", len(done.sent)
            )
            messages.success(request, text % {"count": len(done.sent)})
        if done.skipped:
            names = ", ".join(f"{partner.name} ({partner.get_status_display()})" for partner in done.skipped)
            messages.warning(request, _("Not in service and passed over: %(names)s.") % {"names": names})
        if not done.answered:
            messages.warning(
                request, _("No worker answers. The work waits for six hours; start a worker or ask for it again later.")
            )


def _seen(partner: Partner) -> PartnerRuns:
    seen: PartnerRuns = partner.__dict__[SEEN]
    return seen


def _lake() -> dict[str, Any]:
    try:
        state = lake_status(lake_store())
    except (LakeError, OSError) as error:
        return {"lake_note": str(error)}
    if not state.version:
        return {"lake_note": _("The lake is empty: import a delivery with lake_import.")}
    return {"lake_facts": lake_facts(state)}
