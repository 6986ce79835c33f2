"""The worked examples of the catalogue, and what holds for every metric."""

import math

import pytest

from insights.metrics import UnknownMetric, catalogue, metric_of
from insights.metrics.base import Metric
from insights.metrics.examples import Example

EXAMPLES = [(metric, example) for metric in catalogue().values() for example in metric.examples]


@pytest.mark.parametrize(("metric", "example"), EXAMPLES, ids=[f"{m}: {e.says}" for m, e in EXAMPLES])
def test_worked_examples(metric: Metric, example: Example) -> None:
    values = metric.values(example.frame(), example.windows())
    if example.expect is None:
        assert math.isnan(values.value[0])
    else:
        assert values.value[0] == pytest.approx(example.expect, abs=1e-12)
    assert values.n[0] == example.n


def test_the_catalogue_names_what_the_definitions_name() -> None:
    assert list(catalogue()) == [
        "revenue", "transactions", "average_ticket", "customers", "purchase_frequency", "days_between_purchases",
        "revenue_change_7", "revenue_change_28", "revenue_change_91", "revenue_change_364", "revenue_yoy",
        "refund_rate",
    ]  # fmt: skip


def test_an_unknown_key_is_an_error_that_lists_the_names() -> None:
    with pytest.raises(UnknownMetric, match=r"no metric 'revenu'.*revenue, transactions"):
        metric_of("revenu")


@pytest.mark.parametrize("metric", catalogue().values(), ids=str)
def test_every_metric_is_complete(metric: Metric) -> None:
    assert metric.examples
    assert all(str(text).strip() for text in (metric.title, metric.description, metric.formula))
    assert metric.feature.key == "growth"
