"""How one viewer's comparison finds a set of others that the ledger admits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from insights.answers_peers import Lens
from insights.peers.entering import Entries, cell_of
from insights.peers.metrics import Comparing
from insights.peers.viewing import Viewing
from lake.disclosure import Reason
from lake.peers.compared import Compared
from tenants.models import PeerSet


@dataclass(frozen=True, slots=True)
class Asking:
    """One viewer who asks of one group; `order` are the companies of each holding, in the order of leaving out."""

    view: Viewing
    group: PeerSet
    order: Sequence[list[int]]
    entries: Entries

    def admitted(self, key: str, compares: Comparing) -> Compared:
        """Return a comparison that the ledger admits.

        When a few businesses differ from those behind what the viewer was told of overlapping days, the same as then
        are taken, as long as they are all here. When some of them have left, so many more are left out that it can't
        see what those few brought; always the same ones, so that the next week's set is this week's.
        """
        every = self._compared(self.order, compares)
        if every.reason is not None or self._enters(key, every):
            return every
        for found in self._others(key, every, compares):
            if found.reason is None and self._enters(key, found):
                return found
        return every.withheld(Reason.OVERLAP)

    def _others(self, key: str, every: Compared, compares: Comparing) -> Iterator[Compared]:
        whose = {self.view.facts.holdings[companies[0]]: companies for companies in self.order}
        for before in self.entries.sets_before(cell_of(self.view, key, self.group, every)):
            found = self._compared([whose[name] for name in whose if name in before], compares)
            if found.used == before:
                yield found
        for fewer in range(1, self.view.rules.overlap_holdings + 1):
            yield self._compared(self.order[fewer:], compares)

    def _compared(self, order: Sequence[list[int]], compares: Comparing) -> Compared:
        others = tuple(company for companies in order for company in companies)
        found = compares(self.view.facts, self.view.code, others, self.view.rules)
        # Pairs of sets are held against each other, not threes: a viewer could describe the one that, beside two that
        # it has, leaves one business over. Of medians nothing follows from that, of sums that one's sales.
        if found.sums and found.reason is None and self.group.lens == Lens.CUSTOM:
            return found.withheld(Reason.PICKED)
        return found

    def _enters(self, key: str, found: Compared) -> bool:
        return self.entries.enter(cell_of(self.view, key, self.group, found))
