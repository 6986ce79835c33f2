"""THE GATE: what a partner may have. Plan + what was granted − what was removed, in one query."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from billing import hooks
from billing.features import Feature, Limit, feature_of, limit_of
from billing.limits_held import limits_held
from billing.models import Override, Subscription
from billing.plans import AFTER_TRIAL, PLANS, TRIAL, Plan, plan_of, plan_with, plan_with_more
from tenants.models import Partner

FRESH_SECONDS: Final = 5.0
_KEPT: Final = "_entitlements_kept"
_changed: Final[dict[UUID, float]] = {}
"""When a partner's plan or exceptions were last changed in this process."""


class NotEntitled(Exception):  # noqa: N818
    """The partner's plan lacks a feature; says which, and the cheapest plan that has it."""

    def __init__(self, feature: Feature, plan: Plan) -> None:
        super().__init__(f"{feature.key} is in the plan {plan.key} and above.")
        self.feature = feature
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Locked:
    """Stands where a value would: the feature or limit that is missing and the cheapest plan that has it.

    `removed` says that the plan in force has it, and the bank has taken it away.
    """

    feature: Feature | Limit
    plan: Plan
    removed: bool = False

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
    return Locked(named, plan_with(named), removed=named.key in holding(partner).plan.features)


def locked_limit(partner: Partner, name: Limit | str, *, wanted: int) -> Locked:
    """Return what stands in the place of the one that is beyond a limit: the cheapest plan with room for it."""
    named, held = limit_of(name), holding(partner)
    more = plan_with_more(named, than=wanted - 1, above=held.plan) or plan_with_more(named, than=wanted - 1)
    return Locked(named, more or list(PLANS.values())[-1])


def plan_in_force(partner: Partner) -> Plan:
    """Return the plan a partner is on at this moment, trial and pause considered."""
    return holding(partner).plan


def holding(partner: Partner) -> Holding:
    """Return all that a partner holds; read once per request, as each has its own Partner instance."""
    kept: Holding | None = partner.__dict__.get(_KEPT)
    oldest = max(time.monotonic() - FRESH_SECONDS, _changed.get(partner.pk, 0.0))
    if kept is None or kept.read_at <= oldest:
        kept = partner.__dict__[_KEPT] = _read(partner)
    return kept


def forget(partner: Partner) -> None:
    """Read anew what a partner holds, as it was changed: at once here, within FRESH_SECONDS elsewhere.

    Call it after every change; when that is committed, rooms above hear of it and compute what is lacking.
    """
    partner.__dict__.pop(_KEPT, None)
    _changed[partner.pk] = time.monotonic()

    def committed() -> None:
        # Another thread may have read the old state meanwhile.
        _changed[partner.pk] = time.monotonic()
        hooks.holding_changed.ask(partner)

    transaction.on_commit(committed, robust=True)


def holdings_keep(partners: Sequence[Partner]) -> None:
    """Read what each partner of a list holds in one query, and keep it like `holding`."""
    begun = time.monotonic()
    rows = _rows(partners)
    for partner in partners:
        partner.__dict__[_KEPT] = _held(rows[partner.pk], begun)


def _read(partner: Partner) -> Holding:
    # The moment before the read: a change made during it must not be missed.
    begun = time.monotonic()
    return _held(_rows([partner])[partner.pk], begun)


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


def _held(rows: list[tuple[Any, ...]], read_at: float) -> Holding:
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
    features = (plan.features | added) - removed
    return Holding(
        plan=plan,
        trial_until=trial_until,
        features=features,
        limits={**limits_held(plan, features), **limits},
        read_at=read_at,
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
