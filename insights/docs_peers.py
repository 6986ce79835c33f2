"""The part of the documentation about similar businesses, written from the comparisons themselves."""

from collections.abc import Iterator
from typing import Final

from insights.breakdowns import rfm
from insights.peers.metrics import LENS_FEATURES, METRICS, QUARTILES, PeerMetric
from insights.peers.references import OF_SPANS
from lake.peers.calendar import SHORT, TRAILING
from lake.peers.own_choice import SIZE, TICKET
from lake.peers.seasons import MONTHS

HEAD: Final = f"""# Beside similar businesses

Generated from `insights/peers/metrics.py`; computed in `lake/peers/levels.py`, `course.py` and `together.py`, told only
through `lake/disclosure/`. A figure that may not be told is null, with a reason.

- Days: the trailing {TRAILING} that end at the last Sunday no later than seven days before the as-of day
- Others: the companies of the group except those of the partner's own holding; companies of one holding count as one,
  summed. Figures are of whole companies
- Median and quartiles are of those of the others with a purchase in these days and, for growth, something to divide by:
  the mean of the three order statistics nearest the linear position, of four on a tie; ratios
  rounded to whole percents, money and frequency to two significant digits. The percentile is the mid-rank in steps of 5
- A group of an own choice (lens `custom`): all companies with a purchase in these days that are at home in one of the
  kinds or groups of kinds, and in one of the cities or regions, or anywhere; where asked, with net revenue from
  {SIZE[0]}/{SIZE[1]} to {SIZE[1]}/{SIZE[0]} of the own, and with an average ticket from {TICKET[0]}/{TICKET[1]} to
  {TICKET[1]}/{TICKET[0]} of the own, edges included
- The own figure is not rounded where it rests on the own rows alone
- Quartiles, percentile and the traits of the group need the feature `{QUARTILES}`
"""


REFERENCES: Final = f"""## References

Beside a partner's own groups of customers stand those of the usual group of similar businesses (of the wider where the
usual one can't tell), from the plan that holds quartiles on. Days are those of the frozen window, never the range that
is asked for, and the answer says which; of one channel they are of the others' payments through that channel; beside
one outlet stand whole businesses.

| figure | what is told | days up to the last Sunday |
| --- | --- | --- |
| {", ".join(f"`{key}`" for key in OF_SPANS)} | share of customers by group | {SHORT} or {TRAILING}, the nearer |
| `rfm` | share of customers by named group, each scored inside its business | {rfm.DAYS}, or as many as there are |
| `weekday`, `hour` | share of purchases; of few businesses in bands of hours | {TRAILING} |
| `month` | median index of the month, of who sold in the first and the last month | the newest {MONTHS} whole months |
| `retention` | of the customers of the month before, who bought | each whole month |

A share is the mean of the holdings' shares, so that each counts the same, in whole percents. Every cell has enough
customers and holdings, and none can be worked out from the others. All lengths of days and all channels of a figure are
one figure to the ledger. A customer of several businesses is one of a cell's customers; of a month's, one of the
businesses alone must have enough of them.
"""


def peers_lines() -> Iterator[str]:
    """Return the lines of the part, in the open language."""
    yield HEAD
    yield "| lens | feature |"
    yield "| --- | --- |"
    for lens, feature in LENS_FEATURES.items():
        yield f"| {lens} | `{feature}` |"
    yield ""
    yield "| key | title | unit | better | feature |"
    yield "| --- | --- | --- | --- | --- |"
    for key, metric in METRICS.items():
        yield f"| [`{key}`](#{key}) | {metric.title} | {metric.unit} | {metric.better} | `{metric.feature}` |"
    yield ""
    for metric in METRICS.values():
        yield from _section(metric)
    yield REFERENCES


def _section(metric: PeerMetric) -> Iterator[str]:
    yield f"## {metric.key}\n"
    yield f"**{metric.title}.** {metric.description}\n"
    yield f"- Definition: {metric.definition}"
    yield f"- Unit: {metric.unit}; better: {metric.better}; feature: `{metric.feature}`\n"
