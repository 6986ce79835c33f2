"""From the read door's dataclasses to the contract's JSON."""

from datetime import UTC
from typing import Any

from api.numbers import money, number
from insights.answers import MetricAnswer, MetricInfo, Provenance
from insights.coverage import Scaled


def metric_body(info: MetricInfo) -> dict[str, Any]:
    """Write a metric of the catalogue."""
    return {
        "key": info.key,
        "title": str(info.title),
        "unit": str(info.unit),
        "better": str(info.better),
        "grains": [str(grain) for grain in info.grains],
        "feature": info.feature,
    }


def answer_body(answer: MetricAnswer) -> dict[str, Any]:
    """Write a metric's values over a range."""
    unit = str(answer.info.unit)
    base = answer.compare
    body: dict[str, Any] = {
        "key": answer.info.key,
        "unit": unit,
        "grain": str(answer.grain),
        "as_of": answer.as_of.isoformat(),
        "points": [
            {
                "period": point.period.isoformat(),
                "value": number(point.value, unit),
                "n": point.n,
                "partial": point.partial,
            }
            for point in answer.points
        ],
        "compare": {
            "value": number(base.value, unit) if base else None,
            "change": number(base.change, "share") if base else None,
        },
        "forecast": [
            {
                "period": point.period.isoformat(),
                **{name: number(getattr(point, name), unit) for name in ("value", "lo80", "hi80", "lo95", "hi95")},
            }
            for point in answer.forecast
        ],
        "provenance": provenance_body(answer.provenance),
    }
    if answer.scaled is not None:
        body["scaled"] = scaled_body(answer.scaled)
    if answer.clipped_from is not None:
        body["clipped_from"] = answer.clipped_from.isoformat()
    return body


def scaled_body(scaled: Scaled) -> dict[str, Any]:
    """Write a level of revenue as if the bank saw all sales."""
    return {"value": money(scaled.value), "lo": money(scaled.lo), "hi": money(scaled.hi), "months": scaled.months}


def provenance_body(provenance: Provenance) -> dict[str, Any]:
    """Write how values came about."""
    return {
        "formula": str(provenance.formula),
        "rows": provenance.rows,
        "lake_version": provenance.data_version,
        "computed_at": provenance.computed_at.astimezone(UTC).isoformat(timespec="seconds"),
    }
