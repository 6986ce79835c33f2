"""A partner of whom, or of whose neighbours, there is little to tell: each gets a reason and its own figures."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from billing.services import plan_set
from insights.answers_peers import PeerAnswer
from insights.checks import what_is_switched_off_exists
from insights.peers.recompute import peers_recompute
from insights.peers.words import ANONYMOUS
from insights.recompute import metric_recompute
from insights.selectors.peers import peer_groups, peer_metrics
from tests.lake.lakes import Merchant, Payment
from tests.peers.banks import ALPHA_INN, LAST, merchants, payments


@pytest.fixture
def answers(bank_of: Any, alpha: Any) -> Any:
    """Compute alpha in a bank, and read all through the usual group."""

    def made(shops: list[Merchant], rows: list[Payment], lens: str = "kind", **asked: Any) -> dict[str, PeerAnswer]:
        bank_of(rows, shops)
        plan_set(partner=alpha, plan="network")
        metric_recompute(alpha)
        report = peers_recompute([alpha])
        assert (report.done, report.failed) == (1, ())
        found = peer_metrics(alpha, lens, **asked)
        assert all(isinstance(one, PeerAnswer) for one in found.values())
        return {key: one for key, one in found.items() if isinstance(one, PeerAnswer)}

    return made


def reasons(found: dict[str, PeerAnswer]) -> set[str]:
    return {one.suppressed.reason if one.suppressed else "" for one in found.values()}


def empty(one: PeerAnswer) -> bool:
    return (one.median, one.q1, one.q3, one.percentile, one.difference, one.parts) == (None,) * 5 + ((),)


def test_without_peers(answers: Any, alpha: Any) -> None:
    shops = merchants(1)
    found = answers(shops, payments(1, shops, size=800))
    assert reasons(found) == {"no_peers"}
    assert found["ticket_vs_peers"].you is not None
    assert all(empty(one) for one in found.values())
    assert peer_groups(alpha) == ()


def test_too_few_peers_and_a_wider_group(answers: Any) -> None:
    shops = merchants(5, holdings=False) + [
        Merchant(f"w{at}", f"66{at:08}", mcc="5411", city="Москва", region="Москва") for at in range(12)
    ]
    found = answers(shops, payments(2, shops, size=4000))
    assert found["ticket_vs_peers"].suppressed is None
    assert found["ticket_vs_peers"].group.level == "group|", "the bakeries are too few, all food shops are enough"
    few = merchants(5, holdings=False)
    found = answers(few, payments(2, few, size=1500))
    assert found["ticket_vs_peers"].suppressed.reason == "too_few"
    assert found["ticket_vs_peers"].suppressed.text == str(ANONYMOUS)
    assert not any(digit in found["ticket_vs_peers"].suppressed.text for digit in "0123456789")
    assert found["ticket_vs_peers"].you is not None


def test_ten_customers(answers: Any) -> None:
    shops = merchants(12, holdings=False)
    mine = {shop.merchant_id for shop in shops if shop.inn == ALPHA_INN}
    rows = [row for row in payments(3, shops, size=5000) if row.merchant_id not in mine]
    rows += [Payment(LAST - timedelta(days=at % 400), "m0-0", f"own{at % 10}", Decimal("250.00")) for at in range(400)]
    found = answers(shops, rows)
    assert found["ticket_vs_peers"].suppressed is None
    assert found["ticket_vs_peers"].you == 250
    for key in ("shared_customers", "copurchase_lift", "share_of_wallet", "defection", "peer_correlation"):
        assert found[key].suppressed.reason == "own_too_small", key
        assert (found[key].you, found[key].parts) == (None, ()), "a figure about others is no own figure"


def test_one_day(answers: Any) -> None:
    shops = merchants(12, holdings=False)
    rows = [Payment(LAST, shop.merchant_id, f"c{at}", Decimal("10.00")) for shop in shops for at in range(9)]
    found = answers(shops, rows)
    assert reasons(found) == {"too_young"}
    assert all(empty(one) and one.you is None for one in found.values())


def test_a_partner_that_opened_yesterday(answers: Any) -> None:
    shops = merchants(12, holdings=False)
    rows = [row for row in payments(3, shops, size=5000) if not row.merchant_id.startswith("m0-")]
    rows += [Payment(LAST, "m0-0", f"c{at}", Decimal("10.00")) for at in range(30)]
    found = answers(shops, rows)
    assert found["ticket_vs_peers"].suppressed.reason == "too_young"
    assert found["shared_customers"].suppressed.reason == "own_too_small"
    assert all(empty(one) for key, one in found.items() if key != "segment_share")


def test_one_giant(answers: Any) -> None:
    shops = merchants(12, holdings=False)
    chance = random.Random(4)
    rows = payments(4, shops, size=6000) + [
        Payment(LAST - timedelta(days=chance.randrange(500)), "m3-0", f"c{at % 400}", Decimal("90000.00"))
        for at in range(3000)
    ]
    rows += [
        Payment(LAST - timedelta(days=20 + at % 80), "m0-0", f"c{at % 200}", Decimal("300.00")) for at in range(900)
    ]
    found = answers(shops, rows)
    assert found["ticket_vs_peers"].suppressed is None, "the middle does not feel a giant"
    for key in ("segment_share", "share_of_wallet", "peer_correlation"):
        assert found[key].suppressed.reason == "dominated", key
        assert found[key].you is None, key


def test_the_bank_silences_a_figure(answers: Any, alpha: Any, settings: Any) -> None:
    shops = merchants(12)
    found = answers(shops, payments(5, shops))
    assert found["ticket_vs_peers"].suppressed is None
    settings.DISCLOSURE_OFF = frozenset({"ticket_vs_peers"})
    silent = peer_metrics(alpha)["ticket_vs_peers"]
    assert isinstance(silent, PeerAnswer)
    assert (silent.suppressed.reason if silent.suppressed else "", silent.median) == ("switched_off", None)
    settings.DISCLOSURE_OFF = frozenset({"peers"})
    every = [one for one in peer_metrics(alpha).values() if isinstance(one, PeerAnswer)]
    assert {one.suppressed.reason if one.suppressed else "" for one in every} == {"switched_off"}
    assert not what_is_switched_off_exists(None)
    settings.DISCLOSURE_OFF = frozenset({"segment_shar"})
    assert "segment_shar." in what_is_switched_off_exists(None)[0].msg, "a slip stops the start"
