"""What a plan holds and the newest run has not computed."""

from billing.entitlements import limit
from billing.features import OUTLETS
from insights.models import MetricSeries, Outlet
from insights.selectors.gate import in_schema
from insights.selectors.standing import metrics_held, newest_done
from tenants.models import Partner


def figures_lacking(partner: Partner) -> bool:
    """Say whether the plan holds metrics or outlets of which no figure is in store; a first run brings them all."""
    with in_schema(partner):
        if newest_done() is None:
            return False
        stored = MetricSeries.objects.filter(channel="")
        held = {metric.key for metric in metrics_held(partner)}
        if not held:
            return False
        if held - set(stored.filter(outlet="").values_list("metric", flat=True).distinct()):
            return True
        included = Outlet.objects.filter(listed=True).values_list("merchant_id", flat=True)[: limit(partner, OUTLETS)]
        one = min(held)
        return bool(set(included) - set(stored.filter(metric=one).values_list("outlet", flat=True).distinct()))
