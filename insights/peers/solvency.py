"""How well off a viewer's groups of customers are, as an index over all that they spend."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

import numpy as np

from insights.breakdowns.demographic_segment import groups
from insights.breakdowns.people import People
from insights.breakdowns.solvency import KEY
from insights.engine.visits import Visits
from insights.engine.windows import Ints, day_number
from insights.lake_access import lake_options, lake_store
from insights.models import PeerFigure
from insights.peers.entering import Entries
from insights.peers.everybody import everybody_frozen
from insights.peers.frozen import as_frozen
from insights.peers.stored import stored
from insights.peers.viewing import Viewing
from lake.disclosure import Cell, Rules
from lake.peers.facts import Facts
from lake.peers.wallets import Wallets, brought, spending_index, wallets_read

__all__ = ["KEY", "LENS", "Purses"]

LENS: Final = ""
"""No group of similar businesses stands behind this figure."""


@dataclass(frozen=True, slots=True, eq=False)
class Purses:
    """Every customer's wallet and demographic group, read once for all viewers; no wallets while the lake is young.

    Parameters
    ----------
    facts : Facts
        With the holdings as they were when the set was frozen.
    among : frozenset of int
        Companies of the frozen set: what was spent with others is in no wallet.
    wallets : Wallets or None
        None while the lake is too young.
    names, code
        The demographic groups, and that of each customer.
    """

    facts: Facts
    among: frozenset[int]
    wallets: Wallets | None
    names: tuple[tuple[str, ...], ...]
    code: Ints

    @classmethod
    def read(cls, facts: Facts, *, without: frozenset[str], absent: Collection[int], rules: Rules) -> Self:
        """Read the wallets of the days that the facts' calendar may tell, of the quarter's set."""
        frozen, codes = as_frozen(facts, everybody_frozen(facts, absent, rules))
        among = frozenset(codes)
        found = wallets_read(
            lake_store(), facts.calendar, without=without, among=among, options=lake_options(threads=1)
        )
        if found is None:
            return cls(frozen, among, None, (), np.zeros(0, np.int64))
        none, nowhere = np.zeros(0, np.int64), np.zeros(0, np.int16)
        nobody = Visits((), (), nowhere, nowhere, *(none,) * 6)
        start, end = (day_number(day) for day in found.span)
        cut = groups(People.of(nobody, found.known, start, end, 0))
        return cls(frozen, among, found, cut.names, cut.code)

    def figure(self, view: Viewing | None, entries: Entries) -> PeerFigure:
        """Return one viewer's index by group as a row; empty where nothing may be told, or for no viewer."""
        told: dict[tuple[str, ...], int] = {}
        if self.wallets is not None and view is not None and self._takes_part(view):
            told = spending_index(self.wallets, view.code, self.facts.holdings, (self.names, self.code), view.rules)
            if told and not entries.enter(self._cell(view, self.wallets)):
                told = {}
        span: tuple[date | None, date | None] = self.wallets.span if self.wallets else (None, None)
        index = [[list(name), value] for name, value in told.items()]
        return stored(self.facts, KEY, LENS, span, {"index": index})

    def _takes_part(self, view: Viewing) -> bool:
        return view.code in self.among and view.code not in view.absent

    def _cell(self, view: Viewing, wallets: Wallets) -> Cell:
        """Return the cell of the figure: all of the set but the viewer's own may stand behind it."""
        own = self.facts.holdings[view.code]
        met = brought(wallets, view.code, self.facts.holdings)
        return Cell(
            viewer=str(view.partner.pk),
            holding=view.holding,
            metric=KEY,
            lens=LENS,
            level="",
            start=wallets.span[0],
            end=wallets.span[1],
            contributors=frozenset(self.facts.holdings[code] for code in self.among) - {own, view.holding},
            shares=met,
        )
