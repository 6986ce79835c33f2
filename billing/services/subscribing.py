"""An owner begins to pay, and opens the provider's page for card and invoices."""

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from billing.entitlements import forget
from billing.gateway import gateway
from billing.models import Subscription
from billing.notices import plan_page
from billing.plans import PLANS, Plan, plan_of
from billing.services.acting import LIVE, acting
from billing.sync import mirror_refresh, subscription_locked
from tenants.errors import Refused
from tenants.models import Partner, User


def checkout_begin(*, partner: Partner, plan: Plan | str, interval: str, by: User) -> str:
    """Return the address where the first period of a plan is paid; asked again, the same page.

    The customer at the provider is made under the row's lock, so that a partner has one and no more.

    Raises
    ------
    Refused
        For a plan that is free, held already or unknown; when one is paid already; when the provider can't be asked.
    """
    chosen = plan_checked(plan, interval)
    _customer_ensure(partner, by)
    with acting(partner, "checkout", by, plan=chosen.key, interval=interval) as act:
        # The mirror may be behind: who has just paid must not be asked to pay again.
        mirror_refresh(act.row)
        if act.row.paid_status in LIVE:
            raise Refused(_("A plan is paid already. Change it instead of paying for a second one."))
        if chosen.rank <= plan_of(act.row.plan).rank:
            raise Refused(_("Your agreement with the bank holds this plan already. There is nothing to pay."))
        act.refresh = False
        return gateway().checkout_url(
            customer_id=act.customer_id,
            plan=chosen.key,
            interval=interval,
            done_url=plan_page(partner, "?paid=1"),
            back_url=plan_page(partner, "?paid=0"),
            language=get_language() or "ru",
            key=act.key,
        )


def portal_open(*, partner: Partner, by: User) -> str:
    """Return the address of the provider's page for card and invoices."""
    with acting(partner, "portal", by) as act:
        if not act.row.customer_id:
            raise Refused(_("There is nothing to show yet: no plan was ever paid."))
        act.refresh = False
        return gateway().portal_url(
            customer_id=act.customer_id, back_url=plan_page(partner), language=get_language() or "ru"
        )


def subscription_refresh(*, partner: Partner) -> Subscription | None:
    """Read the provider's state now, for the page on which someone returns from paying.

    Raises
    ------
    GatewayProblem
        When the provider can't be asked; the page shows what is known.
    """
    with transaction.atomic():
        row = subscription_locked(partner=partner)
        if row is not None and row.customer_id:
            mirror_refresh(row)
    forget(partner)
    return row


def plan_checked(plan: Plan | str, interval: str) -> Plan:
    """Return a plan that can be paid for by this interval."""
    chosen = PLANS.get(str(plan))
    if chosen is None or not chosen.price_month:
        raise Refused(_("Choose one of the plans that are paid for."), field="plan")
    if interval not in Subscription.Interval.values:
        raise Refused(_("Choose to pay by the month or by the year."), field="interval")
    return chosen


def _customer_ensure(partner: Partner, by: User) -> None:
    # A transaction of its own: whatever is refused afterwards, a customer once made is remembered.
    with acting(partner, "customer", by) as act:
        act.record = act.refresh = False
        if not act.row.customer_id:
            act.row.customer_id = gateway().customer_make(
                name=partner.name, email=by.email, reference=str(partner.pk), language=by.language, key=act.key
            )
