"""Fourteen months of one partner: every way in which a plan begins, changes, fails, rests and ends.

At every step what is open on the page, by the API and to a task is what the plan in force says, and nothing else.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from billing.entitlements import forget, holding
from billing.gateway.chosen import gateway_made
from billing.models import Invoice, Subscription
from billing.services import trial_start
from insights.recompute import metric_recompute
from tests.billing.conftest import Time
from tests.billing.matrix import Seen, api_of_metric, held, met, page_of, sold
from tests.billing.story import Story
from tests.billing.test_matrix import probes
from tests.local_stripe.receiver import receiving
from tests.local_stripe.running import FAILS_LATER, GOOD, SECURE_ONCE, LocalStripe

__all__ = ["probes"]

LOOKED_AT = ("growth", "regular", "export_csv", "ltv", "api", "customers_by_outlet")
"""A feature or two that begin with each plan: drawing all of them at each step would take minutes."""


@pytest.fixture
def story(  # noqa: PLR0917  fixtures
    payments: LocalStripe,
    time: Time,
    at_once: None,
    cast: dict[str, Any],
    client_for: Any,
    lake: str,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> Iterator[Story]:
    """Let alpha begin its trial at noon of 1 January 2026."""
    commits = partial(django_capture_on_commit_callbacks, execute=True)
    with receiving() as receiver:
        made = payments.client.v1.webhook_endpoints.create({"url": receiver.url, "enabled_events": ["*"]})
        settings.STRIPE_WEBHOOK_SECRET = made.secret
        gateway_made.cache_clear()
        trial_start(partner=cast["alpha"])
        yield Story(cast["alpha"], cast["alice"], payments, time, receiver, client_for, commits)


@pytest.fixture
def open_is(story: Story, probes: Any, api_of: Callable[..., Any]) -> Callable[[str], None]:
    """Hold what is open to alpha against a plan: page, API, task."""
    api = api_of(story.partner)
    computed_for: set[str] = set()

    def check(plan: str) -> None:
        forget(story.partner)
        has = held(plan)
        assert set(holding(story.partner).features) == has
        seen = Seen(story.partner, story.page, api)
        if plan not in computed_for:
            assert metric_recompute(story.partner, force=True).outcome == "done"
            computed_for.add(plan)
        # A lower plan deletes nothing that a higher one had computed.
        assert {f"probe_{name}" for name in has} <= seen.stored
        assert met(seen) == sold(plan)
        assert {name for name in LOOKED_AT if page_of(seen, f"probe_{name}", name)} == has & set(LOOKED_AT)
        by_api = {name for name in LOOKED_AT if api_of_metric(seen, f"probe_{name}", name)}
        assert by_api == (has & set(LOOKED_AT) if "api" in has else set())

    return check


def test_fourteen_months(story: Story, open_is: Callable[[str], None], beta: Any) -> None:
    trial(story, open_is)
    first_payment(story, open_is)
    upgrade_within_the_month(story, open_is)
    failure_and_return(story, open_is)
    down_cancelled_and_back(story, open_is)
    pause(story, open_is)
    end_and_coupon(story, open_is)
    to_the_largest_within_the_year(story, open_is)
    story.until("2027-03-01 12:00")
    open_is("network")
    assert not Invoice.objects.exclude(partner=story.partner).exists()
    other = Subscription.objects.get(partner=beta)
    assert (other.customer_id, other.paid_plan, other.paid_status) == (None, "", "")


def trial(story: Story, open_is: Callable[[str], None]) -> None:
    """Thirty days of Pro without a card, then the free plan; two letters before and one after."""
    open_is("pro")
    story.until("2026-01-31 11:00")
    open_is("pro")
    assert story.letters() == ["trial_7", "trial_1"]
    story.until("2026-01-31 12:00")
    open_is("start")
    assert story.letters() == ["trial_7", "trial_1", "trial_over"]
    assert not story.row.customer_id


def first_payment(story: Story, open_is: Callable[[str], None]) -> None:
    """The card's bank asks who is paying: refused, nothing is open; confirmed, the plan is."""
    story.until("2026-02-01 12:00")
    assert story.pay("growth", "month", SECURE_ONCE, authenticate=False) == "authentication_failed"
    open_is("start")
    assert story.pay("growth", "month", SECURE_ONCE) == "paid"
    open_is("growth")
    (bill,) = story.invoices()
    assert (bill.status, bill.total) == ("paid", 199_000)
    assert bill.total_taxes[0].amount == 35_885  # 1 990 × 22 / 122
    assert story.letters()[3:] == ["receipt"]


