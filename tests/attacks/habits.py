"""Shares of groups of customers, of weekdays and of hours, which the API tells beside the viewers' own."""

from collections.abc import Callable, Iterator
from datetime import date
from math import sqrt
from typing import Final

import numpy as np

from insights.breakdowns.rfm_groups import GROUPS
from insights.peers.counted import scored_counted
from lake.mcc import kind_of
from lake.peers.scored import Scored
from tests.attacks.case import MOVED, ROUNDED, Case
from tests.attacks.known import TRAILING, Flags, Known
from tests.attacks.problems import Heard, Problem, each, grouped, mean_of
from tests.attacks.recorded import REFERENCES
from tests.attacks.towns import FIRST
from tests.attacks.worlds import Floats, Ints

BANDS: Final = ((18, "<18"), (25, "18-24"), (35, "25-34"), (45, "35-44"), (55, "45-54"), (65, "55-64"), (200, "65+"))


def habits(case: Case) -> Iterator[Problem]:
    """Try every share that is told, of whatever days."""
    told = [one for one in case.told if one.key.startswith(REFERENCES)]
    for key, part, start, end in sorted({(one.key, one.part, one.start, one.end) for one in told}):
        truth = share_of(case, key.removeprefix(REFERENCES), part, start, end)
        if truth is None:
            continue
        problem = case.problem(truth, plain=True)
        asked = [
            (one.members, one.value)
            for one in told
            if (one.key, one.part, (one.end - one.start).days) == (key, part, (end - start).days)
        ]
        for names, value, weeks in grouped(asked):
            members = each(names, case.known.place)
            spread = float(np.nanmean(problem.spread[members]))
            problem.members |= set(members)
            problem.heard.append(Heard(mean_of(members), value, MOVED * spread + ROUNDED / sqrt(min(4, weeks))))
        yield problem


def share_of(case: Case, figure: str, part: str, start: date, end: date) -> Floats | None:
    """Return the share of one group at each holding; None for groups that the made-up customers do not differ by."""
    inside = case.known.between(start, end)
    if figure in SHARES:
        found = SHARES[figure](case, part, inside, (end - FIRST).days)
        return None if found is None else _ratio(case.known, *found)
    return None


def _ratio(known: Known, wanted: Ints, all_: Ints) -> Floats:
    """Return by holding what part of something, counted by company, is wanted."""
    some, every = (np.bincount(known.holding_of, one, len(known.names)) for one in (wanted, all_))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(some / every)


def _counted(known: Known, pairs: Ints, wanted: Flags) -> tuple[Ints, Ints]:
    """Return by company how many of these pairs of company and customer are wanted, and how many there are."""
    company = pairs // known.people
    count = len(known.holding_of)
    return np.bincount(company[wanted], minlength=count), np.bincount(company, minlength=count)


def _gender(case: Case, part: str, inside: Flags, _end: int) -> tuple[Ints, Ints]:
    pairs = case.known.pairs(inside)
    return _counted(case.known, pairs, case.known.bank.female[pairs % case.known.people] == (part == "F"))


def _age(case: Case, part: str, inside: Flags, _end: int) -> tuple[Ints, Ints]:
    known = case.known
    pairs = known.pairs(inside)
    age = (FIRST.year + (known.end >= 365)) - known.bank.born
    band = np.array([next(name for limit, name in BANDS if one < limit) for one in age])
    return _counted(known, pairs, band[pairs % known.people] == part)


def _new(case: Case, part: str, inside: Flags, end: int) -> tuple[Ints, Ints]:
    known = case.known
    start = int(known.bank.paid.day[inside].min())
    before = np.isin(known.pairs(inside), known.pairs(known.bank.paid.day < start), assume_unique=True)
    return _counted(known, known.pairs(inside), ~before if part == "new" else before)


def _regular(case: Case, part: str, inside: Flags, end: int) -> tuple[Ints, Ints]:
    known, paid = case.known, case.known.bank.paid
    rows = (paid.back == 0) & (paid.day <= end) & (paid.day > end - TRAILING)
    pair = known.company[paid.shop] * known.people + paid.customer
    days = np.unique(np.stack([pair[rows], paid.day[rows]]), axis=1)[0]
    often, count = np.unique(days, return_counts=True)
    enough = often[count >= kind_of(case.town.shops[0].mcc).regular_days]
    regular = np.isin(known.pairs(inside), enough, assume_unique=True)
    return _counted(known, known.pairs(inside), regular if part == "regular" else ~regular)


def _scores(case: Case, part: str, inside: Flags, _end: int) -> tuple[Ints, Ints] | None:
    known, paid = case.known, case.known.bank.paid
    names = [group.key for group in GROUPS]
    if part not in names:
        return None
    rows = inside & (paid.back == 0)
    pairs, at = np.unique(known.company[paid.shop[rows]] * known.people + paid.customer[rows], return_inverse=True)
    last = np.zeros(len(pairs), np.int64)
    np.maximum.at(last, at, paid.day[rows])
    scored = Scored(
        span=(FIRST, FIRST),
        company=pairs // known.people,
        customer=pairs % known.people,
        last=last,
        often=np.bincount(at, minlength=len(pairs)),
        spent=np.bincount(at, paid.amount[rows], len(pairs)).astype(np.int64),
        bought={"": np.ones(len(pairs), np.bool_)},
    )
    counted = scored_counted(scored, "", len(known.holding_of))
    return counted.table[:, names.index(part)], counted.table.sum(axis=1)


def _weekday(case: Case, part: str, inside: Flags, _end: int) -> tuple[Ints, Ints]:
    return _payments(case.known, inside, case.known.bank.paid.day % 7 == int(part))


def _hour(case: Case, part: str, inside: Flags, _end: int) -> tuple[Ints, Ints]:
    low, _dash, high = part.partition("-")
    hour = case.known.bank.paid.hour
    return _payments(case.known, inside, (hour >= int(low)) & (hour <= int(high or low)))


def _payments(known: Known, inside: Flags, wanted: Flags) -> tuple[Ints, Ints]:
    paid, count = known.bank.paid, len(known.holding_of)
    rows = inside & (paid.back == 0)
    some, every = (known.company[paid.shop[one]] for one in (rows & wanted, rows))
    return np.bincount(some, minlength=count), np.bincount(every, minlength=count)


def _kept(case: Case, part: str, _inside: Flags, _end: int) -> tuple[Ints, Ints]:
    known, month = case.known, date.fromisoformat(part)
    before = known.pairs(known.between(*_month(month.year * 12 + month.month - 2)))
    now = known.pairs(known.between(*_month(month.year * 12 + month.month - 1)))
    return _counted(known, before, np.isin(before, now, assume_unique=True))


def _month(number: int) -> tuple[date, date]:
    first, following = (date(one // 12, one % 12 + 1, 1) for one in (number, number + 1))
    return first, date.fromordinal(following.toordinal() - 1)


Counting = Callable[[Case, str, Flags, int], tuple[Ints, Ints] | None]
SHARES: Final[dict[str, Counting]] = {
    "gender": _gender,
    "age": _age,
    "new_returning": _new,
    "regular_customers": _regular,
    "rfm": _scores,
    "weekday": _weekday,
    "hour": _hour,
    "retention": _kept,
}
"""What is told → how much of it each company has, and of how much: customers, or purchases."""
