"""The part of the documentation about similar businesses, written from the comparisons themselves."""

from collections.abc import Iterator
from typing import Final

from insights.peers.metrics import LENS_FEATURES, METRICS, QUARTILES, PeerMetric
from lake.peers.calendar import TRAILING
from lake.peers.own_choice import SIZE, TICKET

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


def _section(metric: PeerMetric) -> Iterator[str]:
    yield f"## {metric.key}\n"
    yield f"**{metric.title}.** {metric.description}\n"
    yield f"- Definition: {metric.definition}"
    yield f"- Unit: {metric.unit}; better: {metric.better}; feature: `{metric.feature}`\n"
