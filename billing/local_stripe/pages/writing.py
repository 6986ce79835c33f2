"""Money and dates as the payer's language writes them."""

from datetime import datetime, timedelta, timezone

NBSP = "\u00a0"
MINUS = "\u2212"
SIGNS = {"rub": "₽", "usd": "$", "eur": "€"}
MOSCOW = timezone(timedelta(hours=3))
"""Days are the merchant's; Moscow has known no summer time since 2014."""
MONTHS = {
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def money(minor: int, currency: str, lang: str) -> str:
    """Write an amount in the smallest unit as money: ``1 990,00 ₽``, ``1,990.00 ₽``."""
    text = f"{abs(minor) // 100:,}.{abs(minor) % 100:02}"
    if lang == "ru":
        text = text.replace(",", NBSP).replace(".", ",")
    return f"{MINUS if minor < 0 else ''}{text}{NBSP}{SIGNS.get(currency, currency.upper())}"


def date(at: int, lang: str) -> str:
    """Write a day: ``22 ноября 2026``, ``22 November 2026``."""
    day = datetime.fromtimestamp(at, MOSCOW)
    return f"{day.day}{NBSP}{MONTHS[lang][day.month - 1]} {day.year}"


def percent(number: float, lang: str) -> str:
    """Write a tax rate: ``22 %``, ``22%``."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return f"{text.replace('.', ',')}{NBSP}%" if lang == "ru" else f"{text}%"
