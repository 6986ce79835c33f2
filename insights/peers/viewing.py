"""Who looks at what: all that one partner's comparisons are made of."""

from dataclasses import dataclass

from insights.selectors.peers_held import PeersHeld
from lake.disclosure import Holding, Rules
from lake.peers.facts import Facts
from tenants.models import Partner


@dataclass(frozen=True, slots=True)
class Viewing:
    """One viewer over the facts of all companies.

    Parameters
    ----------
    partner : Partner
        Who looks.
    code : int
        Its company among the facts.
    facts : Facts
        Of all companies.
    held : PeersHeld
        What its plan holds.
    absent : frozenset of int
        Companies that take no part.
    rules : Rules
        Of disclosure.
    """

    partner: Partner
    code: int
    facts: Facts
    held: PeersHeld
    absent: frozenset[int]
    rules: Rules

    @property
    def holding(self) -> Holding:
        """What the viewer counts as among others."""
        return self.facts.holdings[self.code]
