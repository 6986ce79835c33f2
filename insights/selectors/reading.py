"""One page's reading: the run and the outlets are read once, so that all blocks show figures of the same run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from billing.entitlements import Locked
from insights.answers import Freshness, MetricAnswer, OutletInfo
from insights.engine.windows import Grain
from insights.models import MetricRun
from insights.periods import Compare
from insights.selectors.gate import in_schema
from insights.selectors.metrics import metrics_of_run
from insights.selectors.parts import PartsAnswer, parts_of_run
from insights.selectors.standing import freshness_of, newest_done, outlets
from tenants.models import Partner


@dataclass(frozen=True)
class Reading:
    """A partner's figures as of one run."""

    partner: Partner
    run: MetricRun
    outlets: tuple[OutletInfo, ...]

    @property
    def freshness(self) -> Freshness:
        """How new the figures are."""
        return freshness_of(self.run)

    def metrics(
        self,
        keys: Iterable[str],
        *,
        start: date,
        end: date,
        grain: Grain,
        outlet: str = "",
        channel: str = "",
        compare: Compare = Compare.PREVIOUS,
    ) -> dict[str, MetricAnswer | Locked]:
        """Answer as `selectors.metrics`."""
        with in_schema(self.partner):
            return metrics_of_run(
                self.partner,
                self.run,
                keys,
                start=start,
                end=end,
                grain=grain,
                outlet=outlet,
                channel=channel,
                compare=compare,
            )

    def parts(self, key: str, *, start: date, end: date, compare: Compare) -> PartsAnswer | Locked:
        """Answer as `selectors.parts.parts`."""
        with in_schema(self.partner):
            return parts_of_run(self.partner, self.run, self.outlets, key, start=start, end=end, compare=compare)


def reading(partner: Partner) -> Reading | None:
    """Begin to read; None before the first run is done, and while the right to the INN is not proven."""
    if not partner.proven:
        return None
    with in_schema(partner):
        run = newest_done()
    return Reading(partner, run, outlets(partner)) if run else None
