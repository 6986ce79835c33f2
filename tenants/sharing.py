"""What a contributor may know: in how many figures about others its own rows are, and how well hidden."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.utils.timezone import localdate

from tenants import hooks
from tenants.models import Partner, Sharing


@dataclass(frozen=True, slots=True)
class Contributions:
    """The part of one partner's rows in what others were told.

    Parameters
    ----------
    takes_part : bool
        What the partner chose.
    changes_on : date or None
        When the choice comes into force; None when it is in force already.
    cells : int
        Figures of other partners that its rows stand behind.
    by_metric : tuple of (str, int)
        The same by the key of the figure.
    others_at_least : int or None
        How many other businesses at least stand beside it in each of them; None for no figure.
    largest_share : float or None
        The most that it brought to any of them, of 1.
    since : date or None
        When the first of them was told.
    """

    takes_part: bool
    changes_on: date | None
    cells: int
    by_metric: tuple[tuple[str, int], ...]
    others_at_least: int | None
    largest_share: float | None
    since: date | None


def quarter_after(day: date) -> date:
    """Return the first day of the next quarter."""
    return (day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1) + timedelta(days=95)).replace(day=1)


def contributor_key(partner: Partner) -> str:
    """Return the name under which a partner's company stands in the ledger: its holding, or its INN."""
    return hooks.contributor.ask(partner) or partner.inn


def contributions_of(partner: Partner) -> Contributions:
    """Return what a partner may know of its own part in figures about others."""
    choice = Sharing.objects.filter(partner=partner).first()
    acts = quarter_after(localdate(choice.changed_at)) if choice else None
    rows = _counted(contributor_key(partner)) if partner.proven else []
    return Contributions(
        takes_part=choice.takes_part if choice else True,
        changes_on=acts if acts and acts > localdate() else None,
        cells=sum(count for _, count, *_ in rows),
        by_metric=tuple((metric, count) for metric, count, *_ in rows),
        others_at_least=min((others for _, _, others, *_ in rows), default=None),
        largest_share=max((share for *_, share, _ in rows), default=None),
        since=min((first for *_, first in rows), default=None),
    )


def _counted(key: str) -> list[tuple[str, int, int, float, date]]:
    """Return metric, cells, fewest others, largest share and first day told, a row a metric.

    Who could have brought something to a figure and did not stands in its row with nothing, and is not behind it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT metric, count(*), min((SELECT count(*) FROM unnest(shares) AS brought WHERE brought > 0)) - 1,
                   max(shares[array_position(contributors, %(key)s)]), min(released_at)
            FROM tenants_release WHERE contributors @> ARRAY[%(key)s]::varchar[]
            AND shares[array_position(contributors, %(key)s)] > 0 GROUP BY metric ORDER BY metric
            """,
            {"key": key},
        )
        return [
            (metric, count, others, share or 0.0, localdate(first))
            for metric, count, others, share, first in cursor.fetchall()
        ]
