"""What customers are worth in the contract's JSON, with the model behind it."""

from dataclasses import asdict
from typing import Any, Final

from api.answers import provenance_body
from api.numbers import money, number
from segments.answers import LtvAnswer, Outlook, ValueAccuracy, ValueRow

SEGMENT: Final = ("gender", "age", "marital_status")


def value_body(answer: LtvAnswer) -> dict[str, Any]:
    """Write historic and expected value: of all, by quarter of the first purchase, by demographic segment."""
    days = [outlook.days for outlook in answer.outlooks]
    body: dict[str, Any] = {
        "key": "ltv",
        "as_of": answer.as_of.isoformat(),
        "first_day": answer.first_day.isoformat(),
        "status": answer.status,
        "reason": answer.reason or None,
        "detail": str(answer.reason_text) or None,
        "opens_on": answer.opens_on.isoformat() if answer.opens_on else None,
        "customers": answer.customers,
        "repeaters": answer.repeaters,
        "historic": {"mean": money(answer.historic_mean), "total": money(answer.historic_total)},
        "margin": answer.margin,
        "kept": number(answer.kept, "share"),
        "model": {"name": "BG/NBD, Gamma-Gamma", **asdict(answer.params)} if answer.params else None,
        "accuracy": _accuracy(answer.accuracy) if answer.accuracy else None,
        "outlooks": [_outlook(one) for one in answer.outlooks],
        "cohorts": [{"quarter": quarter.isoformat(), **_row(row, days)} for quarter, row in answer.cohorts],
        "segments": [{**dict(zip(SEGMENT, row.group, strict=False)), **_row(row, days)} for row in answer.segments],
        "segments_hidden": answer.segments_hidden,
        "provenance": provenance_body(answer.provenance),
    }
    if answer.clipped_from is not None:
        body["clipped_from"] = answer.clipped_from.isoformat()
    return body


def _row(row: ValueRow, days: list[int]) -> dict[str, Any]:
    return {
        "customers": row.customers,
        "historic": money(row.historic),
        "predicted": [
            {"days": ahead, "value": money(value)} for ahead, value in zip(days, row.predicted, strict=False)
        ],
        "hidden": row.hidden,
    }


def _outlook(outlook: Outlook) -> dict[str, Any]:
    return {
        "days": outlook.days,
        **{name: money(getattr(outlook, name)) for name in ("mean", "low", "high", "median", "total")},
        "top_share": number(outlook.top_share, "share"),
        "bars": [{"low": money(bar.low), "high": money(bar.high), "customers": bar.customers} for bar in outlook.bars],
    }


def _accuracy(accuracy: ValueAccuracy) -> dict[str, Any]:
    return {
        "days": accuracy.days,
        "from": accuracy.start.isoformat(),
        "customers": accuracy.customers,
        **{name: number(getattr(accuracy, name), "share") for name in ("mae", "mae_naive", "ratio", "revenue_ratio")},
        "deciles": [asdict(one) for one in accuracy.deciles],
    }
