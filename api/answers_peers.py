"""Comparisons with similar businesses in the contract's JSON. Figures about others were judged and rounded before."""

from datetime import UTC
from typing import Any, Final

from api.numbers import number
from insights.answers_peers import PeerAnswer, PeerGroup, PeerInfo, PeerPoint, Trait
from insights.disclosure import disclosure_rules
from lake.disclosure import Reason, enough_for_growth

UNTOLD: Final = frozenset({Reason.TOO_FEW, Reason.TOO_FEW_CUSTOMERS, Reason.NO_PEERS})
"""Reasons for which the number of businesses itself stays untold: it would name a threshold."""


def peer_info_body(info: PeerInfo) -> dict[str, Any]:
    """Write a comparison of the catalogue."""
    return {
        "key": info.key,
        "title": str(info.title),
        "description": str(info.description),
        "unit": str(info.unit),
        "better": str(info.better),
        "feature": info.feature,
    }


def group_body(group: PeerGroup) -> dict[str, Any]:
    """Write who the similar businesses are: how chosen and how many, never which."""
    body: dict[str, Any] = {
        "lens": str(group.lens),
        "group": _width(wide=group.wide),
        "level": group.level,
        "title": group.level_text,
        "n_peers": _told(group),
        "quarter": group.quarter.isoformat(),
        "version": group.version,
        "traits": [_trait(one) for one in group.traits],
    }
    if group.chosen is not None:
        body["chosen"] = group.chosen.body()
    return body


def peer_body(answer: PeerAnswer) -> dict[str, Any]:
    """Write one comparison; what may not be told is null, and `suppressed` says why."""
    group, untold, unit = answer.group, answer.suppressed, str(answer.info.unit)
    body: dict[str, Any] = {
        "key": answer.info.key,
        "unit": unit,
        "lens": str(answer.lens),
        "group": _width(wide=group.wide) if group else None,
        "level": group.level if group else None,
        "n_peers": None if group is None or (untold and untold.reason in UNTOLD) else _told(group),
        "period": (
            {"from": answer.start.isoformat(), "to": answer.end.isoformat()} if answer.start and answer.end else None
        ),
        **{name: number(getattr(answer, name), unit) for name in ("you", "median", "q1", "q3")},
        "percentile": answer.percentile,
        "difference": number(answer.difference, "share"),
        "against": answer.against or None,
        "provisional": answer.provisional,
        "suppressed": (
            {"reason": str(untold.reason), "detail": str(untold.text), "wider": untold.wider} if untold else None
        ),
        "provenance": {
            "formula": str(answer.info.description),
            "lake_version": answer.data_version,
            "computed_at": (
                answer.computed_at.astimezone(UTC).isoformat(timespec="seconds") if answer.computed_at else None
            ),
            "quarter": group.quarter.isoformat() if group else None,
            "group_version": group.version if group else None,
        },
    }
    if answer.parts:
        body["parts"] = dict(answer.parts)
    if answer.points is not None:
        body["points"] = [_point(one) for one in answer.points]
    return body


def _told(group: PeerGroup) -> int | None:
    """Return how many businesses there are; of a few not even that."""
    enough = enough_for_growth(group.businesses, disclosure_rules(), viewer_inside=False)
    return group.businesses if enough else None


def _point(point: PeerPoint) -> dict[str, Any]:
    return {
        "period": point.start.isoformat(),
        **{name: number(getattr(point, name), "index") for name in ("you", "median", "q1", "q3")},
        "provisional": point.provisional,
    }


def _trait(trait: Trait) -> dict[str, Any]:
    unit = str(trait.unit)
    return {
        "key": trait.key,
        "title": str(trait.title),
        "unit": unit,
        **{name: number(getattr(trait, name), unit) for name in ("you", "low", "high")},
    }


def _width(*, wide: bool) -> str:
    return "wide" if wide else "usual"
