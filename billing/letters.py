"""What letters about plan and payment say. One function a kind; the active language is the reader's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from billing.plans import AFTER_TRIAL, PLANS, TRIAL
from ui.dates import day_in_text
from ui.numbers import rub


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it is laid out; without a link of its own its button leads to plan and payment."""

    subject: str
    paragraphs: tuple[str, ...]
    button: str
    link: str = ""


Words = Mapping[str, str]
Writer = Callable[[Words], Letter]
WRITERS: Final[dict[str, Writer]] = {}


def letter(kind: str, facts: Mapping[str, Any], zone: str) -> Letter:
    """Write a letter of one kind; `facts` are plan keys, kopecks and times."""
    return WRITERS[kind]({name: _written(name, fact, zone) for name, fact in facts.items()})


def _written(name: str, fact: Any, zone: str) -> str:
    if isinstance(fact, datetime):
        return day_in_text(fact.astimezone(ZoneInfo(zone)).date())
    if isinstance(fact, int):
        return rub(Decimal(fact) / 100)
    if name.startswith("plan"):
        return str(PLANS[fact].title) if fact in PLANS else ""
    return str(fact)


def _kind(name: str) -> Callable[[Writer], Writer]:
    def named(writer: Writer) -> Writer:
        WRITERS[name] = writer
        return writer

    return named


@_kind("receipt")
def receipt(words: Words) -> Letter:
    """Say that an invoice is paid."""
    return Letter(
        _("Payment received: %(total)s") % words,
        (
            _("Thank you. We received %(total)s, of which VAT is %(vat)s.") % words,
            _("The plan “%(plan)s” is paid until %(until)s.") % words,
        ),
        _("Open the invoice"),
        words["page_url"],
    )


@_kind("payment_failed_0")
def payment_failed(words: Words) -> Letter:
    """Say that the first attempt failed."""
    return Letter(
        _("The payment did not go through"),
        (
            _("We could not charge %(due)s for the plan “%(plan)s”. It happens: a card runs out, a limit is reached.")
            % words,
            _("Nothing changes until %(grace)s. Check the card or take another one, and the plan simply goes on.")
            % words,
        ),
        _("Check the card"),
    )


@_kind("payment_failed_3")
def payment_failed_still(words: Words) -> Letter:
    """Remind."""
    return Letter(
        _("The payment has not gone through yet"),
        (
            _("We still could not charge %(due)s for the plan “%(plan)s”.") % words,
            _("The plan stays as it is until %(grace)s. Check the card, or pay the invoice with another one.") % words,
        ),
        _("Check the card"),
    )


@_kind("payment_failed_6")
def payment_failed_last(words: Words) -> Letter:
    """Say that tomorrow is the day."""
    return Letter(
        _("Tomorrow the workspace moves to the plan “%(plan_after)s”") % _after(words),
        (
            _("The payment of %(due)s for the plan “%(plan)s” has not gone through so far.") % words,
            _(
                "If it is not paid by %(grace)s, the workspace moves to the plan “%(plan_after)s”. Nothing is deleted: "
                "once it is paid, everything opens again."
            )
            % _after(words),
        ),
        _("Pay now"),
    )


@_kind("grace_over")
def grace_over(words: Words) -> Letter:
    """Say that the days of grace are over."""
    return Letter(
        _("The workspace is on the plan “%(plan_after)s” now") % _after(words),
        (
            _("The payment for the plan “%(plan)s” did not go through within seven days.") % words,
            _("Nothing is lost: your figures, settings and people are kept. Pay, and everything opens again."),
        ),
        _("Pay now"),
    )


@_kind("paid_again")
def paid_again(words: Words) -> Letter:
    """Say that all is well again."""
    return Letter(
        _("The plan “%(plan)s” goes on") % words,
        (_("The payment went through, thank you. The plan “%(plan)s” is in force, with everything in it.") % words,),
        _("Open plan and payment"),
    )


@_kind("trial_7")
def trial_week(words: Words) -> Letter:
    """Say that the trial has a week left."""
    return Letter(
        _("The trial ends on %(until)s") % words,
        (
            _("Until then you have everything in the plan “%(trial)s”.") % _after(words),
            _(
                "Then the workspace is on the plan “%(plan_after)s”. Nothing is charged for that, nothing is deleted. "
                "To keep what you have, choose a plan."
            )
            % _after(words),
        ),
        _("Choose a plan"),
    )


@_kind("trial_1")
def trial_day(words: Words) -> Letter:
    """Say that the trial is about to end."""
    return Letter(
        _("The trial is about to end: %(until)s") % words,
        (
            _(
                "Then the workspace is on the plan “%(plan_after)s”. Nothing is charged for that, nothing is deleted. "
                "To keep what you have, choose a plan."
            )
            % _after(words),
        ),
        _("Choose a plan"),
    )


@_kind("trial_over")
def trial_over(words: Words) -> Letter:
    """Say that the trial has ended."""
    return Letter(
        _("The trial has ended"),
        (
            _("The workspace is on the plan “%(plan)s” now.") % words,
            _("Nothing was deleted. What a higher plan holds opens again as soon as you choose it."),
        ),
        _("Choose a plan"),
    )


@_kind("cancelled")
def cancelled(words: Words) -> Letter:
    """Confirm a cancellation."""
    return Letter(
        _("The plan “%(plan)s” ends on %(until)s") % words,
        (
            _("You cancelled it. Until that day everything stays as it is, and nothing more is charged."),
            _("Should you think again, you can take the cancellation back until then."),
        ),
        _("Open plan and payment"),
    )


@_kind("ended")
def ended(words: Words) -> Letter:
    """Say that a paid plan has ended."""
    return Letter(
        _("The plan “%(plan)s” has ended") % words,
        (
            _("Nothing more is charged. Your figures, settings and people are kept."),
            _("You can choose a plan again at any time, and everything opens as it was."),
        ),
        _("Choose a plan"),
    )


@_kind("paused")
def paused(words: Words) -> Letter:
    """Confirm a pause."""
    return Letter(
        _("The plan “%(plan)s” rests until %(until)s") % words,
        (
            _("Nothing is charged until then, and the workspace is on the plan “%(plan_after)s”. Nothing is deleted.")
            % _after(words),
            _("On %(until)s the plan goes on by itself. You can end the pause sooner.") % words,
        ),
        _("Open plan and payment"),
    )


@_kind("changes_later")
def changes_later(words: Words) -> Letter:
    """Confirm a change at the period's end."""
    return Letter(
        _("From %(at)s: the plan “%(plan_next)s”") % words,
        (
            _("Until then the plan “%(plan)s” stays as it is. After that the plan is “%(plan_next)s”.") % words,
            _("Nothing is deleted: what the plan does not hold is hidden and opens again with a higher one."),
        ),
        _("Open plan and payment"),
    )


def _after(words: Words) -> dict[str, str]:
    return {"plan_after": str(AFTER_TRIAL.title), "trial": str(TRIAL.title), **words}
