"""Pictures of segments: made by a worker once for each version of the lake, read by pages."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

import structlog
from django.db import transaction
from django.utils import timezone

from insights.disclosure import disclosure_rules, switched_off
from insights.lake_access import lake_options, lake_store
from insights.peers.census import opted_out
from lake.disclosure import Segment, ladder
from lake.mcc import KINDS
from lake.peers.pictures import Pictures, pictures
from onboarding.models import SegmentPicture

log = structlog.get_logger(__name__)

COMMON: Final = "-"
"""The row of what all segments share: weeks and places."""


@dataclass(frozen=True, slots=True)
class Picture:
    """How a segment's businesses did."""

    segment: Segment
    holdings: int
    weeks: tuple[date, ...]
    index: tuple[int, ...]
    provisional: int
    change: int | None


def pictures_refresh() -> int:
    """Bring the pictures up to the newest data; return how many there are. Nothing is done when none is new.

    Raises
    ------
    LakeError
        When the lake is empty.
    """
    store = lake_store()
    version = int(store.current().facts.get("marts_of", 0))
    if version and SegmentPicture.objects.filter(segment=COMMON, data_version=version).exists():
        return 0
    made = pictures(store, absent=opted_out(), options=lake_options(threads=1), rules=disclosure_rules())
    rows = [_row(made, COMMON, {"weeks": _days(made), "provisional": made.provisional, "places": made.places})]
    for one in made.segments:
        rows.append(_row(made, str(one.segment), asdict(one)))
    with transaction.atomic():
        # A reader sees all of the old ones or all of the new ones.
        SegmentPicture.objects.all().delete()
        SegmentPicture.objects.bulk_create(rows)
    log.info("pictures refreshed", data_version=made.data_version, segments=len(made.segments))
    return len(made.segments)


def cities() -> tuple[str, ...]:
    """Return the cities to choose from."""
    return tuple(city for city, _region in _places(_common()))


def picture_of(*, kind: str, city: str) -> Picture | None:
    """Return the picture of the finest segment that may be told; None where none may, or the bank tells of none.

    The same for everybody who asks: nobody's own outlets are left out of it, or two answers would tell them.
    """
    if kind not in KINDS or switched_off():
        return None
    common = _common()
    region = dict(_places(common)).get(city, "")
    tried = ladder(kind=kind, group=KINDS[kind].group, city=city if region else "", region=region)
    found = {row.segment: row.body for row in SegmentPicture.objects.filter(segment__in=map(str, tried))}
    for segment in tried:
        body = found.get(str(segment))
        if body and common["weeks"]:
            return Picture(
                segment=segment,
                holdings=body["holdings"],
                weeks=tuple(date.fromisoformat(day) for day in common["weeks"]),
                index=tuple(body["index"]),
                provisional=common["provisional"],
                change=body["change"],
            )
    return None


def _row(made: Pictures, segment: str, body: dict[str, Any]) -> SegmentPicture:
    return SegmentPicture(segment=segment, data_version=made.data_version, body=body, made_at=timezone.now())


def _days(made: Pictures) -> list[str]:
    return [week.isoformat() for week in made.weeks]


def _common() -> dict[str, Any]:
    row = SegmentPicture.objects.filter(segment=COMMON).first()
    return row.body if row else {"weeks": [], "provisional": 0, "places": []}


def _places(common: dict[str, Any]) -> list[tuple[str, str]]:
    return [(city, region) for city, region in common["places"]]
