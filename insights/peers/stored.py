"""The form in which every figure about others is stored."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from insights.models import PeerFigure
from lake.peers.facts import Facts


def stored(
    facts: Facts,
    key: str,
    lens: str,
    span: tuple[date | None, date | None],
    body: Mapping[str, Any],
    *,
    wide: bool = False,
) -> PeerFigure:
    """Return a figure's row: what it is of, from which data, made now."""
    return PeerFigure(
        key=key,
        lens=lens,
        wide=wide,
        data_version=facts.data_version,
        start=span[0],
        end=span[1],
        body={**body, "as_of": facts.calendar.as_of.isoformat()},
        computed_at=timezone.now(),
    )
