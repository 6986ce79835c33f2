"""What a plan holds and the newest run has not computed."""

from billing.entitlements import allows, limit
from billing.features import CUSTOMERS_BY_OUTLET, OUTLETS, RETENTION, SEASONALITY
from insights import cohorts
from insights.models import CustomerFigures, MetricSeries, Outlet
from insights.rhythm import seasonality
from insights.selectors.customers_held import breakdowns_held
from insights.selectors.gate import in_schema
from insights.selectors.standing import metrics_held, newest_done
from tenants.models import Partner


def figures_lacking(partner: Partner) -> bool:
    """Say whether the plan holds figures or outlets of which nothing is in store; a first run brings them all."""
    with in_schema(partner):
        if newest_done() is None:
            return False
        included = set(
            Outlet.objects.filter(listed=True).values_list("merchant_id", flat=True)[: limit(partner, OUTLETS)]
        )
        return _metrics_lacking(partner, included) or _customers_lacking(partner, included)


def _metrics_lacking(partner: Partner, included: set[str]) -> bool:
    held = {metric.key for metric in metrics_held(partner)}
    if not held:
        return False
    stored = MetricSeries.objects.filter(channel="")
    if held - set(stored.filter(outlet="").values_list("metric", flat=True).distinct()):
        return True
    one = min(held)
    return bool(included - set(stored.filter(metric=one).values_list("outlet", flat=True).distinct()))


def _customers_lacking(partner: Partner, included: set[str]) -> bool:
    groups = {one.key for one in breakdowns_held(partner)}
    beside = {cohorts.KEY: RETENTION, seasonality.KEY: SEASONALITY}
    held = groups | {key for key, feature in beside.items() if allows(partner, feature)}
    stored = CustomerFigures.objects.filter(channel="")
    if held - set(stored.filter(outlet="").values_list("key", flat=True).distinct()):
        return True
    if not groups or not allows(partner, CUSTOMERS_BY_OUTLET):
        return False
    one = min(groups)
    return bool(included - set(stored.filter(key=one).values_list("outlet", flat=True).distinct()))
