"""All that the public API tells viewers, number by number; and who stood behind each, which none of them knows."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.test import Client

from tenants.models import PeerSet, Release
from tests.attacks.towns import LAST

REFERENCES: Final = "share:"
"""What the keys of others' shares begin with in the ledger."""
LENGTHS: Final = (28, 91)
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
        self.cells = {
            (row.metric, row.lens, row.level): row
            for row in Release.objects.filter(partner=viewer.partner).order_by("end", "released_at")
        }

    def cell(self, metric: str, lens: str, *, wide: bool) -> Release | None:
        """Return the newest cell of a figure through a group."""
        return self.cells.get((metric, lens, self.levels.get((lens, wide), "")))


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
    wide = body["group"] == "wide"
    cell = behind.cell(body["key"], body["lens"], wide=wide)
    if body["suppressed"] or cell is None or not body["period"]:
        return
    parts = {name: body[name] for name in ("you", "median", "q1", "q3", "percentile")} | body.get("parts", {})
    for part, value in parts.items():
        if value is not None:
            yield Told(
                week=week,
                slot=viewer.slot,
                role=viewer.role,
                lens=body["lens"],
                wide=wide,
                key=body["key"],
                part=part,
                value=float(value),
                members=frozenset(cell.contributors),
                start=cell.start,
                end=cell.end,
                against=body["against"] or "",
            )


def _shares(viewer: Viewer, week: int, behind: Behind) -> Iterator[Told]:
    """Yield others' shares beside the viewer's own groups, rhythm and retention."""
    for listed in viewer.get("breakdowns/?page_size=100")["results"]:
        for days in LENGTHS:
            start = LAST - timedelta(days=days - 1)
            body = viewer.get(f"breakdowns/{listed['key']}/?from={start}&to={LAST}")
            rows = {"/".join(str(row[one]) for one in body["columns"]): row["reference"] for row in body["rows"]}
            yield from _of_shares(viewer, week, behind, (f"{listed['key']}:{days}", listed["key"]), rows)
            weekdays = {str(at): share for at, share in enumerate(body.get("weekday_references", []))}
            yield from _of_shares(viewer, week, behind, ("weekday",), weekdays)
    rates = {rate["month"]: rate["reference"] for rate in viewer.get("retention/")["rates"]}
    yield from _of_shares(viewer, week, behind, ("retention",), rates)


def _of_shares(
    viewer: Viewer, week: int, behind: Behind, names: tuple[str, ...], shares: Mapping[str, float | None]
) -> Iterator[Told]:
    found = [behind.cell(f"{REFERENCES}{name}", "kind", wide=wide) for name in names for wide in (False, True)]
    cell = next((one for one in found if one is not None), None)
    for part, share in shares.items():
        if share is not None and cell is not None:
            yield Told(
                week=week,
                slot=viewer.slot,
                role=viewer.role,
                lens="kind",
                wide=False,
                key=cell.metric,
                part=part,
                value=share / 100,
                members=frozenset(cell.contributors),
                start=cell.start,
                end=cell.end,
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
