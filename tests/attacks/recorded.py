"""All that the public API tells viewers, number by number; and who stood behind each, which none of them knows."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.test import Client

from insights.peers.writing import POINTS
from tenants.models import PeerSet, Release
from tests.attacks.towns import LAST

REFERENCES: Final = "share:"
"""What the keys of others' shares begin with in the ledger."""
LENGTHS: Final = (28, 91)
AT: Final = "@"
"""Between what is told of a step of a line and the number of the step."""
Get = Callable[[str], dict[str, Any]]
"""Asks the API as one viewer; an answer without figures is empty."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: a partner, its part in the town, and how it is asked for."""

    partner: Any
    slot: int
    role: str
    inn: str
    get: Get


@dataclass(frozen=True, slots=True)
class Told:
    """One number about others: which figure and which part of it, to whom, of whom and of which days."""

    week: int
    slot: int
    role: str
    lens: str
    wide: bool
    key: str
    part: str
    value: float
    members: frozenset[str]
    start: date
    end: date
    against: str = ""


class Behind:
    """Who stands behind what one viewer was told last."""

    def __init__(self, viewer: Viewer) -> None:
        self.levels = {
            (group.lens, group.wide): group.level
            for group in PeerSet.objects.filter(partner=viewer.partner).order_by("quarter", "version")
        }
        self.cells: dict[tuple[str, str, str], Release] = {}
        self.of_days: dict[tuple[str, str, str, date], Release] = {}
        for row in Release.objects.filter(partner=viewer.partner).order_by("end", "released_at"):
            self.cells[row.metric, row.lens, row.level] = row
            self.of_days[row.metric, row.lens, row.level, row.start] = row

    def cell(self, metric: str, lens: str, *, wide: bool, start: date | None = None) -> Release | None:
        """Return the newest cell of a figure through a group, of any days or of those that begin on one."""
        level = self.levels.get((lens, wide), "")
        if start is None:
            return self.cells.get((metric, lens, level))
        return self.of_days.get((metric, lens, level, start))


def recorded(
    viewer: Viewer, week: int, lenses: Collection[str] | None = None, *, shares: bool = True
) -> Iterator[Told]:
    """Yield all that one viewer is told now, through some lenses or all, and others' shares of groups."""
    behind, listed = Behind(viewer), viewer.get("peers/?page_size=100")
    for group in listed["groups"]:
        if lenses is not None and group["lens"] not in lenses:
            continue
        for key in (one["key"] for one in listed["results"]):
            body = viewer.get(f"peers/{key}/?lens={group['lens']}&group={group['group']}")
            yield from _of_body(viewer, week, body, behind)
    if shares:
        yield from _shares(viewer, week, behind)


def _of_body(viewer: Viewer, week: int, body: Mapping[str, Any], behind: Behind) -> Iterator[Told]:
    if body["suppressed"] or not body["period"]:
        return
    wide, lens, key = body["group"] == "wide", body["lens"], body["key"]
    steps = {
        f"{name}{AT}{step}": point[name]
        for step, point in enumerate(body.get("points") or [])
        for name in ("median", "q1", "q3")
    }
    single = {name: body[name] for name in ("you", "median", "q1", "q3", "percentile")} | body.get("parts", {})
    # The weeks beside the correlation are entered in the ledger as a figure of their own.
    drawn = f"{key}:{POINTS}"
    apart = behind.cell(drawn, lens, wide=wide)
    for name, cell, parts in (
        (key, behind.cell(key, lens, wide=wide), single if apart else single | steps),
        (drawn, apart, steps),
    ):
        if cell is not None:
            found = _Seen(viewer, week, lens, wide, name, cell, body["against"] or "")
            yield from found.told(parts)


def _shares(viewer: Viewer, week: int, behind: Behind) -> Iterator[Told]:
    for name, body, shares in _answered(viewer):
        days = body["reference_days"]
        if days is None:
            continue
        start = date.fromisoformat(days["from"])
        found = [behind.cell(f"{REFERENCES}{name}", "kind", wide=wide, start=start) for wide in (False, True)]
        cell = next((one for one in found if one is not None), None)
        if cell is not None:
            told = {part: None if share is None else share / 100 for part, share in shares.items()}
            yield from _Seen(viewer, week, "kind", False, cell.metric, cell).told(told)


def _answered(viewer: Viewer) -> Iterator[tuple[str, dict[str, Any], dict[str, float | None]]]:
    """Yield the figure, the answer and others' shares beside the viewer's own groups, rhythm and retention."""
    for listed in viewer.get("breakdowns/?page_size=100")["results"]:
        key = listed["key"]
        for days in LENGTHS:
            start = LAST - timedelta(days=days - 1)
            body = viewer.get(f"breakdowns/{key}/?from={start}&to={LAST}")
            yield (
                key,
                body,
                {"/".join(str(row[one]) for one in body["columns"]): row["reference"] for row in body["rows"]},
            )
            yield key, body, {one["key"]: one["reference"] for one in body.get("named", [])}
            yield "weekday", body, {str(at): share for at, share in enumerate(body.get("weekday_references", []))}
            yield "hour", body, {one["hours"]: one["share"] for one in body.get("hour_references", [])}
    body = viewer.get("retention/")
    yield "retention", body, {rate["month"]: rate["reference"] for rate in body["rates"]}


@dataclass(frozen=True, slots=True)
class _Seen:
    """One figure that a viewer was told, and the cell of the ledger that says who stood behind it."""

    viewer: Viewer
    week: int
    lens: str
    wide: bool
    key: str
    cell: Release
    against: str = ""

    def told(self, parts: Mapping[str, float | None]) -> Iterator[Told]:
        """Yield its numbers."""
        for part, value in parts.items():
            if value is not None:
                yield Told(
                    week=self.week,
                    slot=self.viewer.slot,
                    role=self.viewer.role,
                    lens=self.lens,
                    wide=self.wide,
                    key=self.key,
                    part=part,
                    value=float(value),
                    members=frozenset(self.cell.contributors),
                    start=self.cell.start,
                    end=self.cell.end,
                    against=self.against,
                )


def get_as(partner: Any, key: str) -> Get:
    """Return a way to ask the API as a partner with one of its keys."""
    host = f"{partner.subdomain}.{settings.BASE_HOST}"
    client = Client(headers={"host": host, "authorization": f"Bearer {key}"})

    def get(path: str) -> dict[str, Any]:
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = json.loads(answer.content)
        return found

    return get
