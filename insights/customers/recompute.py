"""What a run computes of customers: the breakdowns that the plan holds, for the parts it opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from insights import cohorts
from insights.breakdowns.base import Breakdown
from insights.breakdowns.catalogue import catalogue, fingerprint
from insights.breakdowns.spending import Ledger
from insights.customers.figures import Figure, cohorts_figure, figures
from insights.engine.visits import Channel, Visits
from insights.periods import presets_clipped
from insights.rhythm import seasonality
from insights.rhythm.comers import Comers
from insights.rhythm.week import Clocked
from lake.scope import PartnerLake


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is to compute of customers; as text it changes when something else than the data asks for a new run.

    Parameters
    ----------
    breakdowns : tuple of Breakdown
        Held.
    retention : bool
        Whether cohorts are held.
    seasonality : bool
        Whether the hours of the week are held.
    outlets : tuple of str
        For which outlets beside the whole.
    regular_days : int
        On how many days of the last 91 a regular customer of the partner's trade buys.
    """

    breakdowns: tuple[Breakdown, ...]
    retention: bool
    seasonality: bool
    outlets: tuple[str, ...]
    regular_days: int

    def __str__(self) -> str:
        held = fingerprint(one.key for one in self.breakdowns)
        kept = f"{cohorts.KEY}:{cohorts.VERSION}" if self.retention else ""
        clocked = f"{seasonality.KEY}:{seasonality.VERSION}" if self.seasonality else ""
        return f"{held},{kept},{clocked}|{','.join(sorted(self.outlets))}|{self.regular_days}"

    @property
    def every_key(self) -> frozenset[str]:
        """All keys that a run looks after, held or not."""
        return frozenset({*catalogue(), cohorts.KEY, seasonality.KEY})


def customers_figures(
    wanted: Wanted, visits: Visits, known: pa.Table, *, first_day: date, as_of: date
) -> Iterator[Figure]:
    """Compute what a run stores of customers, over the windows of the presets."""
    if wanted.retention:
        yield cohorts_figure(cohorts.cohorts(visits, first_day, as_of), first_day, as_of, cohorts.VERSION)
    if wanted.breakdowns:
        ledgers = [Ledger.whole(visits), Ledger.by_channel(visits, tuple(Channel))]
        if wanted.outlets:
            ledgers.append(Ledger.by_outlet(visits, wanted.outlets))
        yield from figures(
            visits,
            known,
            wanted.breakdowns,
            ledgers,
            presets_clipped(first_day, as_of),
            regular_days=wanted.regular_days,
        )


def rhythm_figures(wanted: Wanted, lake: PartnerLake) -> Iterator[Figure]:
    """Compute what a run stores of the hours of the week, by two reads that reach as far as the presets."""
    if not wanted.seasonality:
        return
    windows = presets_clipped(lake.first_day, lake.as_of)
    days = min(start for start, _ in windows), lake.as_of
    clocked, comers = Clocked.of(lake.hours(*days)), Comers.of(lake.clocked(*days))
    yield from seasonality.weeks_figures(clocked, comers, wanted.outlets, windows)
