"""An owner changes what is paid: more at once, less at the period's end; cancels, rests, comes back."""

from calendar import monthrange
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.gateway import gateway
from billing.gateway.interface import ChangeResult, GatewayMissing, GatewayProblem, GatewayRefused, Preview
from billing.models import Invoice, Subscription
from billing.plans import AFTER_TRIAL, PAUSE_MONTHS, Plan, change_at_once, plan_of
from billing.services.acting import LIVE, acting, live_needed, paid_up_needed
from billing.services.subscribing import plan_checked
from tenants.errors import Refused
from tenants.models import Partner, User

YEAR = Subscription.Interval.YEAR


class When(StrEnum):
    """When a change comes into force."""

    NOW = "now"
    LATER = "later"


def change_when(row: Subscription, plan: Plan | str, interval: str) -> When | None:
    """Say when a change would come: a higher plan or a longer term at once, anything less at the period's end.

    None when it is no change.
    """
    now, chosen = plan_of(row.paid_plan), plan_of(plan)
    if (chosen.key, interval) == (now.key, row.interval):
        return None
    at_once = change_at_once(now, chosen, yearly_now=row.interval == YEAR, yearly_then=interval == YEAR)
    return When.NOW if at_once else When.LATER


def upgrade_preview(*, partner: Partner, plan: Plan | str, interval: str) -> Preview:
    """Work out what an immediate change costs, to the kopeck; give its `at` to `upgrade`.

    Raises
    ------
    Refused
        When there is nothing to change at once, or the provider can't be asked.
    """
    chosen = plan_checked(plan, interval)
    row = Subscription.objects.filter(partner=partner).first() or Subscription(partner=partner)
    _now_needed(row, chosen, interval)
    try:
        return gateway().change_preview(customer_id=str(row.customer_id), plan=chosen.key, interval=interval)
    except GatewayMissing as error:
        raise Refused(_("Payments are not set up here yet. Write to your account manager.")) from error
    except (GatewayProblem, GatewayRefused) as error:
        raise Refused(_("The payment service does not answer. Try again in a few minutes.")) from error


def upgrade(*, partner: Partner, plan: Plan | str, interval: str, at: datetime, by: User) -> ChangeResult:
    """Change at once, charged as previewed at `at`; where the card's bank asks for it, the payer confirms first.

    Raises
    ------
    Refused
        When there is nothing to change at once, the card is declined, or the provider can't be asked.
    """
    chosen = plan_checked(plan, interval)
    with acting(partner, "upgrade", by, plan=chosen.key, interval=interval, at=int(at.timestamp())) as act:
        _now_needed(act.row, chosen, interval)
        result = gateway().change_now(
            customer_id=act.customer_id, plan=chosen.key, interval=interval, at=at, key=act.key
        )
        act.record = result.done
    return result


def downgrade(*, partner: Partner, plan: Plan | str, interval: str, by: User) -> None:
    """Change at the period's end; to the free plan it is a cancellation.

    Raises
    ------
    Refused
        When it is no such change, or the provider can't be asked.
    """
    if plan_of(plan) is AFTER_TRIAL:
        subscription_cancel(partner=partner, by=by)
        return
    chosen = plan_checked(plan, interval)
    with acting(partner, "downgrade", by, plan=chosen.key, interval=interval) as act:
        paid_up_needed(act.row)
        if change_when(act.row, chosen, interval) is not When.LATER:
            raise Refused(_("This is no step down. Choose it as a change at once."), field="plan")
        gateway().change_later(customer_id=act.customer_id, plan=chosen.key, interval=interval, key=act.key)


def downgrade_undo(*, partner: Partner, by: User) -> None:
    """Keep the plan after all."""
    with acting(partner, "downgrade_undo", by) as act:
        live_needed(act.row)
        if not act.row.next_plan:
            raise Refused(_("No change is planned, so there is none to take back."))
        act.details = {"plan": act.row.next_plan}
        gateway().change_undo(customer_id=act.customer_id, key=act.key)


def subscription_cancel(*, partner: Partner, by: User | None) -> None:
    """End at the period's end; a planned change goes with it."""
    with acting(partner, "cancel", by) as act:
        live_needed(act.row)
        if act.row.cancel_at is not None:
            raise Refused(_("The plan is cancelled already."))
        act.details = {"plan": act.row.paid_plan}
        gateway().cancel(customer_id=act.customer_id, key=act.key)


def charges_stop(*, partner: Partner) -> None:
    """End at the period's end what a suspended partner pays: nobody is charged for a closed workspace.

    Raises
    ------
    Refused
        When the provider can't be asked; asked again later, it goes on.
    """
    if partner.status == Partner.Status.SUSPENDED and charged().filter(partner=partner).exists():
        subscription_cancel(partner=partner, by=None)


def charged() -> QuerySet[Subscription]:
    """Return the subscriptions that will be charged again."""
    return Subscription.objects.filter(paid_status__in=LIVE, cancel_at=None).exclude(customer_id=None)


def subscription_resume(*, partner: Partner, by: User) -> None:
    """Take a cancellation or a pause back. `resume_cost` says what that charges at once."""
    with acting(partner, "resume", by) as act:
        live_needed(act.row)
        if act.row.cancel_at is None and act.row.paused_until is None:
            raise Refused(_("The plan is neither cancelled nor paused."))
        act.details = {"plan": act.row.paid_plan}
        gateway().resume(customer_id=act.customer_id, key=act.key)


def subscription_pause(*, partner: Partner, months: int, by: User) -> None:
    """Charge nothing for one to three months; the workspace is on the free plan meanwhile.

    Raises
    ------
    Refused
        For another length, a year paid in advance, or when the provider can't be asked.
    """
    if not 1 <= months <= PAUSE_MONTHS:
        raise Refused(_("A pause lasts one, two or three months."), field="months")
    with acting(partner, "pause", by, months=months) as act:
        paid_up_needed(act.row)
        if act.row.interval == YEAR:
            raise Refused(_("The year is paid in advance, so a pause would save nothing."))
        if act.row.next_plan:
            raise Refused(_("A change of plan is planned. Take it back first."))
        act.details = {"plan": act.row.paid_plan, "months": months}
        gateway().pause(customer_id=act.customer_id, until=months_later(timezone.now(), months), key=act.key)


def subscription_end(*, partner: Partner) -> None:
    """End what is paid at once, for a partner that is erased; done again, it changes nothing.

    Raises
    ------
    Refused
        When the provider can't be asked: it would go on charging.
    """
    if not Subscription.objects.filter(partner=partner).exclude(customer_id=None).exists():
        return
    with acting(partner, "end", None) as act:
        act.record = act.refresh = False
        gateway().end_now(customer_id=act.customer_id, key=act.key)


def resume_cost(row: Subscription) -> int:
    """Return what ending a pause charges at once, in kopecks: a new period, if the one under way was left unpaid."""
    if row.paused_until is None:
        return 0
    newest = Invoice.objects.filter(partner_id=row.partner_id).order_by("-created_at").first()
    return row.amount if newest is not None and newest.status == Invoice.Status.VOID else 0


def months_later(at: datetime, months: int) -> datetime:
    """Return the same day some months on, or the month's last."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def _now_needed(row: Subscription, plan: Plan, interval: str) -> None:
    paid_up_needed(row)
    if row.next_plan:
        raise Refused(_("A change of plan is planned. Take it back first."))
    when = change_when(row, plan, interval)
    if when is None:
        raise Refused(_("This is the plan you have."), field="plan")
    if when is When.LATER:
        raise Refused(_("This change comes at the period's end. Choose it as such."), field="plan")
