"""How sales of whole segments went, week by week: what a visitor without figures of its own may see."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from lake import disclosure
from lake.contract import LakeError
from lake.disclosure import SCOPES_AND_LEVELS, Holding, Rules, Segment
from lake.engine import EngineOptions, engine, read
from lake.marts import OUTLETS, VISITS
from lake.mcc import KIND_OF_CODE
from lake.store import Store

WEEKS: Final = 26
FEWEST_WEEKS: Final = 8
BASE_WEEKS: Final = 4
"""The index is 100 in the mean of so many first weeks; growth compares as many."""

Sales: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SegmentIndex:
    """How sales of one segment's businesses went, week by week.

    Parameters
    ----------
    segment : Segment
        Whose.
    holdings : int
        How many stand behind it.
    index : tuple of int
        Of each week, 100 in the mean of the first four; the middle of the businesses, whatever their size.
    change : int or None
        All their sales together, the last four weeks against the four before, in percent; None where one
        business could be read from it.
    """

    segment: Segment
    holdings: int
    index: tuple[int, ...]
    change: int | None


@dataclass(frozen=True, slots=True)
class Pictures:
    """All that may be told of segments as of one version of the lake.

    Parameters
    ----------
    data_version : int
        Whose rows these are.
    weeks : tuple of date
        Mondays, in order; the last `provisional` may still move. Empty while the lake is too young.
    segments : tuple of SegmentIndex
        Those that may be told.
    places : tuple of (str, str)
        City and region that people can choose; enough businesses are there to hide each of them.
    """

    data_version: int
    weeks: tuple[date, ...]
    provisional: int
    segments: tuple[SegmentIndex, ...]
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """Sales of one holding's outlets of one kind in one place."""

    holding: Holding
    kind: str
    group: str
    district: str
    city: str
    region: str
    sales: Sales


def pictures(
    store: Store,
    *,
    absent: Collection[str] = (),
    options: EngineOptions = EngineOptions(),
    rules: Rules = Rules(),
) -> Pictures:
    """Compute every segment's picture in one pass over the newest weeks; `absent` are INNs that take no part.

    Raises
    ------
    LakeError
        When the lake is empty or its marts were never made.
    """
    version = store.current()
    if not version.facts.get("first_day"):
        raise LakeError("Nothing has been imported yet; run 'manage.py lake_import PATH'.")
    first_day, as_of = (date.fromisoformat(version.facts[name]) for name in ("first_day", "last_day"))
    weeks = disclosure.weeks_told(first_day, as_of, WEEKS, rules)
    with engine(options) as backend:
        visits, outlets = read(backend, store, version, VISITS), read(backend, store, version, OUTLETS)
        lines = []
        if visits is not None and outlets is not None:
            lines = _lines(visits, outlets.filter(~outlets.inn.isin(list(absent))) if absent else outlets, weeks)
    told = tuple(_told(lines, rules)) if len(weeks) >= FEWEST_WEEKS else ()
    return Pictures(
        data_version=int(version.facts["marts_of"]),
        weeks=weeks if len(weeks) >= FEWEST_WEEKS else (),
        provisional=rules.provisional_weeks,
        segments=told,
        places=tuple(_places(lines, rules)),
    )


def _lines(visits: ir.Table, outlets: ir.Table, weeks: tuple[date, ...]) -> list[_Line]:
    if not weeks:
        return []
    within = visits.filter(visits.day.between(weeks[0], weeks[-1] + timedelta(days=6)))
    by_week = within.group_by(within.merchant_id, week=within.day.truncate("W").cast("date")).aggregate(
        net=(within.gross - within.refunded).sum().cast("float64")
    )
    known = outlets.select(
        "merchant_id",
        "mcc",
        holding=ibis.coalesce(outlets.holding.nullif(""), outlets.inn),
        **{name: outlets[name].fill_null("") for name in ("district", "city", "region")},
    )
    joined = by_week.join(known, "merchant_id")
    named = ("holding", "mcc", "district", "city", "region")
    rows = joined.group_by(*named, "week").aggregate(net=joined.net.sum()).to_pyarrow().to_pylist()
    place = {week: number for number, week in enumerate(weeks)}
    sales: dict[tuple[str, ...], Sales] = defaultdict(lambda: np.zeros(len(weeks)))
    for row in rows:
        sales[tuple(row[name] for name in named)][place[row["week"]]] += row["net"]
    lines = []
    for (holding, mcc, district, city, region), amounts in sales.items():
        if kind := KIND_OF_CODE.get(mcc):
            lines.append(_Line(holding, kind.key, kind.group, district, city, region, amounts))
    return lines


