"""Numbers as people write them: ``1 234 567 ₽``, ``−12,3 %``, ``1,8 млн``; static/charts.js holds the same rules.

Every function takes a number (``int``, ``float``, ``Decimal``) or ``None`` and a language
(``ru`` or ``en``; the active one by default), and answers plain text. Halves are rounded away
from zero on the decimal form a person would read. A number that is missing, not a number or
infinite is an em dash: no page ever prints ``nan`` or ``None``.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils.translation import get_language

NBSP = "\u00a0"
MINUS = "\u2212"
MISSING = "—"
# Room for the largest float, digit by digit: the default context would refuse it.
WIDE = Context(prec=400, rounding=ROUND_HALF_UP)

Number = int | float | Decimal


@dataclass(frozen=True)
class Style:
    """How one language writes numbers."""

    decimal: str
    group: str
    percent: str
    points: str
    compact: tuple[str, str, str, str]
    days: tuple[str, str, str]  # one, few and fractions, many


STYLES = {
    "ru": Style(
        ",",
        NBSP,
        f"{NBSP}%",
        f"{NBSP}п.п.",
        (f"{NBSP}тыс.", f"{NBSP}млн", f"{NBSP}млрд", f"{NBSP}трлн"),
        ("день", "дня", "дней"),
    ),
    "en": Style(".", ",", "%", f"{NBSP}pp", ("K", "M", "B", "T"), ("day", "days", "days")),
}


def style(lang: str | None = None) -> Style:
    """Answer the writing rules of a language; an unknown one is written as Russian, the first language here."""
    code = (lang or get_language() or "ru").split("-")[0]
    return STYLES.get(code, STYLES["ru"])


def known(number: Number | None) -> bool:
    """Tell whether there is a finite number to print."""
    return number is not None and Decimal(number).is_finite()


def _exact(number: Number) -> Decimal:
    # A float is read by its shortest decimal form, which is what JavaScript prints too.
    return Decimal(repr(number)) if isinstance(number, float) else Decimal(number)


def _rounded(number: Decimal, digits: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-digits), context=WIDE)


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def _written(number: Decimal, digits: int, how: Style, *, signed: bool = False) -> str:
    whole, _, fraction = f"{_rounded(number, digits).copy_abs():,f}".partition(".")
    text = whole.replace(",", how.group) + (how.decimal + fraction if fraction else "")
    if _rounded(number, digits) == 0:
        return text
    if number < 0:
        return MINUS + text
    return f"+{text}" if signed else text


def num(number: Number | None, digits: int = 0, lang: str | None = None, *, signed: bool = False) -> str:
    """Write a count or any bare number: ``1 234 567``."""
    if number is None or not known(number):
        return MISSING
    return _written(_exact(number), digits, style(lang), signed=signed)


def rub(number: Number | None, lang: str | None = None, *, signed: bool = False) -> str:
    """Write money with kopecks: ``1 234,50 ₽``."""
    return f"{num(number, 2, lang, signed=signed)}{NBSP}₽" if known(number) else MISSING


def rub0(number: Number | None, lang: str | None = None, *, signed: bool = False) -> str:
    """Write money in whole roubles: ``1 234 567 ₽``."""
    return f"{num(number, 0, lang, signed=signed)}{NBSP}₽" if known(number) else MISSING


def pct(number: Number | None, digits: int = 1, lang: str | None = None, *, signed: bool = False) -> str:
    """Write a share of one as percent: 0.123 → ``12,3 %``."""
    if number is None or not known(number):
        return MISSING
    how = style(lang)
    return _written(_exact(number).scaleb(2, context=WIDE), digits, how, signed=signed) + how.percent


def pp(number: Number | None, digits: int = 1, lang: str | None = None) -> str:
    """Write a difference of two shares in percentage points, with its sign: −0.013 → ``−1,3 п.п.``."""
    if number is None or not known(number):
        return MISSING
    how = style(lang)
    return _written(_exact(number).scaleb(2, context=WIDE), digits, how, signed=True) + how.points


def delta(number: Number | None, digits: int = 1, lang: str | None = None) -> str:
    """Write a relative change with its sign: 0.074 → ``+7,4 %``."""
    return pct(number, digits, lang, signed=True)


def compact(number: Number | None, lang: str | None = None) -> str:
    """Write a number in at most three digits and one decimal: ``1,8 млн``, ``12,3 тыс.``, ``640``."""
    if number is None or not known(number):
        return MISSING
    how, exact = style(lang), _exact(number)
    step, digits = 0, 0
    while True:
        scaled = exact.scaleb(-3 * step, context=WIDE)
        digits = 1 if _rounded(scaled, 1).copy_abs() < 100 else 0
        if _rounded(scaled, digits).copy_abs() < 1000 or step == len(how.compact):
            break
        step += 1
    if _rounded(scaled, digits) == _rounded(scaled, 0):
        digits = 0
    return _written(scaled, digits, how) + (how.compact[step - 1] if step else "")


def days(number: Number | None, lang: str | None = None) -> str:
    """Write a length of time in days, the noun in its right form: ``12,5 дня``, ``21 день``."""
    if number is None or not known(number):
        return MISSING
    how, exact = style(lang), _rounded(_exact(number), 1)
    if not _is_whole(exact):
        return f"{_written(exact, 1, how)}{NBSP}{how.days[1]}"
    count = abs(int(exact))
    one, few, many = how.days
    if how is STYLES["en"]:
        noun = one if count == 1 else many
    elif count % 10 == 1 and count % 100 != 11:
        noun = one
    else:
        noun = few if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14 else many
    return f"{_written(exact, 0, how)}{NBSP}{noun}"


def value(number: Number | None, unit: str, lang: str | None = None) -> str:
    """Write a number by the unit of its metric: RUB, count, share, per_customer or days."""
    if unit == "RUB":
        # Kopecks matter only where there are few roubles.
        small = number is not None and known(number) and abs(_exact(number)) < 100
        return rub(number, lang) if small and number != int(number or 0) else rub0(number, lang)
    if unit == "count":
        return num(number, 0, lang)
    if unit == "share":
        return pct(number, 1, lang)
    if unit == "per_customer":
        return num(number, 2, lang)
    if unit == "days":
        return days(number, lang)
    raise ValueError(f"There is no unit {unit!r}. Known: RUB, count, share, per_customer, days.")


def change(number: Number | None, unit: str, lang: str | None = None) -> str:
    """Write a change with its sign: of a share in percentage points, of anything else in percent."""
    return pp(number, 1, lang) if unit == "share" else delta(number, 1, lang)


def axis(number: Number | None, unit: str, lang: str | None = None) -> str:
    """Write a number for a chart's axis: short, without the unit except percent."""
    if number is None or not known(number):
        return MISSING
    if unit == "share":
        whole = _is_whole(_rounded(_exact(number).scaleb(2, context=WIDE), 1))
        return pct(number, 0 if whole else 1, lang)
    return compact(number, lang)
