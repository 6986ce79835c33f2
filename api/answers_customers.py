"""Groups, rhythm and retention of customers in the contract's JSON."""

from datetime import date
from typing import Any

from api.answers import provenance_body, scaled_body
from api.numbers import money, number
from insights.answers_customers import (
    BreakdownAnswer,
    BreakdownInfo,
    GroupRow,
    HourCell,
    NamedGroup,
    RetentionAnswer,
    SeasonalityAnswer,
)

CELL = ("weekday", "hour")


def breakdown_info_body(info: BreakdownInfo) -> dict[str, Any]:
    """Write a breakdown of the catalogue."""
    return {
        "key": info.key,
        "title": str(info.title),
        "description": str(info.description),
        "columns": list(info.columns),
        "feature": info.feature,
        "personal": info.personal,
    }


def breakdown_body(answer: BreakdownAnswer) -> dict[str, Any]:
    """Write one breakdown over a range."""
    columns = answer.info.columns
    body: dict[str, Any] = {
        "key": answer.info.key,
        "columns": list(columns),
        "as_of": answer.as_of.isoformat(),
        "from": answer.start.isoformat(),
        "to": answer.end.isoformat(),
        "rows": [group_body(columns, row) for row in answer.rows],
        "total": group_body((), answer.total),
        "scaled": scaled_body(answer.scaled) if answer.scaled else None,
        "young_data": answer.young_lake,
        "n_peers": answer.peers,
        "reference_days": _days(answer.peers_days),
    }
    if answer.regular_days is not None:
        body["regular_days"] = answer.regular_days
    if answer.index_days is not None:
        body["index_days"] = _days(answer.index_days)
    if answer.trailing:
        body["trailing"] = [group_body(columns, row) for row in answer.trailing]
    if answer.named:
        body["named"] = [_named(one) for one in answer.named]
    return _ended(body, answer)


def group_body(columns: tuple[str, ...], row: GroupRow) -> dict[str, Any]:
    """Write one group; a hidden one has no figures."""
    body: dict[str, Any] = {
        **dict(zip(columns, row.group, strict=False)),
        "customers": row.customers,
        "transactions": row.transactions,
        "revenue": money(row.revenue),
        "average_ticket": money(row.average_ticket),
        "frequency": number(row.frequency, "per_customer"),
        "share": number(row.share, "share"),
        "hidden": row.hidden,
        "reference": row.reference,
    }
    if row.index is not None:
        body["index"] = row.index
    return body


def seasonality_body(answer: SeasonalityAnswer) -> dict[str, Any]:
    """Write the rhythm of the week in a breakdown's form, and beside it the index of the months or weeks."""
    rows = [{"weekday": cell.weekday, "hour": cell.hour, **_cell(cell)} for cell in answer.hours]
    body: dict[str, Any] = {
        "key": answer.info.key,
        "columns": list(CELL),
        "as_of": answer.as_of.isoformat(),
        "from": answer.start.isoformat(),
        "to": answer.end.isoformat(),
        "rows": rows,
        "total": _week(answer),
        "scaled": scaled_body(answer.scaled) if answer.scaled else None,
        "young_data": False,
        "n_peers": answer.by_weekday.businesses or None,
        "reference_days": _days(answer.by_weekday.days),
        "by_week": answer.by_week,
        "seasons": [
            {
                "season": one.label.isoformat() if isinstance(one.label, date) else one.label,
                "index": one.index,
                "reference": one.reference,
            }
            for one in answer.seasons
        ],
        "season_reference_days": _days(answer.by_month.days),
        "weekday_references": list(answer.references),
        "hour_references": [{"hours": hours, "share": share} for (hours,), share in answer.by_hour.shares.items()],
    }
    return _ended(body, answer)


def retention_body(answer: RetentionAnswer) -> dict[str, Any]:
    """Write the cohorts and, month by month, who came again."""
    body: dict[str, Any] = {
        "key": answer.info.key,
        "as_of": answer.as_of.isoformat(),
        "first_day": answer.first_day.isoformat(),
        "finished": answer.finished,
        "cohorts": [
            {
                "month": cohort.month.isoformat(),
                "size": cohort.size,
                "rates": [number(rate, "share") for rate in cohort.rates],
            }
            for cohort in answer.cohorts
        ],
        "rates": [
            {
                "month": one.month.isoformat(),
                "rate": number(one.rate, "share"),
                "partial": one.partial,
                "reference": one.reference,
            }
            for one in answer.rates
        ],
        "n_peers": answer.peers,
        "reference_days": _days(answer.peers_days),
    }
    return _ended(body, answer)


def _days(days: tuple[date, date] | None) -> dict[str, str] | None:
    return {"from": days[0].isoformat(), "to": days[1].isoformat()} if days else None


def _week(answer: SeasonalityAnswer) -> dict[str, Any]:
    bought = sum(cell.transactions for cell in answer.hours)
    gross = sum((cell.average_ticket or 0.0) * cell.transactions for cell in answer.hours)
    return {
        "customers": answer.customers,
        "transactions": bought,
        "revenue": money(sum(cell.revenue for cell in answer.hours)),
        "average_ticket": money(gross / bought if bought else None),
        "frequency": number(bought / answer.customers if answer.customers else None, "per_customer"),
        "share": number(1.0 if bought else None, "share"),
        "hidden": False,
        "reference": None,
    }


def _cell(cell: HourCell) -> dict[str, Any]:
    return {
        "customers": cell.customers,
        "transactions": cell.transactions,
        "revenue": money(cell.revenue),
        "average_ticket": money(cell.average_ticket),
        "frequency": number(cell.frequency, "per_customer"),
        "share": number(cell.share, "share"),
        "hidden": False,
        "reference": None,
    }


def _named(group: NamedGroup) -> dict[str, Any]:
    return {
        "key": group.key,
        "title": str(group.title),
        "advice": str(group.advice),
        "scores": [list(score) for score in group.scores],
        **group_body((), group.figures),
    }


def _ended(body: dict[str, Any], answer: BreakdownAnswer | SeasonalityAnswer | RetentionAnswer) -> dict[str, Any]:
    body["provenance"] = provenance_body(answer.provenance)
    if answer.clipped_from is not None:
        body["clipped_from"] = answer.clipped_from.isoformat()
    return body
