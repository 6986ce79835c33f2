"""What models say of a partner's customers: gated, clipped to the plan's history, frozen dataclasses out."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from billing.entitlements import Locked, allows, locked
from billing.features import LTV
from insights.answers import Provenance
from insights.errors import NotComputedYet
from insights.selectors.gate import history_start, in_schema
from insights.selectors.setting import setting_of
from insights.selectors.standing import proven_require, run_required
from lake.disclosure import Rules, hidden_cells
from segments.answers import Decile, LtvAnswer, Outlook, ValueAccuracy, ValueBar, ValueParams, ValueRow
from segments.models import ModelRun
from segments.reasons import formula, reason_text
from segments.selectors.profit import as_profit
from segments.services.refit import ESTIMATOR
from tenants.models import Partner


def ltv(partner: Partner) -> LtvAnswer | Locked:
    """Return what the partner's customers are worth, to date and in 91, 182 and 365 days; with a margin, in profit.

    Raises
    ------
    NotComputedYet
        Before the first run, or the first fit after an upgrade, is done; `NotProvenYet` before the right to the
        INN is proven.
    """
    proven_require(partner)
    with in_schema(partner):
        run_required()
        if not allows(partner, LTV):
            return locked(partner, LTV)
        fit = ModelRun.objects.filter(estimator=ESTIMATOR).first()
        if fit is None:
            raise NotComputedYet(_("The values of your customers are being computed. Come back in a few minutes."))
        answer = _answer(fit, history_start(partner, fit.as_of))
        return as_profit(answer, setting_of(partner).margin)


def _answer(fit: ModelRun, shown_from: date | None) -> LtvAnswer:
    body, card = fit.body, fit.card
    first_day = date.fromisoformat(card["first_day"])
    cohorts = tuple((date.fromisoformat(day), ValueRow((day,), *_row(row))) for day, *row in body["cohorts"])
    shown = tuple(pair for pair in cohorts if shown_from is None or pair[0] >= shown_from)
    segments, hidden = _segments(body["groups"])
    return LtvAnswer(
        status=fit.status,
        reason=fit.reason,
        reason_text=reason_text(fit.reason),
        opens_on=date.fromisoformat(card["opens_on"]) if card.get("opens_on") else None,
        as_of=fit.as_of,
        first_day=first_day,
        customers=body["customers"],
        repeaters=body["repeaters"],
        historic_mean=body["historic_mean"],
        historic_total=body["historic_total"],
        kept=body["kept"],
        params=ValueParams(**card["params"]) if card.get("params") else None,
        accuracy=_accuracy(card["accuracy"]) if card.get("accuracy") else None,
        outlooks=tuple(_outlook(one) for one in body["outlooks"]),
        cohorts=shown,
        segments=segments,
        segments_hidden=hidden,
        clipped_from=shown_from if len(shown) < len(cohorts) else None,
        provenance=Provenance(formula(), card["payments"], fit.data_version, fit.made_at),
        estimate=card.get("estimate", ""),
    )


def _segments(groups: list[list[Any]]) -> tuple[tuple[ValueRow, ...], int]:
    """Hide what is about too few people; the rest by what they are worth, the most first."""
    counts = {tuple(group): customers for group, customers, *_rest in groups}
    hidden = hidden_cells(counts, least=Rules().own_customers)
    told = [ValueRow(tuple(group), *_row(row)) for group, *row in groups if tuple(group) not in hidden]
    told.sort(key=lambda row: row.predicted[-1] if row.predicted else row.historic or 0.0, reverse=True)
    untold = [ValueRow(group, None, None, hidden=True) for group in counts if group in hidden]
    return (*told, *untold), len(untold)


def _row(row: list[Any]) -> tuple[int, float, tuple[float, ...]]:
    customers, historic, predicted = row
    return customers, historic, tuple(predicted)


def _outlook(facts: dict[str, Any]) -> Outlook:
    return Outlook(**{**facts, "bars": tuple(ValueBar(*bar) for bar in facts["bars"])})


def _accuracy(facts: dict[str, Any]) -> ValueAccuracy:
    deciles = tuple(Decile(int(customers), predicted, actual) for customers, predicted, actual in facts["deciles"])
    return ValueAccuracy(**{**facts, "start": date.fromisoformat(facts["start"]), "deciles": deciles})
