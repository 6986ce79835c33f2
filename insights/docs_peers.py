"""The part of the documentation about similar businesses, written from the comparisons themselves."""

from collections.abc import Iterator
from typing import Final

from insights.peers.metrics import LENS_FEATURES, METRICS, QUARTILES, PeerMetric
from lake.peers.calendar import LONG, TRAILING, YEAR

HEAD: Final = f"""# Beside similar businesses

Generated from `insights/peers/metrics.py`; computed in `lake/peers/levels.py` and `lake/peers/together.py`, told only
through `lake/disclosure/`. A figure that may not be told is null, with a reason.

- Days: the trailing {TRAILING} that end at the last Sunday no later than seven days before the as-of day
- Others: the companies of the group except those of the partner's own holding; companies of one holding count as one,
  summed. Figures are of whole companies
- Median and quartiles are of those of the others with a purchase in these days and, for growth, something to divide by:
  the mean of the three order statistics nearest the linear position, of four on a tie; ratios
  rounded to whole percents, money and frequency to two significant digits. The percentile is the mid-rank in steps of 5
- The own figure is not rounded where it rests on the own rows alone
- Quartiles, percentile and the traits of the group need the feature `{QUARTILES}`
"""
GROWTH: Final = (
    f"{{amount}} of the {TRAILING} days / {{amount}} of the same days {YEAR} days earlier − 1; where the data or the "
    f"own sales do not reach back so far, of the {TRAILING} days before, and the answer says so (`against`). "
    "Difference: own less median"
)
LEVEL: Final = "{level}. Difference: own / median − 1"
DEFINITIONS: Final = {
    "revenue_vs_peers": GROWTH.format(amount="net revenue"),
    "ticket_vs_peers": LEVEL.format(level="sum of purchases / count of purchases"),
    "frequency_vs_peers": LEVEL.format(level="count of purchases / distinct customers with a purchase"),
    "customers_vs_peers": GROWTH.format(amount="distinct customers with a purchase"),
    "customers_per_outlet_vs_peers": (
        "distinct customers / outlets with a purchase, × 100 / the others' median, which is 100; the own index is in "
        "whole numbers, and told only where the others' are"
    ),
    "segment_share": "own net revenue / (own + the others' net revenue), in whole percents",
    "shared_customers": (
        "of the own customers with a purchase, the share with a purchase at one or more of the others in the same "
        "days, in whole percents"
    ),
    "copurchase_lift": (
        "share of the own customers who bought from the others / that share of all customers with a purchase at any "
        "outlet of the own home city (of the bank, where the city is not known), to 0.01"
    ),
    "peer_correlation": (
        f"Pearson's correlation of the own daily net revenue and that of all others together over the trailing {LONG} "
        "days, after the weekday means and a linear trend, fitted together, are taken from each; to 0.01"
    ),
    "share_of_wallet": (
        "sum of the own customers' purchases here / the sum of them here and at the others, in whole percents"
    ),
    "defection": (
        f"of the customers with a purchase in the {TRAILING} days before and none in the last {TRAILING}: the "
        "shares who in the last ones bought from the others, bought only elsewhere by the bank's cards, bought "
        "nothing; whole percents that add up to 100 (largest remainders)"
    ),
}
"""Key → the exact definition; a comparison without one stops the documentation."""


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
    yield f"- Definition: {DEFINITIONS[metric.key]}"
    yield f"- Unit: {metric.unit}; better: {metric.better}; feature: `{metric.feature}`\n"
