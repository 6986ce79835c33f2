"""What granted and removed features do to the limits that belong to them."""

from billing.features import LIMITS, Feature
from billing.plans import Plan, plan_below, plan_with


def limits_held(plan: Plan, features: frozenset[str]) -> dict[str, int | None]:
    """Return a plan's limits, moved by the features held beyond it and by those taken away.

    A granted feature without its number would be of no use: the API with 0 calls a day.
    """
    limits = dict(plan.limits)
    for limit in LIMITS.values():
        for feature in limit.of:
            if feature.key in features and feature.key not in plan.features:
                limits[limit.key] = _more(limits[limit.key], plan_with(feature).limits[limit.key])
        for feature in limit.of:
            if feature.key in plan.features and feature.key not in features:
                limits[limit.key] = _less(limits[limit.key], _without(feature, limit.key))
    return limits


def _without(feature: Feature, key: str) -> int | None:
    below = plan_below(plan_with(feature))
    return below.limits[key] if below else 0


def _more(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def _less(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else min(one, other)
