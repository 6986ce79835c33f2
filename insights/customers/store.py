"""Keep figures of customers: only what changed is written."""

import hashlib
import json
from collections.abc import Collection, Iterable
from typing import Final

from insights.customers.figures import Body, Figure
from insights.engine.visits import Slice
from insights.engine.windows import day_number
from insights.models import CustomerFigures
from insights.storage import binary
from insights.storage.read import Window
from insights.storage.write import replace

COLUMNS: Final = ("key", "outlet", "channel", "start", "end", "version", "body", "digest")


def figures_write(figures: Iterable[Figure], keys: Collection[str]) -> int:
    """Make the table hold exactly these figures, of all that have one of these keys; return how many were written.

    Call it in a transaction.
    """
    rows = {}
    for one in figures:
        key = (one.key, one.part.outlet, one.part.channel, one.start, one.end)
        body = json.dumps(one.body, ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.blake2b(f"{one.version}|{body}".encode(), digest_size=16).digest()
        fields = (
            *map(binary.text, key[:3]), *(binary.date(day_number(day)) for day in key[3:]),
            binary.number(one.version), binary.json(body), digest,
        )  # fmt: skip
        rows[key] = digest, fields
    return replace(CustomerFigures.objects.filter(key__in=keys), COLUMNS, 5, rows)


def figure_read(key: str, part: Slice, window: Window, version: int) -> Body | None:
    """Return what is stored of one figure of the open partner; None when it is not, or is of another definition."""
    bodies = CustomerFigures.objects.filter(
        key=key, outlet=part.outlet, channel=part.channel, start=window[0], end=window[1], version=version
    ).values_list("body", flat=True)
    return bodies.first()
