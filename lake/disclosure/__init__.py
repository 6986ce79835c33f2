"""The only judge of what may be told about others: how many must stand behind a figure, and how rough it is.

The same for every plan and for staff. The numbers of `Rules` are settings; they are never shown to a partner.
"""

from lake.disclosure.cells import hidden_cells, told_cells
from lake.disclosure.dominance import apart_enough, dominance_passes, enough_for_growth, sum_passes
from lake.disclosure.ledger import Book, Cell, Ledger, clash, too_close
from lake.disclosure.own_choice import Tried, clear_of, enough_chosen, try_choice
from lake.disclosure.pseudonyms import pseudonym, pseudonym_number, pseudonym_text, pseudonyms
from lake.disclosure.quantiles import (
    Contribution,
    Quantiles,
    judge_percentile,
    judge_quantiles,
    median,
    quantile,
)
from lake.disclosure.rounding import percent, two_digits
from lake.disclosure.rules import Holding, Reason, Rules, stricter
from lake.disclosure.segments import SCOPES_AND_LEVELS, Segment, ladder
from lake.disclosure.shares import Judged, judge_cluster, judge_share
from lake.disclosure.weeks import weeks_told

__all__ = [
    "SCOPES_AND_LEVELS",
    "Book",
    "Cell",
    "Contribution",
    "Holding",
    "Judged",
    "Ledger",
    "Quantiles",
    "Reason",
    "Rules",
    "Segment",
    "Tried",
    "apart_enough",
    "clash",
    "clear_of",
    "dominance_passes",
    "enough_chosen",
    "enough_for_growth",
    "hidden_cells",
    "judge_cluster",
    "judge_percentile",
    "judge_quantiles",
    "judge_share",
    "ladder",
    "median",
    "percent",
    "pseudonym",
    "pseudonym_number",
    "pseudonym_text",
    "pseudonyms",
    "quantile",
    "stricter",
    "sum_passes",
    "told_cells",
    "too_close",
    "try_choice",
    "two_digits",
    "weeks_told",
]
