"""The card of the model: how good it was on weeks it had not seen, what it takes for granted, its parameters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from segments.answers import LtvAnswer, ValueAccuracy, ValueParams
from ui import dates, numbers


@dataclass(frozen=True)
class Tenths:
    """What components/data_table.html shows: tenths of customers, expected and seen."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Card:
    """What templates/segments/value_card.html shows."""

    title: str
    tried: Sequence[str]
    limits: Sequence[str]
    tenths: Tenths | None
    params: Sequence[tuple[str, str]]


def card_of(answer: LtvAnswer) -> Card:
    """Say how far the figures may be trusted."""
    accuracy = answer.accuracy
    return Card(
        title=_title(accuracy),
        tried=_tried(accuracy) if accuracy else (),
        limits=_limits(answer),
        tenths=_tenths(accuracy) if accuracy else None,
        params=_params(answer.params) if answer.params else (),
    )


def _title(accuracy: ValueAccuracy | None) -> str:
    if accuracy is None or accuracy.ratio is None:
        return _("How far to trust this")
    off = accuracy.ratio - 1
    facts = {"days": accuracy.days, "percent": numbers.pct(abs(off), 0)}
    if abs(off) < 0.005:
        return _("Tried on the last %(days)s days: as many purchases as expected") % facts
    if off > 0:
        return _("Tried on the last %(days)s days: %(percent)s more expected than came") % facts
    return _("Tried on the last %(days)s days: %(percent)s fewer expected than came") % facts


def _tried(accuracy: ValueAccuracy) -> list[str]:
    end = accuracy.start + timedelta(days=accuracy.days - 1)
    facts = {
        "period": dates.period(accuracy.start, end),
        "customers": numbers.num(accuracy.customers),
        "error": numbers.num(accuracy.mae, 2),
        "naive": numbers.num(accuracy.mae_naive, 2),
    }
    said = [
        _(
            "The days %(period)s were hidden from the estimate, and it had to foretell them; customers then: "
            "%(customers)s."
        )
        % facts,
        _(
            "For one customer it was wrong by %(error)s of a purchase day on average; “everybody goes on as before” "
            "was wrong by %(naive)s."
        )
        % facts,
    ]
    if accuracy.revenue_ratio is not None:
        said.append(
            _("In money it expected %(percent)s of what came.") % {"percent": numbers.pct(accuracy.revenue_ratio, 0)}
        )
    return said


def _limits(answer: LtvAnswer) -> list[str]:
    said = [
        _costs(answer.margin),
        _("Customers are taken to go on as they did: seasons, prices and advertising are not in it."),
        _("Who had bought from you before %(day)s counts from the first purchase after it.")
        % {"day": dates.day(answer.first_day)},
    ]
    if answer.kept < 0.9995:
        said.append(
            _("Of what was paid, %(percent)s went back; the expected values are lowered by it.")
            % {"percent": numbers.pct(1 - answer.kept)}
        )
    return said


def _costs(margin: int | None) -> str:
    if margin is None:
        return _("This is revenue, not profit: your costs are not known here.")
    return _("Profit is the expected revenue times the margin that you gave, the same for every customer.")


def _tenths(accuracy: ValueAccuracy) -> Tenths:
    rows = [
        (numbers.num(place), numbers.num(one.predicted, 2), numbers.num(one.actual, 2))
        for place, one in enumerate(accuracy.deciles, 1)
    ]
    columns = (_("Tenth of customers"), _("Purchase days expected"), _("Came"))
    return Tenths(_("Expected and seen, by tenths of customers"), columns, rows)


def _params(params: ValueParams) -> list[tuple[str, str]]:
    named = [
        (_("How often customers buy (BG/NBD): r, alpha in weeks"), (params.r, params.alpha)),
        (_("How customers stop buying: a, b"), (params.a, params.b)),
        (_("Log-likelihood"), (params.log_likelihood,)),
    ]
    if params.p is not None and params.q is not None and params.gamma is not None:
        named.append((_("What a purchase day brings (Gamma-Gamma): p, q, gamma"), (params.p, params.q, params.gamma)))
    return [(words, "; ".join(numbers.num(value, 4) for value in values)) for words, values in named]
