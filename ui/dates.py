"""Dates and periods in words, by Babel: ``1–22 нояб. 2026 г.``."""

from datetime import date, timedelta

from babel.dates import format_date, format_interval, format_skeleton
from django.utils.translation import get_language

NBSP = "\u00a0"
# Babel separates with thin spaces that the fonts lack.
THIN = str.maketrans({"\u202f": NBSP, "\u2009": ""})


def _language(lang: str | None) -> str:
    return (lang or get_language() or "ru").split("-")[0]


def _clean(text: str) -> str:
    return text.translate(THIN)


def day(on: date, lang: str | None = None) -> str:
    """Write a date with its year: ``22 нояб. 2026 г.``."""
    return _clean(format_date(on, "medium" if _language(lang) != "ru" else "d MMM y 'г'.", locale=_language(lang)))


def day_short(on: date, lang: str | None = None) -> str:
    """Write a date without its year: ``22 нояб.``."""
    return _clean(format_skeleton("MMMd", on, locale=_language(lang)))


def day_long(on: date, lang: str | None = None) -> str:
    """Write a date with weekday and the month in full: ``воскресенье, 22 ноября 2026 г.``."""
    return _clean(format_date(on, "full", locale=_language(lang)))


def day_in_text(on: date, lang: str | None = None) -> str:
    """Write a date inside a sentence, where a full stop of its own would stand in the way: ``22 ноября 2026``."""
    return _clean(format_date(on, "long" if _language(lang) != "ru" else "d MMMM y", locale=_language(lang)))


def month(on: date, lang: str | None = None) -> str:
    """Write a month and its year: ``ноябрь 2026 г.``."""
    return _clean(format_skeleton("yMMMM", on, locale=_language(lang)))


def month_short(on: date, lang: str | None = None) -> str:
    """Write a month and its year for an axis: ``нояб. 2026``."""
    return _clean(format_date(on, "LLL y", locale=_language(lang)))


def period(start: date, end: date, lang: str | None = None) -> str:
    """Write the days from ``start`` to ``end``, both included: ``1–22 нояб. 2026 г.``."""
    if start == end:
        return day(start, lang)
    return _clean(format_interval(start, end, "yMMMd", locale=_language(lang)))


def period_short(start: date, end: date, lang: str | None = None) -> str:
    """Write a period without its year, for a tile: ``28 сент. – 25 окт.``."""
    if start == end:
        return day_short(start, lang)
    return _clean(format_interval(start, end, "MMMd", locale=_language(lang)))


def label(on: date, grain: str, lang: str | None = None) -> str:
    """Name one period of a grain (day, week, month, total) by its first day, in full."""
    if grain == "month":
        return month(on, lang)
    if grain == "week":
        return period(on, on + timedelta(days=6), lang)
    return day(on, lang)


def label_short(on: date, grain: str, lang: str | None = None) -> str:
    """Name one period of a grain for an axis."""
    return month_short(on, lang) if grain == "month" else day_short(on, lang)


def weekday_short(on: date, lang: str | None = None) -> str:
    """Name the weekday in two or three letters: ``вс``."""
    return _clean(format_date(on, "ccc", locale=_language(lang)))


def weekday(on: date, lang: str | None = None) -> str:
    """Name the weekday in full: ``воскресенье``."""
    return _clean(format_date(on, "cccc", locale=_language(lang)))


def month_name(on: date, lang: str | None = None) -> str:
    """Name the month alone: ``ноябрь``."""
    return _clean(format_date(on, "LLLL", locale=_language(lang)))


def capital(words: str) -> str:
    """Write a name of a day or month as a sentence begins: ``Ноябрь``."""
    return words[:1].upper() + words[1:]