def _told(lines: list[_Line], rules: Rules) -> Iterator[SegmentIndex]:
    """Judge every segment, the finest first: a coarser one must not differ from a told one by a few holdings."""
    told: list[tuple[_Reach, frozenset[Holding]]] = []
    for scope, level in SCOPES_AND_LEVELS:
        cells: dict[Segment, list[_Line]] = defaultdict(list)
        for line in lines:
            if segment := _segment_of(line, scope, level):
                cells[segment].append(line)
        fresh = []
        for segment, members in sorted(cells.items(), key=lambda item: str(item[0])):
            parts = _by_holding(members)
            holdings = frozenset(parts)
            reach = _Reach.of(segment, members)
            inside = (others for other, others in told if reach.holds(other))
            if not all(disclosure.apart_enough(holdings, others, rules) for others in inside):
                continue
            if picture := _judged(segment, parts, rules):
                fresh.append((reach, holdings))
                yield picture
        told += fresh


@dataclass(frozen=True, slots=True)
class _Reach:
    """Which kinds and regions a segment spans, to find those inside it."""

    group: str
    kind: str
    region: str
    city: str

    @classmethod
    def of(cls, segment: Segment, members: list[_Line]) -> "_Reach":
        """Return the reach of a segment."""
        any_line = members[0]
        return cls(
            group=any_line.group,
            kind=segment.key if segment.scope == "kind" else "",
            region=any_line.region if segment.level else "",
            city=any_line.city if segment.level in {"city", "district"} else "",
        )

    def holds(self, other: "_Reach") -> bool:
        """Say whether the other lies inside."""
        return (
            self.group == other.group
            and (not self.kind or self.kind == other.kind)
            and (not self.region or self.region == other.region)
            and (not self.city or self.city == other.city)
        )


def _segment_of(line: _Line, scope: str, level: str) -> Segment | None:
    place = {"": "", "region": line.region, "city": line.city, "district": f"{line.city}/{line.district}"}[level]
    if level and not (line.district if level == "district" else place):
        return None
    return Segment(scope, line.kind if scope == "kind" else line.group, level, place)


def _by_holding(members: list[_Line]) -> Mapping[Holding, Sales]:
    """Add each holding's sales up; only those with sales in every week, so that all weeks rest on the same ones."""
    sums: dict[Holding, Sales] = {}
    for line in members:
        sums[line.holding] = sums[line.holding] + line.sales if line.holding in sums else line.sales
    return {holding: sales for holding, sales in sums.items() if (sales > 0).all()}


def _judged(segment: Segment, parts: Mapping[Holding, Sales], rules: Rules) -> SegmentIndex | None:
    if not disclosure.enough_for_growth(len(parts), rules):
        return None
    sales = np.stack(list(parts.values()))
    ratios = sales / sales[:, :BASE_WEEKS].mean(axis=1, keepdims=True)
    index = tuple(disclosure.percent(disclosure.median(column.tolist())) for column in ratios.T)
    return SegmentIndex(segment, len(parts), index, _change(sales, rules))


def _change(sales: Sales, rules: Rules) -> int | None:
    now, before = sales[:, -BASE_WEEKS:].sum(axis=1), sales[:, -2 * BASE_WEEKS : -BASE_WEEKS].sum(axis=1)
    if not all(disclosure.dominance_passes(part.tolist(), rules) for part in (now, before)):
        return None
    return disclosure.percent(float(now.sum() / before.sum()) - 1)


def _places(lines: list[_Line], rules: Rules) -> Iterator[tuple[str, str]]:
    there: dict[tuple[str, str], set[Holding]] = defaultdict(set)
    for line in lines:
        if line.city:
            there[line.city, line.region].add(line.holding)
    for place, holdings in sorted(there.items()):
        if disclosure.enough_for_growth(len(holdings), rules):
            yield place
