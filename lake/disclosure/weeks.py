"""Which weeks may be told: whole ones that have settled."""

from datetime import date, timedelta

from lake.disclosure.rules import Rules


def weeks_told(first_day: date, as_of: date, at_most: int, rules: Rules = Rules()) -> tuple[date, ...]:
    """Return the Mondays of the newest whole weeks that may be told, at most so many, in order."""
    last_end = as_of - timedelta(days=rules.settle_days)
    last = last_end - timedelta(days=(last_end.weekday() + 1) % 7 + 6)
    first = first_day + timedelta(days=-first_day.weekday() % 7)
    count = max(0, min(at_most, (last - first).days // 7 + 1))
    return tuple(last - timedelta(days=7 * back) for back in range(count - 1, -1, -1))
