"""Answers that were measured are kept as long as the run beside whose figures they stand is the newest."""

import hashlib
from collections.abc import Callable
from typing import Final, TypeVar
from uuid import UUID

from django.core.cache import cache

T = TypeVar("T")
KEPT_SECONDS: Final = 24 * 3600


def kept(what: str, run: UUID, *asked: object, measure: Callable[[], T]) -> T:
    """Return what was measured before, or measure it.

    Parameters
    ----------
    what : str
        Kind of answer; it names the key. Keys carry the open schema too.
    run : UUID
        The run: it knows the data and whose outlets they are.
    asked : objects
        All that the answer depends on; equal texts get one answer.
    measure : callable
        Gives the answer, never None.
    """
    text = "|".join(map(str, (run, *asked)))
    name = f"insights.{what}.{hashlib.sha256(text.encode()).hexdigest()}"
    found: T | None = cache.get(name)
    if found is None:
        found = measure()
        cache.set(name, found, KEPT_SECONDS)
    return found
