"""Limits of what is shown and of what one act may take. What begins anew with a period is in `billing.counting`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from billing.entitlements import Locked, allows, limit, locked_limit, require
from billing.features import (
    DIGEST,
    DIGEST_DAILY,
    DIGEST_WEEKLY,
    EXPORT_CSV,
    EXPORT_PDF,
    EXPORT_XLSX,
    Feature,
    Limit,
    UnknownName,
    limit_of,
)
from billing.refusals import limit_reached
from tenants.models import Partner

T = TypeVar("T")

EXPORTS: Final = {"csv": EXPORT_CSV, "pdf": EXPORT_PDF, "xlsx": EXPORT_XLSX}
"""File format → the feature that it needs."""
DIGESTS: Final = (DIGEST_DAILY, DIGEST_WEEKLY, DIGEST)
"""The rhythms of the digest, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """The first rows, as many as the plan shows; how many it hides, and what would open the next one."""

    rows: tuple[T, ...]
    hidden: int
    locked: Locked | None


def shown(partner: Partner, name: Limit | str, rows: Sequence[T]) -> Shown[T]:
    """Return the first rows up to a limit: profiles, metrics against similar businesses, outlets."""
    room = limit(partner, name)
    if room is None or len(rows) <= room:
        return Shown(tuple(rows), 0, None)
    return Shown(tuple(rows[:room]), len(rows) - room, locked_limit(partner, name, wanted=room + 1))


def clip(partner: Partner, name: Limit | str, wanted: int) -> int:
    """Return as much of what is wanted as the plan shows: days of a forecast, months of history."""
    room = limit(partner, name)
    return wanted if room is None else min(wanted, room)


def room_require(partner: Partner, name: Limit | str, *, taken: int = 0, more: int = 1) -> None:
    """Pass when there is room for more: customers in one campaign, people in the team.

    Raises
    ------
    LimitReached
        When there is not.
    """
    room = limit(partner, name)
    if room is not None and taken + more > room:
        raise limit_reached(partner, limit_of(name), used=taken, wanted=taken + more)


def export_require(partner: Partner, form: str) -> None:
    """Pass when the plan has exports to a file format.

    Raises
    ------
    NotEntitled
        When it has not.
    UnknownName
        When there is no such format.
    """
    if form not in EXPORTS:
        raise UnknownName(f"There is no export to {form}. There are: {', '.join(EXPORTS)}.")
    require(partner, EXPORTS[form])


def digest_held(partner: Partner) -> Feature | None:
    """Return the most frequent digest that a partner has; None when it has none."""
    return next((feature for feature in DIGESTS if allows(partner, feature)), None)
