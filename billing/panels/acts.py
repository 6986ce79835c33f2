"""What an owner can do with each plan of the plan page: one verb a card."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing.plans import AFTER_TRIAL, Plan, change_at_once
from billing.standing import Paid, Reason, Standing


@dataclass(frozen=True, slots=True)
class Act:
    """A verb and where it leads; or, without an address, only words about the plan.

    A POST carries `plan` and `interval`.
    """

    label: str = ""
    url: str = ""
    post: bool = False
    current: bool = False
    note: str = ""


def act_for(plan: Plan, stand: Standing, *, yearly: bool) -> Act:
    """Choose what a partner can do with a plan, paid by the year or by the month."""
    if stand.paid is None:
        return _without_paying(plan, stand)
    return _paying(plan, stand, stand.paid, yearly=yearly)


def upgrades(plan: Plan, paid: Paid, *, yearly: bool) -> bool:
    """Say whether a change acts at once."""
    return change_at_once(paid.plan, plan, yearly_now=paid.yearly, yearly_then=yearly)


def day_of(moment: datetime | None) -> str:
    """Write a moment as a day of the zone in force, without an abbreviation's full stop: it ends sentences."""
    return date_format(timezone.localdate(moment), "j E Y") if moment else _("an unknown day")


def _without_paying(plan: Plan, stand: Standing) -> Act:
    current = plan is stand.plan
    if plan is AFTER_TRIAL:
        return Act(current=current, note="" if current else _("Always free"))
    if stand.reason is Reason.PAUSED:
        return Act(current=current)
    if plan.rank <= stand.agreed.rank:
        return Act(current=current, note=_("Agreed with the bank, nothing to pay here"))
    note = ""
    if stand.reason is Reason.TRIAL:
        note = _("Free until %(day)s. A payment counts from its own day.") % {"day": day_of(stand.until)}
    return Act(_("Go to payment"), reverse("plan-pay"), post=True, current=current, note=note)


def _paying(plan: Plan, stand: Standing, paid: Paid, *, yearly: bool) -> Act:
    same = plan is paid.plan and (yearly == paid.yearly or plan is AFTER_TRIAL)
    if same:
        return Act(current=True)
    if stand.pending:
        return _awaited(plan, paid, yearly=yearly)
    day = {"day": day_of(paid.period_end)}
    if plan is AFTER_TRIAL:
        return Act(_("Switch from %(day)s") % day, reverse("plan-cancel"), note=_("Paid days stay yours"))
    if upgrades(plan, paid, yearly=yearly):
        note = _("Open at once; you pay the difference, and see it first")
        return Act(_("Switch now"), _address("plan-upgrade", plan, yearly=yearly), note=note)
    return Act(
        _("Switch from %(day)s") % day,
        _address("plan-downgrade", plan, yearly=yearly),
        note=_("At the end of what is paid"),
    )


def _awaited(plan: Plan, paid: Paid, *, yearly: bool) -> Act:
    """Name the plan that a pending change leads to; the rest waits."""
    if paid.cancel_at is not None and plan is AFTER_TRIAL:
        return Act(note=_("From %(day)s") % {"day": day_of(paid.cancel_at)})
    if paid.next_plan is plan and paid.next_yearly == yearly:
        return Act(note=_("From %(day)s") % {"day": day_of(paid.period_end)})
    if plan is AFTER_TRIAL:
        return Act()
    return Act(note=_first(paid))


def _first(paid: Paid) -> str:
    if paid.failed:
        return _("Pay the open invoice first")
    if paid.cancel_at is not None:
        return _("Resume the subscription first")
    return _("Keep the present plan first") if paid.next_plan is not None else _("End the pause first")


def _address(name: str, plan: Plan, *, yearly: bool) -> str:
    return f"{reverse(name)}?plan={plan.key}&pay={'year' if yearly else 'month'}"
