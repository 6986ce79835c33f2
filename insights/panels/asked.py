"""What a visitor asks for, read from the query once for all blocks of a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from insights.answers import Freshness, OutletInfo
from insights.engine.visits import Channel
from insights.engine.windows import Grain
from insights.errors import BadParameter, UnknownOutlet
from insights.panels.links import Address
from insights.periods import Period, period_default, period_from

NAMES: Final = ("period", "from", "to", "compare", "outlet", "channel", "grain")
"""The choices of a page; anything else in an address is left behind."""


LEAST_DAYS: Final = {Grain.DAY: 1, Grain.WEEK: 8, Grain.MONTH: 32}
"""A shorter period would be one step, which is no line."""
MOST_BY_DAY: Final = 400
"""More points than this are no longer told apart on a screen."""


def offers(grain: Grain, days: int) -> bool:
    """Tell whether a period of so many days can be read in these steps."""
    return days >= LEAST_DAYS[grain] and (grain is not Grain.DAY or days <= MOST_BY_DAY)


@dataclass(frozen=True)
class Asked:
    """A page's choices. ``error`` says what could not be understood; the default period is shown then."""

    address: Address
    period: Period
    outlet: str
    channel: str
    grain: Grain
    error: str = ""


def asked(path: str, query: Mapping[str, str], fresh: Freshness, outlets: tuple[OutletInfo, ...]) -> Asked:
    """Read the choices of a page.

    Raises
    ------
    UnknownOutlet
        When the address names an outlet that is not this partner's.
    """
    chosen = {name: query[name] for name in NAMES if query.get(name)}
    outlet = chosen.get("outlet", "")
    if outlet and outlet not in {one.id for one in outlets}:
        raise UnknownOutlet(outlet)
    error = ""
    try:
        period = period_from(chosen, fresh.as_of)
    except BadParameter as wrong:
        period, error = period_default(fresh.as_of), wrong.message
    channel = chosen.get("channel", "")
    grains = {grain.value: grain for grain in LEAST_DAYS if offers(grain, period.days)}
    return Asked(
        address=Address(path, chosen),
        period=period,
        outlet=outlet,
        channel=channel if channel in tuple(Channel) else "",
        grain=grains.get(chosen.get("grain", ""), period.grain),
        error=error,
    )