def upgrade_within_the_month(story: Story, open_is: Callable[[str], None]) -> None:
    """Half of February's 28 days is left: 4 990 / 2 − 1 990 / 2 = 1 500,00 is due at once."""
    story.until("2026-02-15 12:00")
    shown = story.page.get("/settings/plan/upgrade/", {"plan": "pro", "pay": "month"}).context["page"]
    story.press("upgrade", plan="pro", pay="month", at=shown.at)
    open_is("pro")
    bill = story.invoices()[0]
    assert (bill.status, bill.total, bill.amount_paid) == ("paid", 150_000, 150_000)
    assert sorted(line.amount for line in bill.lines.data) == [-99_500, 249_500]
    assert sum(tax.amount for tax in bill.total_taxes) == 44_992 - 17_943  # each line's own 22 / 122
    assert digits(shown.due) == 150_000
    assert digits(shown.vat) == 44_992 - 17_943


def failure_and_return(story: Story, open_is: Callable[[str], None]) -> None:
    """A renewal fails: open for seven days with three letters, then free; paid, it is back."""
    story.until("2026-03-02 12:00")
    assert story.invoices()[0].total == 499_000
    story.card(FAILS_LATER)
    told = len(story.letters())
    story.until("2026-04-01 14:00")
    open_is("pro")
    assert story.row.paid_status == "past_due"
    story.until("2026-04-08 12:00")
    open_is("pro")
    assert story.letters()[told:] == ["payment_failed_0", "payment_failed_3", "payment_failed_6"]
    story.until("2026-04-08 14:00")
    open_is("start")
    assert story.letters()[told + 3 :] == ["grace_over"]
    story.until("2026-04-10 12:00")
    story.card(GOOD)
    story.stripe.client.v1.invoices.pay(story.invoices()[0].id)
    story.listen()
    open_is("pro")
    assert set(story.letters()[told + 4 :]) == {"receipt", "paid_again"}


def down_cancelled_and_back(story: Story, open_is: Callable[[str], None]) -> None:
    """A lower plan comes with the next period; a cancellation is taken back in time."""
    story.until("2026-04-20 12:00")
    story.press("downgrade", plan="growth", pay="month")
    open_is("pro")
    assert (story.row.next_plan, story.row.next_amount) == ("growth", 199_000)
    story.until("2026-05-01 11:00")
    open_is("pro")
    story.until("2026-05-01 14:00")
    open_is("growth")
    story.until("2026-05-10 12:00")
    story.press("cancel")
    assert story.row.cancel_at == datetime(2026, 6, 1, 12, tzinfo=UTC)
    open_is("growth")
    story.until("2026-05-20 12:00")
    story.press("resume")
    assert not story.row.cancel_at
    story.until("2026-06-01 14:00")
    open_is("growth")
    assert story.invoices()[0].total == 199_000


def pause(story: Story, open_is: Callable[[str], None]) -> None:
    """Two months of rest: free, nothing charged; then it goes on by itself."""
    story.until("2026-06-05 12:00")
    paid = paid_so_far(story)
    story.press("pause", months=2)
    open_is("start")
    story.until("2026-08-05 11:00")
    open_is("start")
    assert paid_so_far(story) == paid
    story.until("2026-08-05 13:00")
    open_is("growth")
    story.until("2026-09-01 14:00")
    assert paid_so_far(story) == paid + 199_000


def end_and_coupon(story: Story, open_is: Callable[[str], None]) -> None:
    """Cancelled for good; then a year with a fifth off."""
    story.until("2026-09-10 12:00")
    story.press("cancel")
    story.until("2026-10-01 11:00")
    open_is("growth")
    story.until("2026-10-01 14:00")
    open_is("start")
    client = story.stripe.client.v1
    coupon = client.coupons.create({"percent_off": 20, "duration": "once", "name": "Осень"})
    client.promotion_codes.create({"code": "OSEN20", "promotion": {"type": "coupon", "coupon": coupon.id}})
    story.listen()
    story.until("2026-10-02 12:00")
    assert story.pay("growth", "year", GOOD, code="OSEN20") == "paid"
    open_is("growth")
    bill = story.invoices()[0]
    assert (bill.subtotal, bill.total) == (1_990_000, 1_592_000)
    assert bill.total_taxes[0].amount == 287_082  # 15 920 × 22 / 122


def to_the_largest_within_the_year(story: Story, open_is: Callable[[str], None]) -> None:
    """73 of 365 days have passed: four fifths of 149 000 less four fifths of the 15 920 that were paid."""
    story.until("2026-12-14 12:00")
    shown = story.page.get("/settings/plan/upgrade/", {"plan": "network", "pay": "year"}).context["page"]
    story.press("upgrade", plan="network", pay="year", at=shown.at)
    open_is("network")
    bill = story.invoices()[0]
    assert bill.total == 14_900_000 * 4 // 5 - 1_592_000 * 4 // 5 == digits(shown.due)
    assert bill.status == "paid"


def paid_so_far(story: Story) -> int:
    return sum(bill.amount_paid for bill in story.invoices())


def digits(words: str) -> int:
    """Read kopecks back from `1 500,00 ₽`."""
    return int("".join(sign for sign in words if sign.isdigit()))
