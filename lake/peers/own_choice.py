"""A group of one's own choice: described by kinds, places, size and ticket, never by name."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

import numpy as np

from lake.disclosure import Holding
from lake.mcc import GROUPS, KINDS
from lake.peers.facts import NOW, Facts


class Band(StrEnum):
    """How near to the own a figure must be."""

    ANY = "any"
    NEAR = "near"


SIZE: Final = (1, 2)
"""Near in size: from half to twice the own net revenue of thirteen weeks."""
TICKET: Final = (2, 3)
"""Near in ticket: from two thirds to one and a half of the own average ticket."""
NAME_LENGTH: Final = 200


class BadDescription(ValueError):  # noqa: N818
    """A description that can't be one; `field` is where: kinds, places, size or ticket."""

    def __init__(self, field: str) -> None:
        super().__init__(f"The description is wrong in {field}.")
        self.field = field


@dataclass(frozen=True, slots=True)
class Description:
    """Whom somebody wants to be compared with; without cities and regions it is the whole country.

    Parameters
    ----------
    kinds, groups : tuple of str
        Kinds of business, and groups of kinds; one of them is enough.
    cities, regions : tuple of str
        Places; one of them is enough.
    size, ticket : Band
        How near to the own ones.
    """

    kinds: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    size: Band = Band.ANY
    ticket: Band = Band.ANY

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        """Read a description, in any order and with what follows from the rest left out.

        Raises
        ------
        BadDescription
            For an unknown kind, group or band, a place that is no name, and where no kind is given.
        """
        groups, kinds = _names(body, "groups", "kinds"), _names(body, "kinds", "kinds")
        if not {*groups} <= {*GROUPS} or not {*kinds} <= {*KINDS} or not (groups or kinds):
            raise BadDescription("kinds")
        bands = {}
        for name in ("size", "ticket"):
            if body.get(name, Band.ANY) not in tuple(Band):
                raise BadDescription(name)
            bands[name] = Band(body.get(name, Band.ANY))
        return cls(
            kinds=tuple(kind for kind in kinds if KINDS[kind].group not in groups),
            groups=groups,
            cities=_names(body, "cities", "places"),
            regions=_names(body, "regions", "places"),
            **bands,
        )

    @classmethod
    def stored(cls, body: Mapping[str, Any]) -> Self | None:
        """Read what was written before: kinds that left the file are as if never named; None where none is left."""
        kept = {
            "groups": [key for key in body.get("groups", ()) if key in GROUPS],
            "kinds": [key for key in body.get("kinds", ()) if key in KINDS],
        }
        return cls.of({**body, **kept}) if any(kept.values()) else None

    def body(self) -> dict[str, Any]:
        """Return it as JSON knows it."""
        return {
            "kinds": list(self.kinds),
            "groups": list(self.groups),
            "cities": list(self.cities),
            "regions": list(self.regions),
            "size": str(self.size),
            "ticket": str(self.ticket),
        }

    def fingerprint(self) -> str:
        """Return what equal descriptions have in common."""
        return hashlib.sha256(json.dumps(self.body(), sort_keys=True).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Company:
    """What a company is chosen by: its home, and its thirteen weeks in kopecks and purchases."""

    inn: str
    holding: Holding
    kind: str
    group: str
    city: str
    region: str
    net: int
    gross: int
    purchases: int


def companies_of(facts: Facts) -> tuple[Company, ...]:
    """Return all companies with a purchase in the trailing window, in the order of their codes."""
    sums = facts.sums[NOW]
    return tuple(
        Company(
            inn=facts.inns[code],
            holding=facts.holdings[code],
            kind=facts.homes[code].kind,
            group=facts.homes[code].group,
            city=facts.homes[code].city,
            region=facts.homes[code].region,
            net=int(sums.net[code]),
            gross=int(sums.gross[code]),
            purchases=int(sums.purchases[code]),
        )
        for code in np.flatnonzero(sums.purchases > 0).tolist()
    )


def described(
    companies: Iterable[Company], viewer: str, holding: Holding, wanted: Description, absent: Collection[str] = ()
) -> tuple[Company, ...]:
    """Return the companies that a description fits; none of the viewer's holding, none that takes no part.

    Parameters
    ----------
    companies : iterable of Company
        All of the bank.
    viewer : str
        The INN of who looks; where it has no sales, nobody is near to it.
    holding : str
        What the viewer counts as.
    wanted : Description
        Whom it wants.
    absent : collection of str
        INNs of those that take no part.
    """
    every = tuple(companies)
    own = next((one for one in every if one.inn == viewer), None)
    return tuple(
        one
        for one in every
        if one.holding != holding
        and one.inn not in absent
        and (one.kind in wanted.kinds or one.group in wanted.groups)
        and (not (wanted.cities or wanted.regions) or one.city in wanted.cities or one.region in wanted.regions)
        and (wanted.size is Band.ANY or (own is not None and _between(one.net, own.net, SIZE)))
        and (wanted.ticket is Band.ANY or (own is not None and _near_ticket(one, own)))
    )


def _near_ticket(one: Company, own: Company) -> bool:
    # Two fractions are compared by cross multiplication: whole kopecks leave no doubt at the edge.
    return _between(one.gross * own.purchases, own.gross * one.purchases, TICKET)


def _between(value: int, own: int, band: tuple[int, int]) -> bool:
    low, high = band
    return value > 0 and own > 0 and value * high >= own * low and value * low <= own * high


def _names(body: Mapping[str, Any], name: str, field: str) -> tuple[str, ...]:
    given = body.get(name, ())
    if not isinstance(given, list | tuple) or not all(
        isinstance(one, str) and 0 < len(one) <= NAME_LENGTH for one in given
    ):
        raise BadDescription(field)
    return tuple(sorted(set(given)))
