"""Query parameters, typed: an unknown, repeated, empty or wrong one is a 400 that names it."""

import re
from collections.abc import Collection
from datetime import date
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext

from api.problems import bad_parameter

ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EARLIEST: Final = date(1990, 1, 1)
LATEST: Final = date(2199, 12, 31)


class Parameters:
    """The parameters of one request, of which only the known names may occur."""

    def __init__(self, query: QueryDict, known: Collection[str]) -> None:
        for name in query:
            if name not in known:
                allowed = ", ".join(sorted(known)) or "–"
                text = gettext("There is no parameter %(name)s here. Known: %(known)s.")
                raise bad_parameter(name, text % {"name": name, "known": allowed})
            values = query.getlist(name)
            if len(values) > 1:
                raise bad_parameter(name, gettext("Give %(name)s once.") % {"name": name})
            if not values[0] or not values[0].isprintable():
                raise bad_parameter(name, gettext("Give %(name)s a value, or leave it out.") % {"name": name})
        self._query = query

    def word(self, name: str) -> str | None:
        """Return a text as it was given."""
        return self._query.get(name)

    def day(self, name: str) -> date | None:
        """Return a date of the form 2026-11-22."""
        value = self._query.get(name)
        if value is None:
            return None
        try:
            found = date.fromisoformat(value) if ISO_DATE.fullmatch(value) else None
        except ValueError:
            found = None
        if found is None or not EARLIEST <= found <= LATEST:
            raise bad_parameter(name, gettext("Write %(name)s as a date like 2026-11-22.") % {"name": name})
        return found

    def days(self) -> tuple[date | None, date | None]:
        """Return the range from `from` to `to`, either of which may be left out."""
        start, end = self.day("from"), self.day("to")
        if start and end and start > end:
            raise bad_parameter("from", gettext("from must not be later than to."))
        return start, end

    def one_of(self, name: str, allowed: Collection[str]) -> str | None:
        """Return one of the allowed words."""
        value = self._query.get(name)
        if value is not None and value not in allowed:
            text = gettext("%(name)s is one of: %(known)s.")
            raise bad_parameter(name, text % {"name": name, "known": ", ".join(allowed)})
        return value

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """Return a whole number within its bounds."""
        value = self._query.get(name)
        if value is None:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
            text = gettext("%(name)s is a whole number from %(low)s to %(high)s.")
            raise bad_parameter(name, text % {"name": name, "low": low, "high": high})
        return int(value)
