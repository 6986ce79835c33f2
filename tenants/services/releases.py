"""The ledger of what was told about others: read and written for a whole partner at a time."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils.timezone import localdate, now

from tenants.models import Partner, Release

KEPT_DAYS: Final = 2 * 366 + 70
"""Two years of whole months, and the weeks until such a figure is computed anew."""
AT_ONCE: Final = 500


class Released(Protocol):
    """One figure about others as one viewer gets it, in the words of the judge."""

    @property
    def holding(self) -> str: ...  # noqa: D102
    @property
    def metric(self) -> str: ...  # noqa: D102
    @property
    def lens(self) -> str: ...  # noqa: D102
    @property
    def level(self) -> str: ...  # noqa: D102
    @property
    def start(self) -> date: ...  # noqa: D102
    @property
    def end(self) -> date: ...  # noqa: D102
    @property
    def contributors(self) -> frozenset[str]: ...  # noqa: D102
    @property
    def shares(self) -> Mapping[str, float]: ...  # noqa: D102
    @property
    def sums(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What of a row the judge compares."""

    metric: str
    start: date
    end: date
    contributors: frozenset[str]
    shares: Mapping[str, float] = field(compare=False)
    sums: bool = field(default=False, compare=False)
    lens: str = ""
    level: str = ""


class ReleaseLedger:
    """What one partner, and every other viewer of its holding, was told; one read for all its cells."""

    def __init__(self, partner: Partner, data_version: int) -> None:
        self.partner = partner
        self.data_version = data_version
        self._since: dict[str, date] = {}
        self._told: dict[str, set[_Earlier]] = {}

    def admits(self, cell: Released) -> bool:
        """Say whether the cell may be told beside those told before: of the same businesses, or of many others."""
        self._read(cell.holding, cell.start)
        too_close: Callable[[Released, _Earlier], bool] = settings.DISCLOSURE_TOO_CLOSE
        return not any(too_close(cell, earlier) for earlier in self._told.get(cell.metric, ()))

    def sets_before(self, cell: Released) -> list[frozenset[str]]:
        """Return who stood behind the same figure of the same group on overlapping days, the newest first."""
        self._read(cell.holding, cell.start)
        told = [
            earlier
            for earlier in self._told.get(cell.metric, ())
            if (earlier.lens, earlier.level) == (cell.lens, cell.level)
            and earlier.start <= cell.end
            and earlier.end >= cell.start
        ]
        ordered = sorted(told, key=lambda one: (one.end, len(one.contributors), sorted(one.contributors)), reverse=True)
        return list(dict.fromkeys(one.contributors for one in ordered))

    def record(self, cells: Iterable[Released]) -> None:
        """Remember cells as told; one told again of the same businesses stays one row."""
        given, at = {}, now()
        for cell in cells:
            row = self._row(cell, at)
            given[row.metric, row.lens, row.level, row.start, row.end, row.who] = row
            self._remember(
                _Earlier(
                    cell.metric, cell.start, cell.end, cell.contributors, cell.shares, lens=cell.lens, level=cell.level
                )
            )
        Release.objects.bulk_create(
            given.values(),
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["partner", "metric", "lens", "level", "start", "end", "who"],
            update_fields=["holding", "contributors", "shares", "data_version", "released_at"],
        )

    def _row(self, cell: Released, at: Any) -> Release:
        ordered = sorted(cell.contributors)
        return Release(
            partner=self.partner,
            holding=cell.holding,
            metric=cell.metric,
            lens=cell.lens,
            level=cell.level,
            start=cell.start,
            end=cell.end,
            contributors=ordered,
            shares=[cell.shares.get(holding, 0.0) for holding in ordered],
            who=hashlib.sha256("\n".join(ordered).encode()).hexdigest()[:32],
            data_version=self.data_version,
            released_at=at,
        )

    def _remember(self, earlier: _Earlier) -> None:
        self._told.setdefault(earlier.metric, set()).add(earlier)

    def _read(self, holding: str, start: date) -> None:
        # Windows of several lengths are asked for: the read goes back further than the first of them.
        if holding in self._since and self._since[holding] <= start:
            return
        since = start - timedelta(days=92)
        if connection.in_atomic_block:
            # Two companies of a holding that are computed at once must see what the other is told.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"release {holding}"])
        told = Release.objects.filter(Q(partner=self.partner) | Q(holding=holding), end__gte=since)
        for row in told.only("metric", "lens", "level", "start", "end", "contributors", "shares"):
            shares = dict(zip(row.contributors, row.shares, strict=True))
            who = frozenset(shares)
            self._remember(_Earlier(row.metric, row.start, row.end, who, shares, lens=row.lens, level=row.level))
        self._since[holding] = since


def release_ledger(partner: Partner, data_version: int) -> ReleaseLedger:
    """Return the ledger for the figures that a partner is about to be told from one version of the lake."""
    return ReleaseLedger(partner, data_version)


def releases_forget() -> int:
    """Remove what was told of days so long ago that no figure of today overlaps them; return how many rows."""
    with transaction.atomic():
        return Release.objects.filter(end__lt=localdate() - timedelta(days=KEPT_DAYS)).delete()[0]
