"""How well off a viewer's groups of customers are, as an index over all that they spend."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

import numpy as np
from django.utils import timezone

from insights.breakdowns.demographic_segment import groups
from insights.breakdowns.people import People
from insights.breakdowns.solvency import KEY
from insights.engine.visits import Visits
from insights.engine.windows import Ints, day_number
from insights.lake_access import lake_options, lake_store
from insights.models import PeerFigure
from lake.disclosure import Rules
from lake.peers.facts import Facts
from lake.peers.wallets import Wallets, spending_index, wallets_read

__all__ = ["KEY", "LENS", "Purses"]

LENS: Final = ""
"""No group of similar businesses stands behind this figure."""


@dataclass(frozen=True, slots=True, eq=False)
class Purses:
    """Every customer's wallet and demographic group, read once for all viewers; no wallets while the lake is young."""

    facts: Facts
    wallets: Wallets | None
    names: tuple[tuple[str, ...], ...]
    code: Ints

    @classmethod
    def read(cls, facts: Facts, *, without: frozenset[str], absent: Collection[int]) -> Self:
        """Read the wallets of the days that the facts' calendar may tell."""
        found = wallets_read(
            lake_store(), facts.calendar, without=without, absent=absent, options=lake_options(threads=1)
        )
        if found is None:
            return cls(facts, None, (), np.zeros(0, np.int64))
        none, nowhere = np.zeros(0, np.int64), np.zeros(0, np.int16)
        nobody = Visits((), (), nowhere, nowhere, *(none,) * 6)
        start, end = (day_number(day) for day in found.span)
        cut = groups(People.of(nobody, found.known, start, end, 0))
        return cls(facts, found, cut.names, cut.code)

    def figure(self, viewer: int | None, rules: Rules) -> PeerFigure:
        """Return one viewer's index by group as a row; empty where nothing may be told, or for no viewer."""
        told: dict[tuple[str, ...], int] = {}
        if self.wallets is not None and viewer is not None:
            told = spending_index(self.wallets, viewer, self.facts.holdings, (self.names, self.code), rules)
        span: tuple[date | None, date | None] = self.wallets.span if self.wallets else (None, None)
        return PeerFigure(
            key=KEY,
            lens=LENS,
            wide=False,
            data_version=self.facts.data_version,
            start=span[0],
            end=span[1],
            body={
                "index": [[list(name), value] for name, value in told.items()],
                "as_of": self.facts.calendar.as_of.isoformat(),
            },
            computed_at=timezone.now(),
        )
