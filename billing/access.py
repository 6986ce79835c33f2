"""What a partner's pages and API tell about its plan."""

from dataclasses import dataclass

from billing.entitlements import holding
from billing.features import LIMITS
from tenants.models import Partner


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """The plan in force, in words and numbers."""

    key: str
    title: str
    trial: bool
    features: tuple[str, ...]
    limits: dict[str, int | None]


def plan_summary(partner: Partner) -> PlanSummary:
    """Return what `account/` answers and the settings show."""
    held = holding(partner)
    return PlanSummary(
        key=held.plan.key,
        title=str(held.plan.title),
        trial=held.trial_until is not None,
        features=tuple(sorted(held.features)),
        limits={key: held.limits[key] for key in LIMITS},
    )
