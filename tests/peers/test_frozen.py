"""Groups stay for a quarter whatever the lake does; changes act at the next freeze."""

from datetime import date
from typing import Any

import pytest

from billing.services import plan_set
from insights.answers_peers import PeerAnswer
from insights.peers.recompute import peers_recompute
from insights.recompute import metric_recompute
from insights.selectors.peers import peer_groups, peer_metric
from lake.marts import marts_refresh
from tenants.models import Partner, PeerSet, Release
from tenants.services import partner_create
from tenants.services.sharing import sharing_set
from tests.lake.lakes import Merchant, add
from tests.peers.banks import BETA_INN, merchants, payments

BEFORE, NEXT = date(2026, 9, 27), date(2026, 11, 22)
"""Days of the third and of the fourth quarter."""


@pytest.fixture
def bank(bank_of: Any, alpha: Any, beta: Any) -> Any:
    shops = merchants(18)
    store = bank_of(payments(11, shops, size=7000), shops)
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="growth")
        metric_recompute(partner)
    return store


def members(partner: Any, quarter: date) -> set[str]:
    row = PeerSet.objects.get(partner=partner, lens="kind", wide=False, quarter=quarter)
    return set(row.companies)


def ticket(partner: Any) -> PeerAnswer:
    found = peer_metric(partner, "ticket_vs_peers")
    assert isinstance(found, PeerAnswer)
    return found


def test_a_new_neighbour_waits_for_the_next_quarter(bank: Any, alpha: Any) -> None:
    peers_recompute([alpha], as_of=BEFORE)
    before = members(alpha, date(2026, 7, 1))
    fresh = [Merchant(f"n{at}", f"99{at:08}", mcc="5462", city="Казань", region="Татарстан") for at in range(6)]
    add(bank, payments(12, fresh, size=900), [*merchants(18), *fresh])
    marts_refresh(bank)
    peers_recompute([alpha], as_of=BEFORE)
    assert members(alpha, date(2026, 7, 1)) == before
    peers_recompute([alpha], as_of=NEXT)
    assert members(alpha, date(2026, 10, 1)) == before | {shop.inn for shop in fresh}
    group = peer_groups(alpha)[0]
    assert (group.quarter, group.version) == (date(2026, 10, 1), 2)
    assert ticket(alpha).suppressed is None, "six more hide what each of them brought"


def test_who_leaves_is_in_the_groups_until_the_next_quarter(bank: Any, alpha: Any, beta: Any, charlie: Any) -> None:
    peers_recompute([alpha], as_of=BEFORE)
    assert BETA_INN in members(alpha, date(2026, 7, 1))
    sharing_set(partner=beta, takes_part=False, by=charlie)
    peers_recompute([alpha], as_of=BEFORE)
    assert BETA_INN in members(alpha, date(2026, 7, 1))
    peers_recompute([alpha, beta], as_of=NEXT)
    assert BETA_INN not in members(alpha, date(2026, 10, 1))
    answer = ticket(beta)
    assert answer.suppressed is not None
    assert (answer.suppressed.reason, answer.you is not None, answer.median) == ("opted_out", True, None)


def test_who_has_not_proven_its_right_speaks_for_no_company(bank: Any, alpha: Any, charlie: Any) -> None:
    stranger = partner_create(
        name="Чужой", inn=BETA_INN, subdomain="stranger", owner_email="s@cast.example", password="correct-horse-9"
    )
    Partner.objects.filter(pk=stranger.pk).update(proven_at=None)
    sharing_set(partner=stranger, takes_part=False, by=charlie)
    peers_recompute([alpha], as_of=NEXT)
    assert BETA_INN in members(alpha, date(2026, 10, 1))


def test_one_who_leaves_can_not_be_had_by_setting_two_weeks_against_each_other(
    bank: Any, alpha: Any, beta: Any, charlie: Any
) -> None:
    peers_recompute([alpha], as_of=BEFORE)
    sharing_set(partner=beta, takes_part=False, by=charlie)
    peers_recompute([alpha], as_of=date(2026, 10, 25))
    sets = [frozenset(row.contributors) for row in Release.objects.filter(metric="ticket_vs_peers").order_by("end")]
    for one in sets:
        for other in sets:
            assert one == other or len(one ^ other) >= 5
    answer = ticket(alpha)
    assert answer.suppressed is None, "a few more are left out with it"
    assert answer.businesses == len(sets[-1]) == len(sets[0]) - 5
    peers_recompute([alpha], as_of=date(2026, 11, 1))
    assert ticket(alpha).suppressed is None, "the same ones as the week before"


def test_computing_again_changes_nothing(bank: Any, alpha: Any) -> None:
    peers_recompute([alpha])
    first, told = ticket(alpha), Release.objects.count()
    peers_recompute([alpha])
    again = ticket(alpha)
    assert Release.objects.count() == told
    assert (again.you, again.median, again.q1, again.group) == (first.you, first.median, first.q1, first.group)
    assert PeerSet.objects.filter(partner=alpha).count() == len(peer_groups(alpha))
