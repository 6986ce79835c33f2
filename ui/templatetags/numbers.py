"""Number and date filters for templates: ``{{ revenue|rub0 }}``, ``{{ value|by_unit:"share" }}``, ``{{ day|day }}``."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ui import dates, numbers
from ui.numbers import Number

register = template.Library()


def _shown(text: str) -> str | SafeString:
    """Let a screen reader say "no data" where the eye sees a dash."""
    if text != numbers.MISSING:
        return text
    return format_html(
        '<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>', text, gettext("no data")
    )


def _number_filter(name: str, write: Callable[..., str]) -> None:
    def one(number: Number | None) -> str | SafeString:
        return _shown(write(number))

    def with_argument(number: Number | None, argument: Any = None) -> str | SafeString:
        return _shown(write(number) if argument is None else write(number, argument))

    register.filter(name, with_argument if name in {"num", "pct", "pp", "delta"} else one)


WRITERS: dict[str, Callable[..., str]] = {
    "rub": numbers.rub,
    "rub0": numbers.rub0,
    "num": numbers.num,
    "pct": numbers.pct,
    "pp": numbers.pp,
    "delta": numbers.delta,
    "compact": numbers.compact,
    "days": numbers.days,
}
for _name, _write in WRITERS.items():
    _number_filter(_name, _write)


@register.filter
def by_unit(number: Number | None, unit: str) -> str | SafeString:
    """Write a number by the unit of its metric."""
    return _shown(numbers.value(number, unit))


@register.filter
def change(number: Number | None, unit: str) -> str | SafeString:
    """Write a change of a metric of that unit, with its sign."""
    return _shown(numbers.change(number, unit))


@register.filter
def plain(number: Number | None, unit: str) -> str:
    """Write a number by its unit as bare text, for attributes: a missing one says "no data"."""
    return numbers.value(number, unit) if numbers.known(number) else gettext("no data")


@register.filter
def day(on: date | None) -> str | SafeString:
    """Write a date: 22 нояб. 2026 г."""
    return dates.day(on) if on else _shown(numbers.MISSING)


@register.filter
def day_short(on: date | None) -> str | SafeString:
    """Write a date without its year: 22 нояб."""
    return dates.day_short(on) if on else _shown(numbers.MISSING)


@register.simple_tag
def period(start: date, end: date) -> str:
    """Write the days from start to end: 1–22 нояб. 2026 г."""
    return dates.period(start, end)
