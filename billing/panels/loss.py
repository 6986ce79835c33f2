"""What a lower plan hides, said before it is chosen. Nothing is ever deleted by it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from billing.entitlements import holding
from billing.features import FEATURES, LIMITS, Limit
from billing.plans import Plan
from billing.usage import use_of_limits
from tenants.models import Partner
from ui.numbers import num


@dataclass(frozen=True, slots=True)
class LimitLoss:
    """One limit that becomes smaller."""

    title: str
    now: str
    then: str
    used: str
    over: bool


@dataclass(frozen=True, slots=True)
class Loss:
    """All that a lower plan hides."""

    limits: tuple[LimitLoss, ...]
    features: tuple[str, ...]


def loss(partner: Partner, *, now: Plan, then: Plan) -> Loss:
    """Compare two plans as this partner uses them; what was granted beside the plan stays."""
    held, used = holding(partner), use_of_limits(partner)
    gone = now.features - then.features
    return Loss(
        limits=tuple(
            _limit(limit, now, then, used.get(key))
            for key, limit in LIMITS.items()
            if _less(then.limits[key], now.limits[key]) and held.limits[key] == now.limits[key]
        ),
        features=tuple(str(feature.title) for key, feature in FEATURES.items() if key in gone and key in held.features),
    )


def _less(then: int | None, now: int | None) -> bool:
    return then is not None and (now is None or then < now)


def _limit(limit: Limit, now: Plan, then: Plan, used: int | None) -> LimitLoss:
    room = then.limits[limit.key]
    return LimitLoss(
        title=str(limit.title),
        now=_amount(now.limits[limit.key], limit),
        then=_amount(room, limit),
        used="" if used is None else num(used),
        over=used is not None and room is not None and used > room,
    )


def _amount(number: int | None, limit: Limit) -> str:
    if number is None:
        return _("no limit")
    return f"{num(number)} {limit.unit}".strip() if number else _("none")
