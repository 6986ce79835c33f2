"""What there is to read, and how new it is."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from billing.entitlements import allows
from insights.answers import Freshness, MetricInfo, OutletInfo, Provenance, RunState
from insights.errors import NotComputedYet, NotProvenYet
from insights.metrics import Metric
from insights.metrics import catalogue as all_metrics
from insights.models import MetricRun, Outlet
from insights.selectors.gate import feature_lock, in_schema, outlet_locks
from insights.selectors.outlet_names import names_of
from tenants.models import Partner


def catalogue(partner: Partner) -> tuple[MetricInfo, ...]:
    """Return every metric in order; those the plan lacks are locked."""
    return tuple(info_of(partner, metric) for metric in all_metrics().values())


def metrics_held(partner: Partner) -> list[Metric]:
    """Return the metrics that the plan has, in order."""
    return [metric for metric in all_metrics().values() if allows(partner, metric.feature)]


def outlets(partner: Partner) -> tuple[OutletInfo, ...]:
    """Return the partner's outlets in their order; those the plan has no room for are locked."""
    with in_schema(partner):
        listed = list(Outlet.objects.filter(listed=True))
    return tuple(
        OutletInfo(
            id=outlet.merchant_id,
            name=name,
            bank_name=outlet.name,
            alias=outlet.alias,
            city=outlet.city,
            district=outlet.district,
            channel=outlet.channel,
            opened_on=outlet.opened_on,
            position=outlet.position,
            locked=lock,
            mcc=outlet.mcc,
        )
        for outlet, name, lock in zip(listed, names_of(listed), outlet_locks(partner, listed), strict=True)
    )


def outlets_listed(partner: Partner) -> int:
    """Return how many outlets the bank lists for a partner; none while its workspace does not serve."""
    if not partner.active:
        return 0
    with in_schema(partner):
        return Outlet.objects.filter(listed=True).count()


def freshness(partner: Partner) -> Freshness | None:
    """Return how new the figures are; None before the first run is done."""
    with in_schema(partner):
        run = newest_done()
    return freshness_of(run) if run else None


def as_of(partner: Partner) -> date:
    """Return the newest day in the figures.

    Raises
    ------
    NotComputedYet
        Before the first run is done.
    """
    with in_schema(partner):
        return run_required().as_of


def run_state(partner: Partner) -> RunState | None:
    """Return the newest run, done or not; None before the first."""
    found = runs(partner, newest=1)
    return found[0] if found else None


def runs(partner: Partner, *, newest: int = 20) -> tuple[RunState, ...]:
    """Return the last runs, the newest first."""
    with in_schema(partner):
        found = list(MetricRun.objects.order_by("-started_at")[:newest])
    return tuple(
        RunState(
            status=run.status,
            stage=run.stage,
            done=run.done,
            total=run.total,
            started_at=run.started_at,
            finished_at=run.finished_at,
            as_of=run.as_of,
            error=run.error,
        )
        for run in found
    )


def newest_done() -> MetricRun | None:
    """Return the run whose values are in the open schema."""
    return MetricRun.objects.filter(status=MetricRun.Status.DONE).order_by("-finished_at").first()


def proven_require(partner: Partner) -> None:
    """Pass when the partner's right to its INN is proven.

    Raises
    ------
    NotProvenYet
        When it is not.
    """
    if not partner.proven:
        raise NotProvenYet(_("Your outlets are closed until your right to the INN is proven."))


def run_required() -> MetricRun:
    """Return the run whose values are in the open schema.

    Raises
    ------
    NotComputedYet
        Before the first run is done.
    """
    run = newest_done()
    if run is None:
        raise NotComputedYet(_("Your figures are being computed. It takes a minute; come back shortly."))
    return run


def freshness_of(run: MetricRun) -> Freshness:
    """Return how new a run's figures are."""
    return Freshness(run.as_of, run.first_day, run.data_version, run.finished_at or run.started_at)


def provenance_of(run: MetricRun, formula: str | Promise) -> Provenance:
    """Return how a figure of a run came to be."""
    return Provenance(formula, run.payments, run.data_version, run.finished_at or run.started_at)


def info_of(partner: Partner, metric: Metric) -> MetricInfo:
    """Return a metric's description for one partner."""
    return MetricInfo(
        key=metric.key,
        title=metric.title,
        description=metric.description,
        formula=metric.formula,
        unit=metric.unit,
        better=metric.better,
        change=metric.change,
        grains=metric.grains,
        feature=metric.feature.key,
        locked=feature_lock(partner, metric.feature),
    )
