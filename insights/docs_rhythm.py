"""The part of the documentation about seasons, wallets and coverage, from what their code says of itself."""

from collections.abc import Iterator
from inspect import getdoc
from typing import Final

from billing.features import SEASONALITY
from insights.coverage import LEAST_MONTHS, Coverage, coverage
from insights.rhythm import seasonality
from insights.rhythm.seasons import LEAST_WEEKS, YEARS
from lake.peers.wallets import LEAST_MONTHS as LEAST_WALLET_MONTHS
from lake.peers.wallets import MONTH, Wallets, spending_index

SEASONALITY_EXAMPLE: Final = """Example: over two whole years each January brings 62 000, which is 2 000 a day, and
every other month 1 000 a day. The mean of the twelve is 13 000 / 12; the index of January is 184.6, that of every
other month 92.3.
"""
COVERAGE_EXAMPLE: Final = """Example: in a month the bank's cards brought 400 000 and the till took 800 000 in all. The
share is 0.5, and a revenue of 450 000 is given scaled as 900 000, from one month, without an interval.
"""


def solvency_lines() -> Iterator[str]:
    """Return what stands behind the index of solvency."""
    yield f"The index. {_body(spending_index)}\n"
    yield f"- Spending of a customer: {_field(Wallets, 'monthly')}"
    yield (
        f"- Days: {_field(Wallets, 'span')}, of {MONTH} days; no index with fewer than {LEAST_WALLET_MONTHS} of them"
    )
    yield (
        "- Whose sales: those of all who took part when the quarter began and sold something in the trailing window "
        "then, one set for all viewers; who comes, leaves or merges does so at the next quarter. A new set is that of "
        "before, or differs from it by more than a few. Every index is in the ledger; who is not in the set has none"
    )
    yield "- Of the whole business only; the columns of the groups are of the chosen range, the index never\n"


def rhythm_lines() -> Iterator[str]:
    """Return the sections on seasonality and coverage, in the open language."""
    yield f"## {seasonality.KEY}\n"
    yield f"**{seasonality.TITLE}.** {seasonality.DESCRIPTION}\n"
    yield "- Groups by: weekday (0 is Monday), hour (0 to 23, local); also by outlet and channel"
    yield "- Customers of a cell are different people; they don't add up over cells, the total has its own count"
    yield f"- Feature: `{SEASONALITY}`; small groups hidden: no"
    yield (
        f"- Months with {YEARS} years of whole calendar months, else weeks, and the answer says so; "
        f"none with fewer than {LEAST_WEEKS} whole weeks or where the mean is not above zero"
    )
    yield "- Seasons are of all days that the plan shows, whatever range was asked for; hours are of the range\n"
    yield SEASONALITY_EXAMPLE
    yield "## coverage\n"
    yield f"**Coverage.** {_summary(Coverage)} {_body(coverage)}\n"
    yield f"- Card, turnover: {_field(coverage, 'card, turnover')}"
    yield "- Scaled: value = revenue / R, from revenue / highest share to revenue / lowest share"
    yield (
        "- Only levels of revenue of the whole business: `revenue`, and the total of each breakdown; never an outlet, "
        "a channel, a count, a ratio, a figure about others"
    )
    yield (
        f"- Without a month the owner's own estimate is R, with 0 months; below {LEAST_MONTHS} months there is no "
        "interval\n"
    )
    yield COVERAGE_EXAMPLE


def _summary(thing: object) -> str:
    return (getdoc(thing) or "").split("\n\n", 1)[0]


def _body(thing: object) -> str:
    """Return a docstring between its first line and its parameters, on one line."""
    told = (getdoc(thing) or "").split("Parameters\n---", 1)[0].split("\n\n", 1)
    return " ".join(told[1].split()) if len(told) > 1 else ""


def _field(thing: object, name: str) -> str:
    """Return what a docstring says of one parameter, on one line."""
    lines = (getdoc(thing) or "").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{name} :"))
    after = next((number for number, line in enumerate(lines[at + 1 :], at + 1) if line[:1].strip()), len(lines))
    told = " ".join(" ".join(lines[at + 1 : after]).split()).rstrip(".")
    return told[:1].lower() + told[1:]
