"""What customers are worth: the published figures, laws, and what is refused."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from segments.value.purchases import PurchaseModel, purchases_fit
from segments.value.seen import Visits
from segments.value.spend import SpendModel, spend_fit
from tests.segments.cdnow import cdnow


@pytest.fixture(scope="module")
def fitted() -> PurchaseModel:
    shop = cdnow()
    return purchases_fit(Visits.of(shop.repeats, shop.last, shop.age))


def test_the_published_parameters_are_found(fitted: PurchaseModel):
    assert fitted.customers == 2_357
    assert fitted.r == pytest.approx(0.2426, rel=0.005)
    assert fitted.alpha == pytest.approx(4.4136, rel=0.005)
    assert fitted.a == pytest.approx(0.7929, rel=0.005)
    assert fitted.b == pytest.approx(2.4259, rel=0.005)
    assert fitted.log_likelihood >= -9582.45


def test_the_published_customer_is_expected_as_often(fitted: PurchaseModel):
    expected = fitted.expected(39, np.array([2]), np.array([30.43]), np.array([38.86]))
    assert expected[0] == pytest.approx(1.226, abs=0.001)


def test_it_beats_the_naive_rate_on_the_weeks_it_has_not_seen(fitted: PurchaseModel):
    shop = cdnow()
    expected = fitted.expected(39, shop.repeats, shop.last, shop.age)
    naive = shop.repeats / shop.age * 39
    assert np.abs(expected - shop.later).mean() <= 0.786
    assert np.abs(naive - shop.later).mean() == pytest.approx(1.024, abs=0.001)


def test_the_published_spend_is_found():
    shop = cdnow()
    spend = spend_fit(shop.spenders, shop.average)
    assert spend.customers == 946
    assert (spend.p, spend.q, spend.gamma) == pytest.approx((6.25, 3.74, 15.44), rel=0.005)
    assert spend.mean == pytest.approx(35.17, abs=0.01)


def test_counting_equal_customers_once_changes_nothing():
    shop = cdnow()
    once = Visits.of(shop.repeats, shop.last, shop.age)
    each = Visits(shop.repeats, shop.last, shop.age, np.ones(len(shop.age)))
    assert len(once.count) < len(each.count)
    assert purchases_fit(once).r == pytest.approx(purchases_fit(each).r, rel=1e-5)


def test_the_unit_of_time_only_scales(fitted: PurchaseModel):
    shop = cdnow()
    days = purchases_fit(Visits.of(shop.repeats, shop.last * 7, shop.age * 7))
    assert days.alpha == pytest.approx(fitted.alpha * 7, rel=1e-4)
    assert (days.r, days.a, days.b) == pytest.approx((fitted.r, fitted.a, fitted.b), rel=1e-4)


@settings(max_examples=60, deadline=None)
@given(
    repeats=st.integers(0, 3_000), share=st.floats(0.01, 1), age=st.floats(1, 500), horizon=st.floats(1, 365),
    a=st.floats(0.05, 5), b=st.floats(0.05, 20),
)  # fmt: skip
@example(repeats=0, share=1.0, age=1.0, horizon=1.0, a=0.5, b=0.5)
@example(repeats=0, share=1.0, age=102.0, horizon=34.5, a=0.05, b=0.95)
@example(repeats=3_000, share=0.4, age=9.5, horizon=132.0, a=0.5, b=20.0)
@example(repeats=3, share=0.5, age=102.0, horizon=34.5, a=1.0, b=0.05)
def test_expectations_are_finite_grow_with_time_and_never_fall_below_nothing(  # noqa: PLR0917
    repeats, share, age, horizon, a, b
):
    model = PurchaseModel(0.5, 10.0, a, b, 0.0, 1)
    x, last, whole = np.array([repeats]), np.array([age * share if repeats else 0.0]), np.array([age])
    alive = model.alive(x, last, whole)[0]
    short, far = (float(model.expected(span, x, last, whole)[0]) for span in (horizon, horizon * 2))
    assert 0 <= alive <= 1
    assert np.isfinite(far)
    assert -1e-6 <= short <= far + 1e-6
    new, later = model.expected_new(horizon), model.expected_new(horizon * 2)
    assert np.isfinite(later)
    assert -1e-6 <= new <= later + 1e-6


def test_planted_parameters_come_back():
    rng = np.random.default_rng(5)
    count = 40_000
    age = rng.integers(100, 700, count).astype(float)
    rate, stop = rng.gamma(0.6, 1 / 40, count), rng.beta(0.8, 3.0, count)
    repeats, last, now, here = np.zeros(count, int), np.zeros(count), np.zeros(count), np.ones(count, bool)
    while here.any():
        now = now + rng.exponential(1 / rate)
        here &= now <= age
        repeats, last = repeats + here, np.where(here, now, last)
        here &= rng.random(count) > stop
    model = purchases_fit(Visits.of(repeats, last, age))
    for value, planted, error in zip(
        (model.r, model.alpha, model.a, model.b), (0.6, 40.0, 0.8, 3.0), model.errors, strict=True
    ):
        assert abs(np.log(value / planted)) < 4 * error


def test_customers_that_cannot_be_are_refused():
    one = np.array([1])
    with pytest.raises(ValueError, match="between"):
        Visits.of(one, np.array([5.0]), np.array([4.0]))
    with pytest.raises(ValueError, match="after time 0"):
        Visits.of(one, np.array([0.0]), np.array([4.0]))
    with pytest.raises(ValueError, match="repeats"):
        purchases_fit(Visits.of(np.array([0]), np.array([0.0]), np.array([4.0])))


def test_a_fit_without_a_mean_gives_none():
    spend = SpendModel(p=2.0, q=0.9, gamma=5.0, log_likelihood=0.0, customers=10)
    assert spend.mean == float("inf")
    with pytest.raises(ValueError, match="no mean"):
        spend.expected(np.array([1]), np.array([10.0]))
