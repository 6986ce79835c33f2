"""What the room of plans shows on a partner's one screen: plan and payment, use, letters, the risk of leaving."""

from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import Invoice, Notice, Override, Subscription
from billing.panels.kopecks import money
from billing.risk import Risk
from billing.standing import Reason, Standing, standing
from billing.usage import usage
from tenants.admin.cards import Card, Fact
from tenants.models import Partner
from ui import dates

INVOICES: Final = 5
WHY: Final = {
    Reason.FREE: gettext_lazy("free: nothing is paid or agreed"),
    Reason.TRIAL: gettext_lazy("trial"),
    Reason.AGREED: gettext_lazy("by agreement"),
    Reason.PAID: gettext_lazy("paid"),
    Reason.GRACE: gettext_lazy("the payment failed, days of grace"),
    Reason.UNPAID: gettext_lazy("the payment failed, the days of grace are over"),
    Reason.PAUSED: gettext_lazy("paused"),
    Reason.INCOMPLETE: gettext_lazy("the first payment is not finished"),
}
BAD: Final = {Reason.GRACE, Reason.UNPAID, Reason.INCOMPLETE}


def day(moment: Any) -> str:
    """Write a moment as a day of the bank's zone."""
    return dates.day(timezone.localdate(moment)) if moment else "–"


def plan_card(partner: Partner) -> Card:
    """Show the plan in force and why, what is paid, what comes next, the last invoices."""
    stand = standing(partner)
    row = Subscription.objects.filter(partner=partner).first() or Subscription(partner=partner)
    facts = [Fact(_("Plan in force"), stand.plan.title), Fact(_("Why"), WHY[stand.reason], _tone(stand))]
    if stand.until is not None:
        facts.append(Fact(_("Until"), day(stand.until)))
    facts += [*_paid(stand), Fact(_("Card"), stand.card or _("none"))]
    facts.append(Fact(_("Compared with Stripe"), _moment(row.synced_at)))
    invoices = [(bill, money(bill.total)) for bill in Invoice.objects.filter(partner=partner)[:INVOICES]]
    context = {"facts": facts, "invoices": invoices}
    return Card("plan", gettext_lazy("Plan and payment"), 10, "admin/cards/plan.html", context, wide=True)


def usage_card(partner: Partner) -> Card:
    """Show how much of each limit is used, and what was granted beside the plan."""
    now = timezone.now()
    rows = Override.objects.select_related("granted_by").filter(partner=partner, revoked_at=None)
    granted = [row for row in rows if row.expires_at is None or row.expires_at > now]
    context = {"meters": usage(partner), "granted": granted}
    return Card("usage", gettext_lazy("Use of the limits"), 30, "admin/cards/usage.html", context)


def letters_card(partner: Partner) -> Card:
    """Say truthfully what was sent: findings are not made yet, letters about payment are."""
    sent = Notice.objects.filter(partner=partner)
    last = sent.first()
    facts = [
        Fact(_("Findings sent"), _("not yet: no findings are made so far")),
        Fact(_("Findings opened"), _("not yet")),
        Fact(_("Letters about payment"), sent.count()),
        Fact(_("The last one"), _moment(last.sent_at) if last else _("none")),
    ]
    return Card("letters", gettext_lazy("Findings and letters"), 70, context={"facts": facts})


def risk_card(found: Risk) -> Card:
    """Show the points and every reason in words."""
    return Card("risk", gettext_lazy("Risk of leaving the subscription"), 20, "admin/cards/risk.html", {"risk": found})


def _tone(stand: Standing) -> str:
    return "bad" if stand.reason in BAD else "warning" if stand.reason is Reason.PAUSED else ""


def _paid(stand: Standing) -> list[Fact]:
    paid = stand.paid
    if paid is None:
        return [Fact(_("Paid subscription"), _("none"))]
    how = _("by the year") if paid.yearly else _("by the month")
    facts = [Fact(_("Paid subscription"), f"{paid.plan.title}, {how}")]
    if paid.discount:
        facts.append(Fact(_("Discount"), paid.discount))
    if paid.cancel_at is not None:
        facts.append(Fact(_("Cancelled, ends on"), day(paid.cancel_at), "bad"))
    elif paid.next_amount is not None:
        facts.append(Fact(_("Next charge"), f"{money(paid.next_amount)}, {day(paid.period_end)}"))
    if paid.next_plan is not None:
        facts.append(Fact(_("From the next period"), paid.next_plan.title, "warning"))
    return facts


def _moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%d.%m.%Y %H:%M") if at else _("never")
