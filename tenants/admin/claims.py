"""Claims to INNs in the admin: approved or refused with a reason, one by one or several at once."""

from typing import Any, Final

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenants.admin.access import ModelAdmin, ReadOnly
from tenants.admin.acts import Act, Done, ReasonActionForm
from tenants.errors import Refused
from tenants.models import Claim, Partner, User
from tenants.services.claims import claim_approve, claim_refuse


@admin.register(Claim)
class ClaimAdmin(ReadOnly, ModelAdmin):
    """Who waits for a proof; judged by the list's actions and on the partner's screen."""

    partner_path = "partner"
    list_display = ("partner", "inn", "state", "message", "created_at", "decided_by", "decided_at")
    list_filter = ("state",)
    list_select_related = ("partner", "decided_by")
    search_fields = ("partner__name", "partner__subdomain", "partner__inn")
    fields = ("partner", "inn", "state", "contact", "tries", "message", "reason", "decided_by", "decided_at")
    actions: Any = ("approve", "refuse")
    action_form = ReasonActionForm

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let the list's actions work; a row itself is a record."""
        return obj is None and self.has_module_permission(request)

    @admin.display(description=gettext_lazy("INN"))
    def inn(self, claim: Claim) -> str:
        """Whose outlets are claimed."""
        return str(claim.partner.inn)

    @admin.action(description=gettext_lazy("Approve the chosen claims"), permissions=["change"])
    def approve(self, request: HttpRequest, queryset: "QuerySet[Claim]") -> None:
        """Let the partners see their outlets."""
        self._each(request, queryset, claim_approve)

    @admin.action(description=gettext_lazy("Refuse the chosen claims, with a reason"), permissions=["change"])
    def refuse(self, request: HttpRequest, queryset: "QuerySet[Claim]") -> None:
        """Say no; the partners read why."""
        self._each(request, queryset, claim_refuse)

    def _each(self, request: HttpRequest, queryset: "QuerySet[Claim]", judge: Any) -> None:
        reason, done = request.POST.get("reason", ""), 0
        for claim in queryset.select_related("partner"):
            try:
                judge(claim=claim, by=request.user, reason=reason)
            except Refused as refusal:
                messages.warning(request, f"{claim.partner.name}: {refusal.message}")
            else:
                done += 1
                self.log_only(request, claim, f"{judge.__name__}: {reason}")
        if done:
            text = ngettext("%(count)s claim judged.", "%(count)s claims judged.", done)
            messages.success(request, text % {"count": done})


def _approve(*, partner: Partner, by: User, reason: str) -> Done:
    claim_approve(claim=_claim(partner), by=by, reason=reason)
    return Done(_("The right is proven; the partner's outlets open."))


def _refuse(*, partner: Partner, by: User, reason: str) -> Done:
    claim_refuse(claim=_claim(partner), by=by, reason=reason)
    return Done(_("The claim is refused; the partner gets a letter with the reason."))


def _claim(partner: Partner) -> Claim:
    claim = Claim.objects.filter(partner=partner).select_related("partner").first()
    if claim is None:
        raise Refused(_("This partner has no claim."))
    return claim


def _undecided(partner: Partner) -> bool:
    return not partner.proven and Claim.objects.filter(partner=partner).exists()


def _refusable(partner: Partner) -> bool:
    open_ones = Claim.objects.filter(partner=partner).exclude(state__in=(Claim.State.PROVEN, Claim.State.REFUSED))
    return not partner.proven and open_ones.exists()


ACTS: Final = (
    Act(
        "approve",
        gettext_lazy("Approve the claim"),
        gettext_lazy("You have made sure that this company has the right to the INN. Its outlets' figures open."),
        _approve,
        card="data",
        offered=_undecided,
    ),
    Act(
        "refuse",
        gettext_lazy("Refuse the claim"),
        gettext_lazy("The owner of the workspace reads the reason and may ask again."),
        _refuse,
        card="data",
        danger=True,
        offered=_refusable,
    ),
)
