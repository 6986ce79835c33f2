"""The plans as the pricing page shows them: made of `plans`, so that no price is written twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.features import FEATURES, LIMITS, Limit
from billing.plans import MONTHS_PAID_A_YEAR, PLANS, TRIAL, Plan
from ui.numbers import num, rub0

LINES: Final = 6
"""How many things a card names; the table below it names all."""


@dataclass(frozen=True, slots=True)
class Card:
    """One plan on the pricing page."""

    key: str
    title: str
    promise: str
    price: str
    period: str
    note: str
    above: str
    lines: tuple[str, ...]
    more: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison of plans; a cell is a number in words, or whether the plan has it."""

    title: str
    cells: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class PaySwitch:
    """The choice between paying by the month and by the year; works as a GET form."""

    yearly: bool
    free_months: int
    hidden: tuple[tuple[str, str], ...]
    action: str


def pay_switch(*, yearly: bool, hidden: Mapping[str, str], action: str) -> PaySwitch:
    """Lay out the switch; `hidden` is what the address keeps besides it."""
    return PaySwitch(yearly, 12 - MONTHS_PAID_A_YEAR, tuple(hidden.items()), action)


def cards(*, yearly: bool) -> tuple[Card, ...]:
    """Return a card for each plan, the cheapest first."""
    plans = list(PLANS.values())
    return tuple(_card(plan, plans[place - 1] if place else None, yearly=yearly) for place, plan in enumerate(plans))


def comparison() -> tuple[Row, ...]:
    """Return every limit and feature with what each plan holds of it."""
    plans = PLANS.values()
    limits = (Row(str(limit.title), tuple(_amount(plan, limit) for plan in plans)) for limit in LIMITS.values())
    features = (
        Row(str(feature.title), tuple(feature.key in plan.features for plan in plans)) for feature in FEATURES.values()
    )
    return (*limits, *features)


def _card(plan: Plan, below: Plan | None, *, yearly: bool) -> Card:
    adds = [
        str(feature.title)
        for feature in FEATURES.values()
        if feature.key in plan.features and (below is None or feature.key not in below.features)
    ]
    price, period, note = _price(plan, yearly=yearly)
    return Card(
        key=plan.key,
        title=str(plan.title),
        promise=str(plan.promise),
        price=price,
        period=period,
        note=note,
        above=_("All of the plan %(plan)s, and:") % {"plan": below.title} if below else "",
        lines=(_size(plan), _history(plan), *adds[:LINES]),
        more=max(0, len(adds) - LINES),
        chosen=plan is TRIAL,
    )


def _price(plan: Plan, *, yearly: bool) -> tuple[str, str, str]:
    if not plan.price_month:
        return rub0(0), _("a month"), _("For as long as you like")
    if yearly:
        saved = plan.price_month * 12 - plan.price_year
        return rub0(plan.price_year), _("a year"), _("Two months free: you save %(sum)s") % {"sum": rub0(saved)}
    return rub0(plan.price_month), _("a month"), _("Or %(sum)s a year") % {"sum": rub0(plan.price_year)}


def _size(plan: Plan) -> str:
    outlets, users = plan.limits["outlets"], plan.limits["users"]
    if outlets is None or users is None:
        return _("Any number of outlets and people")
    # Each number has its own plural, so two sentences.
    return ", ".join(
        (
            ngettext("%(count)s outlet", "%(count)s outlets", outlets) % {"count": outlets},
            ngettext("%(count)s person", "%(count)s people", users) % {"count": users},
        )
    )


def _history(plan: Plan) -> str:
    months = plan.limits["history_months"]
    if months is None:
        return _("The whole history")
    return ngettext("History of %(count)s month", "History of %(count)s months", months) % {"count": months}


def _amount(plan: Plan, limit: Limit) -> str | bool:
    value = plan.limits[limit.key]
    if value is None:
        return _("no limit")
    return f"{num(value)} {limit.unit}".strip() if value else False
