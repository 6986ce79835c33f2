"""The plan in force in words: why it is in force, until when, what comes next."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from billing.panels.acts import day_of
from billing.panels.kopecks import money
from billing.plans import AFTER_TRIAL, Plan
from billing.standing import Paid, Reason, Standing

# (word of the badge, its colour, the sentences)
TRIAL_THEN_PAID: Final = (
    _("trial"),
    "good",
    _("The trial lasts until %(day)s, then your paid plan “%(plan)s” goes on."),
)
CANCELLED: Final = (
    _("paid"),
    "good",
    _("Cancelled: all stays open until %(day)s, then the free plan “%(free)s” begins. You can resume until then."),
)
WORDS: Final = {
    Reason.TRIAL: (
        _("trial"),
        "good",
        _("The trial lasts until %(day)s, without a card. Then comes the free plan “%(free)s”. Nothing is lost."),
    ),
    Reason.AGREED: (
        _("by agreement"),
        "good",
        _("Your plan is agreed with the bank. Your account manager answers questions."),
    ),
    Reason.PAID: (_("paid"), "good", _("Paid until %(day)s. It renews by itself until you cancel it.")),
    Reason.GRACE: (
        _("payment failed"),
        "warning",
        _("The payment did not go through. All stays open until %(day)s. Pay the invoice, and nothing changes."),
    ),
    Reason.UNPAID: (
        _("not paid"),
        "bad",
        _("“%(plan)s” is not paid, so “%(free)s” is open. Your data are kept. Pay, and all opens again at once."),
    ),
    Reason.PAUSED: (
        _("paused"),
        "warning",
        _("Paused until %(day)s: nothing is charged, “%(free)s” is open. Your data are kept. Resume at any time."),
    ),
    Reason.INCOMPLETE: (
        _("payment not finished"),
        "warning",
        _("The first payment is not finished, nothing was charged. Choose a plan below to try again."),
    ),
    Reason.FREE: (_("free"), "good", _("The free plan, for as long as you like.")),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on top of the plan page."""

    badge: str
    kind: str
    text: str


def words_of(stand: Standing) -> Words:
    """Say why the plan in force is in force."""
    paid, said = stand.paid, WORDS[stand.reason]
    if stand.reason is Reason.TRIAL and paid:
        said = TRIAL_THEN_PAID
    if stand.reason is Reason.PAID and paid and paid.cancel_at:
        said = CANCELLED
    badge, kind, text = said
    facts = {"day": day_of(stand.until), "plan": paid.plan.title if paid else "", "free": AFTER_TRIAL.title}
    return Words(gettext(badge), kind, gettext(text) % facts)


def facts_of(stand: Standing) -> tuple[tuple[str, str], ...]:
    """List what is known of paying: next charge, how often, card, discount."""
    found: list[tuple[str, str]] = []
    if stand.paid:
        found += _charges(stand, stand.paid)
        if stand.paid.discount:
            found.append((gettext("Discount"), stand.paid.discount))
    if stand.card:
        found.append((gettext("Card"), stand.card))
    return tuple(found)


def price_words(plan: Plan, amount: int, *, yearly: bool) -> str:
    """Write what a plan costs and how often."""
    facts = {"plan": plan.title, "sum": money(amount)}
    if yearly:
        return gettext("“%(plan)s”, %(sum)s a year") % facts
    return gettext("“%(plan)s”, %(sum)s a month") % facts


def _charges(stand: Standing, paid: Paid) -> list[tuple[str, str]]:
    how = gettext("by the year") if paid.yearly else gettext("by the month")
    found = [(gettext("Paid"), gettext("“%(plan)s”, %(how)s") % {"plan": paid.plan.title, "how": how})]
    if paid.cancel_at is not None:
        found.append((gettext("Next charge"), gettext("none")))
    elif stand.reason is Reason.PAUSED:
        found.append((gettext("Next charge"), gettext("not before %(day)s") % {"day": day_of(stand.until)}))
    elif paid.next_amount is not None and not paid.failed:
        facts = {"sum": money(paid.next_amount), "day": day_of(paid.period_end)}
        found.append((gettext("Next charge"), gettext("%(sum)s on %(day)s, VAT included") % facts))
    if paid.next_plan is not None:
        amount = (paid.next_plan.price_year if paid.next_yearly else paid.next_plan.price_month) * 100
        words = price_words(paid.next_plan, amount, yearly=paid.next_yearly)
        found.append((gettext("From %(day)s") % {"day": day_of(paid.period_end)}, words))
    return found
