"""THE GATE: what a partner may have. Plan + what was granted − what was removed, in one query."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from billing.features import Feature, Limit, feature_of, limit_of
from billing.models import Override, Subscription
from billing.plans import AFTER_TRIAL, TRIAL, Plan, plan_of, plan_with
from tenants.models import Partner

FRESH_SECONDS: Final = 5.0
_KEPT: Final = "_entitlements_kept"


class NotEntitled(Exception):  # noqa: N818
    """The partner's plan lacks a feature; says which, and the cheapest plan that has it."""

    def __init__(self, feature: Feature, plan: Plan) -> None:
        super().__init__(f"{feature.key} is in the plan {plan.key} and above.")
        self.feature = feature
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Locked:
    """Stands where a value would: the feature that is missing and the cheapest plan that has it."""

    feature: Feature
    plan: Plan

    @property
    def title(self) -> str:
        """The feature in words."""
        return str(self.feature.title)

    @property
    def plan_title(self) -> str:
        """The plan in words."""
        return str(self.plan.title)


@dataclass(frozen=True, slots=True)
class Holding:
    """All that one partner holds at one moment."""

    plan: Plan
    trial_until: datetime | None
    features: frozenset[str]
    limits: Mapping[str, int | None]
    read_at: float


def allows(partner: Partner, feature: Feature | str) -> bool:
    """Say whether a partner has a feature.

    Raises
    ------
    UnknownName
        When there is no such feature.
    """
    return feature_of(feature).key in holding(partner).features


def require(partner: Partner, feature: Feature | str) -> None:
    """Pass when a partner has a feature.

    Raises
    ------
    NotEntitled
        When it has not.
    UnknownName
        When there is no such feature.
    """
    if not allows(partner, feature):
        named = feature_of(feature)
        raise NotEntitled(named, plan_with(named))


def limit(partner: Partner, name: Limit | str) -> int | None:
    """Return a partner's limit; None is no limit.

    Raises
    ------
    UnknownName
        When there is no such limit.
    """
    return holding(partner).limits[limit_of(name).key]


def locked(partner: Partner, feature: Feature | str) -> Locked:
    """Return what stands in the place of a feature that the partner has not."""
    named = feature_of(feature)
    return Locked(named, plan_with(named))


def plan_in_force(partner: Partner) -> Plan:
    """Return the plan a partner is on at this moment, trial and pause considered."""
    return holding(partner).plan


def holding(partner: Partner) -> Holding:
    """Return all that a partner holds; read once per request, as each has its own Partner instance."""
    kept: Holding | None = partner.__dict__.get(_KEPT)
    if kept is None or time.monotonic() - kept.read_at > FRESH_SECONDS:
        kept = partner.__dict__[_KEPT] = _read(partner)
    return kept


def forget(partner: Partner) -> None:
    """Read anew the next time this instance is asked about."""
    partner.__dict__.pop(_KEPT, None)


def holdings_keep(partners: Sequence[Partner]) -> None:
    """Read what each partner of a list holds in one query, and keep it like `holding`."""
    rows = _rows(partners)
    for partner in partners:
        partner.__dict__[_KEPT] = _held(rows[partner.pk])


def _read(partner: Partner) -> Holding:
    return _held(_rows([partner])[partner.pk])


def _rows(partners: Sequence[Partner]) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = Partner.objects.filter(pk__in=[partner.pk for partner in partners]).values_list(
        "pk",
        "subscription__plan",
        "subscription__trial_until",
        "subscription__paused_until",
        "subscription__paid_plan",
        "subscription__paid_status",
        "subscription__grace_until",
        "overrides__kind",
        "overrides__name",
        "overrides__value",
        "overrides__expires_at",
        "overrides__revoked_at",
    )
    found: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    # The newest exception to a limit wins.
    for key, *row in rows.order_by("overrides__created_at"):
        found[key].append(tuple(row))
    return found


def _held(rows: list[tuple[Any, ...]]) -> Holding:
    now = timezone.now()
    plan, trial_until = AFTER_TRIAL, None
    added: set[str] = set()
    removed: set[str] = set()
    limits: dict[str, int | None] = {}
    for agreed, trial, paused, paid, status, grace, kind, name, value, expires, revoked in rows:
        plan, trial_until = _plan(agreed, _paid(paid, status, grace, now), trial, paused, now)
        if kind is None or revoked is not None or (expires is not None and expires <= now):
            continue
        if kind == Override.Kind.LIMIT:
            limits[name] = value
        else:
            (added if kind == Override.Kind.GRANT else removed).add(name)
    # A removal wins over every grant.
    return Holding(
        plan=plan,
        trial_until=trial_until,
        features=(plan.features | added) - removed,
        limits={**plan.limits, **limits},
        read_at=time.monotonic(),
    )


def _plan(
    agreed: str | None, paid: Plan, trial: datetime | None, paused: datetime | None, now: datetime
) -> tuple[Plan, datetime | None]:
    """Of what was agreed, what is paid and the trial the highest counts; a pause stops all three."""
    if paused is not None and paused > now:
        return AFTER_TRIAL, None
    plan = max(plan_of(agreed) if agreed else AFTER_TRIAL, paid, key=lambda one: one.rank)
    if trial is not None and trial > now and plan.rank < TRIAL.rank:
        return TRIAL, trial
    return plan, None


def _paid(paid: str | None, status: str | None, grace: datetime | None, now: datetime) -> Plan:
    if paid and status == Subscription.PaidStatus.ACTIVE:
        return plan_of(paid)
    if paid and status == Subscription.PaidStatus.PAST_DUE and grace is not None and grace > now:
        return plan_of(paid)
    return AFTER_TRIAL
