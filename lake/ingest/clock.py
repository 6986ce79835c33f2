"""Local time of the bank → UTC, and where the future begins."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from lake.contract import BANK_ZONE

_FIRST_YEAR = 1970


@dataclass(frozen=True, slots=True)
class Clock:
    """What an import holds for now, and the bank's zone.

    Parameters
    ----------
    now : datetime
        In UTC; nothing later is believed.
    today : date
        The same in the bank's zone.
    settled : date
        Since when the zone's distance from UTC has not changed.
    offset : timedelta
        That distance.
    """

    now: datetime
    today: date
    settled: date
    offset: timedelta

    @classmethod
    def at(cls, now: datetime | None = None) -> Self:
        """Return the clock of an import at `now` (without a zone: the bank's); the real time by default."""
        zone = ZoneInfo(BANK_ZONE)
        moment = now or datetime.now(UTC)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        offset = moment.astimezone(zone).utcoffset() or timedelta(0)
        day = moment.astimezone(zone).replace(hour=12)
        while day.year > _FIRST_YEAR and day.utcoffset() == offset:
            day -= timedelta(days=1)
        local = moment.astimezone(zone)
        # Two days beyond the last noon with another distance: past any change at night.
        return cls(moment.astimezone(UTC), local.date(), day.date() + timedelta(days=2), offset)

    def utc(self, local: str) -> str:
        """Return the SQL that turns local time into UTC.

        The zone's database is asked only for times before the last change: it costs six times as
        much as a subtraction. A time that came twice (clocks put back) is read as the later one.
        """
        seconds = int(self.offset.total_seconds())
        return (
            f"CASE WHEN {local} >= TIMESTAMP '{self.settled.isoformat()}' "
            f"THEN {local} - INTERVAL ({seconds}) SECOND "
            f"ELSE CAST({local} AT TIME ZONE '{BANK_ZONE}' AS TIMESTAMP) END"
        )
