"""The part of the documentation about customers, written from the breakdowns themselves."""

from collections.abc import Iterator

from billing.features import LTV, RETENTION, RFM
from insights import cohorts
from insights.breakdowns import solvency
from insights.breakdowns.base import Breakdown
from insights.breakdowns.catalogue import catalogue
from insights.breakdowns.examples import Example
from insights.breakdowns.rfm_groups import GROUPS
from insights.docs_rhythm import rhythm_lines, solvency_lines

HEAD = """# Customers by group

Columns of every breakdown: customers with a purchase in the period, purchases, net revenue, share of all customers'
net revenue, average ticket (gross / purchases), frequency (purchases / customers). Money that went back to somebody
without a purchase in the period counts in the revenue and makes no customer. Small groups of people are hidden, and
with them as many others as it takes that none can be worked out.

Of one outlet or channel the figures are its own; who is new, regular or in which fifth is said of the whole business.
"""
RETENTION_EXAMPLE = """Example: Anna and Boris buy for the first time in January 2026, Vera in February. Anna comes back
in March, Boris only gets money back in it.

| first purchase in | customers | after 1 month | after 2 months |
| --- | ---: | ---: | ---: |
| 2026-01 | 2 | 0 | 0.5 |
| 2026-02 | 1 | 0 | |
| 2026-03 | 0 | | |
"""

VALUE = f"""## ltv

**Customer value.** Historic: net revenue of a customer to date, refunds whenever they were. Predicted, for 91, 182
and 365 days: expected purchase days (BG/NBD on purchase days, time in weeks) × expected spend on such a day
(Gamma-Gamma on the days after the first) × the share of money that was not returned. Revenue; where the
partner gave a margin, times it, and then all that is predicted is profit (mean, interval, median, total, bars). The
historic part is always revenue, and so is the fit in store.

- Whole partner, by customer of all time, quarter of the first purchase, gender × age × marital status; feature: `{LTV}`
- Tried on the last 91 days (a third of the span where it is shorter), which the fit has not seen; a fit that runs away
  or is beaten by each customer's own rate is replaced by a simpler estimate, and the answer says so
- Needs 182 days, 200 customers and 50 who came back on another day; below that only the historic part
- By customer, under a code that only the partner sees: first and last purchase, purchase days, net revenue to date, the
  scores and group of `rfm` (of the whole business, as of the newest day), expected purchase days and revenue, and the
  probability to be a customer still (BG/NBD; not told of who bought on one day only). The list without what is expected
  goes with feature `{RFM}`. The net revenues add up to the historic total, the expected ones to the predicted totals
- Why this model: [decisions/0020](decisions/0020-value-of-customers.md)
"""


def customers_lines() -> Iterator[str]:
    """Return the lines of the part, in the open language."""
    yield HEAD
    for breakdown in catalogue().values():
        yield from _section(breakdown)
        if breakdown.key == solvency.KEY:
            yield from solvency_lines()
    yield f"## {cohorts.KEY}\n"
    yield f"**{cohorts.TITLE}.** {cohorts.DESCRIPTION}\n"
    yield f"- Whole partner, by calendar month; feature: `{RETENTION}`\n"
    yield RETENTION_EXAMPLE
    yield from rhythm_lines()
    yield VALUE


def _section(breakdown: Breakdown) -> Iterator[str]:
    yield f"## {breakdown.key}\n"
    yield f"**{breakdown.title}.** {breakdown.description}\n"
    yield f"- Groups by: {', '.join(breakdown.columns)}; feature: `{breakdown.feature}`"
    yield f"- Small groups hidden: {'yes' if breakdown.personal else 'no'}\n"
    if breakdown.trailing:
        yield from _named()
    for example in breakdown.examples:
        yield from _example(breakdown, example)


def _named() -> Iterator[str]:
    yield "| name | recency, frequency, money | what to do |"
    yield "| --- | --- | --- |"
    for named in GROUPS:
        blocks = "; ".join(", ".join(f"{digits[0]}–{digits[-1]}" for digits in block) for block in named.blocks)
        yield f"| {named.title} | {blocks} | {named.advice} |"
    yield ""


def _example(breakdown: Breakdown, example: Example) -> Iterator[str]:
    yield f"Example: {example.says}\n"
    yield "| day | customer | paid | |"
    yield "| --- | --- | ---: | --- |"
    for paid in example.given:
        yield f"| {paid.day} | {paid.customer} | {paid.amount} | {'refund' if paid.refund else ''} |"
    yield ""
    if example.people:
        yield "Known: " + "; ".join(
            ", ".join(filter(None, (one.customer, one.gender, one.born, one.marital_status))) for one in example.people
        )
        yield ""
    yield f"`{breakdown.key}` of {example.start} to {example.end}:\n"
    yield f"| {' | '.join(breakdown.columns)} | customers | purchases | net revenue |"
    yield f"|{' --- |' * len(breakdown.columns)} ---: | ---: | ---: |"
    for row in example.expect:
        yield f"| {' | '.join(row.group)} | {row.customers} | {row.purchases} | {row.net} |"
    yield ""
