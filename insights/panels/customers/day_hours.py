"""Shares of the hours of the day, beside those of similar businesses where they may be told."""

from django.utils.translation import gettext as _

from insights.answers_customers import SeasonalityAnswer
from insights.panels.customers.block import Block
from insights.panels.customers.how import how_of_range
from insights.panels.customers.weekdays import LEAST, Weight, Weights, measured, told_notes
from ui import numbers

DAY = 24


def day_hours_block(answer: SeasonalityAnswer, *, outlet: str = "") -> Block | None:
    """Show the hours in which somebody buys, here or at similar businesses; nothing without purchases."""
    total = sum(cell.transactions for cell in answer.hours)
    if not total:
        return None
    by_hour = [sum(cell.transactions for cell in answer.hours if cell.hour == hour) / total for hour in range(DAY)]
    told = {_span(hours): share for (hours,), share in answer.by_hour.shares.items()}
    spans = list(told) if any(len(span) > 1 for span in told) else [range(hour, hour + 1) for hour in range(DAY)]
    shares = {span: sum(by_hour[hour] for hour in span) for span in _within(spans)}
    shown = {span: share for span, share in shares.items() if share >= 0.005 or told.get(span)}
    longest = max([*shown.values(), *(share / 100 for share in told.values())])
    rows = [
        Weight(
            _named(span),
            numbers.pct(share, 0),
            round(100 * share / longest, 2),
            round(told[span] / longest, 2) if span in told else None,
            numbers.pct(told[span] / 100, 0) if span in told else "",
        )
        for span, share in shown.items()
    ]
    caption = _("Purchases by hour")
    facts = Weights(caption, _("Hour"), _("Share of purchases"), rows, bool(told))
    best, share = max(shown.items(), key=lambda pair: pair[1])
    title = _("%(hours)s: the strongest hour, %(share)s of purchases") % {
        "hours": _named(best),
        "share": numbers.pct(share, 0),
    }
    businesses = answer.by_hour.businesses
    return Block(
        "day-hours", title if total >= LEAST and len(best) == 1 else caption, measured(businesses), width="w6 tall",
        template="insights/customers/weights.html", facts=facts, notes=told_notes(answer, answer.by_hour),
        how=how_of_range(answer, outlet=outlet, peers=businesses or None),
    )  # fmt: skip


def _span(hours: str) -> range:
    first, _dash, last = hours.partition("-")
    return range(int(first), int(last or first) + 1)


def _within(spans: list[range]) -> list[range]:
    """Return these spans and the hours between them, so that no own purchase is left out."""
    inside = {hour for span in spans for hour in span}
    return sorted([*spans, *(range(hour, hour + 1) for hour in range(DAY) if hour not in inside)], key=min)


def _named(span: range) -> str:
    return f"{span[0]}:00–{span[-1] + 1}:00"
