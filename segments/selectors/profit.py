"""Expected revenue × the partner's margin = expected profit; the fit in store stays in revenue."""

from dataclasses import replace

from segments.answers import LtvAnswer, Outlook, ValueRow
from segments.reasons import formula


def as_profit(answer: LtvAnswer, margin: int | None) -> LtvAnswer:
    """Return an answer in revenue with everything expected times the margin; as it is without one."""
    if margin is None:
        return answer
    return replace(
        answer,
        margin=margin,
        outlooks=tuple(_outlook(one, margin) for one in answer.outlooks),
        cohorts=tuple((day, _row(row, margin)) for day, row in answer.cohorts),
        segments=tuple(_row(row, margin) for row in answer.segments),
        provenance=replace(answer.provenance, formula=formula(margin)),
    )


def _outlook(outlook: Outlook, margin: int) -> Outlook:
    return replace(
        outlook,
        mean=_part(outlook.mean, margin),
        low=None if outlook.low is None else _part(outlook.low, margin),
        high=None if outlook.high is None else _part(outlook.high, margin),
        median=_part(outlook.median, margin),
        total=_part(outlook.total, margin),
        bars=tuple(
            replace(bar, low=_part(bar.low, margin), high=None if bar.high is None else _part(bar.high, margin))
            for bar in outlook.bars
        ),
    )


def _row(row: ValueRow, margin: int) -> ValueRow:
    return replace(row, predicted=tuple(_part(value, margin) for value in row.predicted))


def _part(roubles: float, margin: int) -> float:
    # Multiplied first: a round bound of a bar stays exact, 1 000 × 29 % = 290.
    return roubles * margin / 100
