"""Cells about people: which to hide so that no small one can be had, by subtraction either."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Group: TypeAlias = tuple[str, ...]
Table: TypeAlias = npt.NDArray[np.float64]

NEAR_ZERO = 1e-7


def hidden_cells(
    counts: Mapping[Group, int], *, least: int, people: Mapping[Group, int] | None = None
) -> frozenset[Group]:
    """Return the cells to hide: those of few people, and enough others that none follows from what is told.

    Told are the other cells, the whole, and, of a table of several columns, the totals of each column, except
    those that the table of that column alone hides by this same rule; these don't follow either.

    Parameters
    ----------
    counts : mapping
        People in each cell; every key has the same number of columns. No people is no secret.
    least : int
        People that a cell must have to be told.
    people : mapping, optional
        By what totals of columns are told or not, where `counts` says something else of a cell.
    """
    keys = sorted(key for key, people in counts.items() if people > 0)
    if not keys:
        return frozenset()
    if not any(counts[key] < least for key in keys) and len(keys[0]) == 1:
        return frozenset()
    sizes = np.array([counts[key] for key in keys], dtype=np.float64)
    told, secret = _margins(keys, people or counts, least)
    hidden = sizes < least
    while (more := _still_open(sizes, hidden, told, secret, least)) is not None:
        hidden[more] = True
    if hidden.all():
        return frozenset(counts) if _follows(hidden, told, secret).any() else frozenset(keys)
    return frozenset(key for key, hide in zip(keys, hidden, strict=True) if hide)


def told_cells(
    people: Mapping[Group, int], holdings: Mapping[Group, int], *, least: int, fewest: int
) -> frozenset[Group]:
    """Return the cells about others that may be told.

    Parameters
    ----------
    people, holdings : mapping
        People in each cell, and holdings behind it.
    least, fewest : int
        People and holdings that a cell must have to be told.
    """
    # A cell that few holdings stand behind is as telling as one of few people. Its column's total may be told for all
    # that: where enough people make it, it is taken to be.
    seen = {key: count if holdings[key] >= fewest else min(1, count) for key, count in people.items()}
    hidden = hidden_cells(seen, least=least, people=people)
    return frozenset(key for key, count in seen.items() if count and key not in hidden)


def _margins(keys: Sequence[Group], counts: Mapping[Group, int], least: int) -> tuple[Table, Table]:
    """Return which cells each told total adds up, and which each hidden one."""
    told: list[Table] = [np.ones(len(keys))]
    secret: list[Table] = []
    for column in range(len(keys[0])) if len(keys[0]) > 1 else ():
        totals: dict[Group, int] = {}
        for key, people in counts.items():
            totals[(key[column],)] = totals.get((key[column],), 0) + people
        hides = hidden_cells(totals, least=least)
        for group in totals:
            inside = np.array([key[column] == group[0] for key in keys], dtype=np.float64)
            (secret if group in hides else told).append(inside)
    return np.array(told), np.array(secret).reshape(-1, len(keys))


def _still_open(people: Table, hidden: npt.NDArray[np.bool_], told: Table, secret: Table, least: int) -> int | None:
    """Return one more cell to hide, None when nothing follows or nothing is left to hide."""
    if hidden.all() or not (hidden.any() or len(secret)):
        return None
    remainders = told @ (people * hidden)
    for margin in np.flatnonzero((remainders > 0) & (remainders < least)):
        if (found := _smallest(people, (told[margin] > 0) & ~hidden)) is not None:
            return found
    open_ones = np.flatnonzero(_follows(hidden, told, secret))
    if not len(open_ones):
        return None
    targets = np.vstack([np.eye(len(people)), secret])
    target = targets[open_ones[0]] > 0
    beside = told[1:][(told[1:] @ target) > 0]
    beside = beside[np.argsort(beside @ hidden, kind="stable")] if len(beside) else beside
    for margin in (*beside, np.ones(len(people))):
        if (found := _smallest(people, (margin > 0) & ~hidden & ~target)) is not None:
            return found
    return _smallest(people, ~hidden)


def _smallest(people: Table, among: npt.NDArray[np.bool_]) -> int | None:
    places = np.flatnonzero(among)
    return int(places[np.argmin(people[places])]) if len(places) else None


def _follows(hidden: npt.NDArray[np.bool_], told: Table, secret: Table) -> npt.NDArray[np.bool_]:
    """Say of each cell, then of each hidden total, whether the told totals less the told cells give it away.

    What is told of the hidden cells are sums of them; a target follows when it is a combination of those sums,
    so when every change of the hidden cells that leaves all sums as they are leaves it as it is too.
    """
    sums = told[:, hidden]
    targets = np.vstack([np.eye(len(hidden)), secret])
    inside = targets[:, hidden]
    if not hidden.any():
        free = np.zeros((0, 0))
    else:
        _, sizes, directions = np.linalg.svd(sums, full_matrices=True)
        free = directions[int((sizes > NEAR_ZERO).sum()) :]
    moves = np.abs(inside @ free.T).max(axis=1, initial=0.0) > NEAR_ZERO
    secret_ones = np.concatenate([hidden, np.ones(len(secret), dtype=np.bool_)])
    follows: npt.NDArray[np.bool_] = secret_ones & ~moves
    return follows
