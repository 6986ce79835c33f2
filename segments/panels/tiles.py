"""What a customer brings, in one sentence and four tiles."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from segments.answers import LtvAnswer, Outlook
from segments.panels.horizons import Horizon
from ui import numbers


@dataclass(frozen=True)
class Tile:
    """What components/kpi.html shows."""

    key: str
    label: str
    text: str
    note: str


def headline_of(answer: LtvAnswer, outlook: Outlook | None, horizon: Horizon) -> str:
    """Say what a customer is expected to bring; what one has brought where nothing is expected."""
    if not answer.customers:
        return answer.reason_text
    facts = {"historic": numbers.rub0(answer.historic_mean), "months": horizon.words}
    if outlook is None:
        return _("A customer has brought you %(historic)s on average so far.") % facts
    facts |= {"mean": _money(outlook.mean), "median": _money(outlook.median)}
    if answer.margin is not None:
        return (
            _(
                "In the next %(months)s a customer is expected to bring a profit of %(mean)s on average; half of them "
                "less than %(median)s each."
            )
            % facts
        )
    return (
        _(
            "In the next %(months)s a customer is expected to bring %(mean)s on average; half of them less than "
            "%(median)s each."
        )
        % facts
    )


def tiles_of(answer: LtvAnswer, outlook: Outlook | None, horizon: Horizon) -> list[Tile]:
    """Show what is expected, who brings most of it, what was."""
    if not answer.customers:
        return []
    again = Tile(
        "again",
        _("Came back on another day"),
        numbers.pct(answer.repeaters / answer.customers if answer.customers else None, 0),
        _("customers: %(count)s") % {"count": numbers.num(answer.repeaters)},
    )
    if outlook is None:
        return [_so_far(answer, profit=False), again]
    profit = answer.margin is not None
    return [_mean(outlook, horizon, profit=profit), _top(outlook, profit=profit), _so_far(answer, profit=profit), again]


def _so_far(answer: LtvAnswer, *, profit: bool) -> Tile:
    return Tile(
        "historic",
        _("Revenue from a customer so far") if profit else _("Brought so far by a customer"),
        numbers.rub0(answer.historic_mean),
        _("customers: %(count)s") % {"count": numbers.num(answer.customers)},
    )


def _mean(outlook: Outlook, horizon: Horizon, *, profit: bool) -> Tile:
    facts = {"months": horizon.words}
    label = (
        _("Expected profit from a customer in %(months)s") % facts
        if profit
        else _("Expected of a customer in %(months)s") % facts
    )
    return Tile("mean", label, _money(outlook.mean), _sure(outlook))


def _top(outlook: Outlook, *, profit: bool) -> Tile:
    facts = {"total": numbers.rub0(outlook.total)}
    note = _("of all the expected profit: %(total)s") if profit else _("of all that is expected: %(total)s")
    return Tile("top", _("Share of the best tenth"), numbers.pct(outlook.top_share, 0), note % facts)


def _sure(outlook: Outlook) -> str:
    if outlook.low is None or outlook.high is None:
        return _("a simpler estimate, without a range")
    facts = {"low": _money(outlook.low), "high": _money(outlook.high)}
    return _("likely range (80%%): %(low)s to %(high)s") % facts


def _money(roubles: float) -> str:
    return numbers.value(roubles, "RUB")
