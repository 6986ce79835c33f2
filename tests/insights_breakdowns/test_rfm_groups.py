"""The table of names of RFM groups."""

from collections import Counter
from itertools import product

from insights.breakdowns.rfm_groups import GROUPS


def test_every_combination_has_exactly_one_name() -> None:
    counted = Counter(scores for named in GROUPS for scores in named.scores)
    assert counted == Counter(product(range(1, 6), repeat=3))
    assert len({named.key for named in GROUPS}) == len(GROUPS)
