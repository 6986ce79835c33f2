"""Lines of revenue that the API tells step by step, and how each step goes with the revenue of single holdings."""

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Final

import numpy as np

from tests.attacks.case import MOVED, QUANTILES, ROUNDED, Case
from tests.attacks.problems import Heard, Problem, each, grouped, quantile_of
from tests.attacks.recorded import AT
from tests.attacks.worlds import Floats

PERIOD: Final = 28
PERIODS, WEEKS = 13, 26
COURSE, IN_COMMON = "revenue_course", "peer_correlation:points"
COURSE_STEPS: Final = (1, 6, 12)
WEEK_STEPS: Final = (0, 13, 25)
"""The first, the middle and the last tell what the rest would."""


def courses(case: Case) -> Iterator[Problem]:
    """Revenue of four weeks against that of the first four of the year."""
    steps = case.known.steps(PERIOD, PERIODS)
    with np.errstate(divide="ignore", invalid="ignore"):
        index = steps / steps[:, :1]
    yield from (_step(case, COURSE, step, index[:, step]) for step in COURSE_STEPS)


def weekly(case: Case) -> Iterator[Problem]:
    """Revenue of a week against the mean week of half a year, without each one's own trend."""
    steps = case.known.steps(7, WEEKS)
    at = np.arange(WEEKS) - (WEEKS - 1) / 2
    level = steps - np.outer(steps @ at / (at @ at), at)
    with np.errstate(divide="ignore", invalid="ignore"):
        index = level / steps.mean(axis=1, keepdims=True)
    yield from (_step(case, IN_COMMON, step, index[:, step]) for step in WEEK_STEPS)


def _step(case: Case, key: str, step: int, truth: Floats) -> Problem:
    problem = case.problem(truth, plain=True)
    asked = [
        ((name, one.members), one.value / 100)
        for one in case.of(key)
        for name, _at, number in (one.part.partition(AT),)
        if number == str(step)
    ]
    for (name, names), value, times in grouped(asked):
        members: Sequence[int] = each(names, case.known.place)
        spread = float(np.nanmean(problem.spread[members]))
        problem.members |= set(members)
        doubt = MOVED * spread + ROUNDED / sqrt(min(4, times))
        problem.heard.append(Heard(quantile_of(members, QUANTILES[name], plain=True), value, doubt))
    return problem
