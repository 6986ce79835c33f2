"""The line against the group: how many must stand behind it, that nobody can be read from it, what the ledger keeps."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from billing.services import plan_set
from insights.answers_peers import PeerAnswer
from insights.models import PeerFigure
from insights.peers.metrics import METRICS
from insights.peers.recompute import peers_recompute
from insights.recompute import metric_recompute
from insights.selectors.peers import peer_metric, peer_metrics
from lake.disclosure import Rules
from lake.marts import marts_refresh
from lake.peers.compared import Compared
from lake.peers.course import revenue_course, weeks_in_common
from lake.peers.facts import Facts, facts_read
from tenants.models import Release
from tenants.services.sharing import sharing_set
from tests.lake.lakes import Merchant, Payment, add, small_lake
from tests.peers.banks import ALPHA_INN, merchants, payments

RULES = Rules()
COURSE, WEEKS = "revenue_course", "peer_correlation:points"


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Facts of 26 companies, none in a holding, each with revenue in every week: 100, 101 … times a thousand."""
    shops = merchants(26, holdings=False)
    store = small_lake(tmp_path_factory.mktemp("course"), payments(5, shops, size=3000), shops)
    marts_refresh(store)
    read = facts_read(store)
    weekly = np.random.default_rng(7).integers(80_000, 120_000, size=(26, 52))
    return replace(read, weekly=weekly)


def year(facts: Facts, others: range) -> Compared:
    viewer = facts.code(ALPHA_INN)
    assert viewer == 0
    return revenue_course(facts, viewer, tuple(others), RULES)


@pytest.mark.parametrize("tells", [revenue_course, weeks_in_common])
def test_five_for_the_middle_and_ten_for_quartiles(facts: Facts, tells: Any) -> None:
    four, five, ten = (tells(facts, 0, tuple(range(1, 1 + count)), RULES) for count in (4, 5, 10))
    assert four.reason == "too_few"
    assert {(one.median, one.q1, one.q3) for one in four.points} == {(None, None, None)}
    assert (four.median, four.used) == (None, frozenset())
    assert five.reason is None
    assert all(one.median is not None and one.q1 is None for one in five.points)
    assert all((one.q1 is not None) is (tells is revenue_course) for one in ten.points)
    assert tells(facts, 0, (), RULES).reason == "no_peers"


def test_companies_of_one_holding_are_one_line(facts: Facts) -> None:
    joined = replace(facts, holdings=(facts.holdings[0], *["H"] * 5, *facts.holdings[6:]))
    assert year(joined, range(1, 9)).reason == "too_few", "eight companies, four holdings"
    assert year(joined, range(1, 10)).reason is None


def test_every_line_begins_at_100_and_only_who_has_a_beginning_counts(facts: Facts) -> None:
    weekly = facts.weekly.copy()
    weekly[9, :4] = 0
    weekly[8, 4:] = 0
    found = year(replace(facts, weekly=weekly), range(1, 11))
    assert (found.points[0].you, found.points[0].median) == (100, 100)
    assert facts.holdings[9] not in found.used, "it opened later"
    assert facts.holdings[8] in found.used, "it closed, and is 0 since: nobody leaves the line on its way"
    assert [(one.end - one.start).days for one in found.points] == [27] * 13
    assert found.points[-1].end == facts.calendar.end
    weekly[0, :4] = 0
    young = year(replace(facts, weekly=weekly), range(1, 11))
    assert (young.reason, young.you, young.points) == ("nothing_then", None, ())


def test_what_is_told_is_rough(facts: Facts) -> None:
    for tells in (revenue_course, weeks_in_common):
        for point in tells(facts, 0, tuple(range(1, 15)), RULES).points:
            told = [value for value in (point.median, point.q1, point.q3) if value is not None]
            assert all(value == round(value) for value in told)


def test_a_giant_can_not_be_read(facts: Facts) -> None:
    """However large it is, and wherever it goes, the middle stays among the others' lines and tells no size."""
    small, far = facts.weekly.copy(), facts.weekly.copy()
    small[3] *= 100_000
    far[3, 4:] *= 100_000
    plain, giant, rocket = (year(replace(facts, weekly=one), range(1, 8)) for one in (facts.weekly, small, far))
    assert giant.points == plain.points, "its size is nowhere in it"
    others = facts.weekly[[1, 2, 4, 5, 6, 7]].reshape(6, 13, 4).sum(axis=2)
    index = others / others[:, :1] * 100
    for at, point in enumerate(rocket.points):
        assert point.median is not None
        assert index[:, at].min() - 1 <= point.median <= index[:, at].max() + 1


def regulars(shops: list[Merchant]) -> list[Payment]:
    """Return payments of many people who buy all over the segment, so that a cluster has customers to share."""
    return [replace(row, customer_id=f"r{at % 240}") for at, row in enumerate(payments(14, shops, size=6000, days=180))]


@pytest.fixture
def bank(bank_of: Any, alpha: Any, beta: Any) -> Any:
    shops = merchants(18)
    store = bank_of(payments(11, shops, size=5000) + regulars(shops), shops)
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="pro")
        metric_recompute(partner)
    return store


def answered(partner: Any, key: str = COURSE, **asked: Any) -> PeerAnswer:
    found = peer_metric(partner, key, **asked)
    assert isinstance(found, PeerAnswer)
    return found


def sets(metric: str) -> list[frozenset[str]]:
    return [frozenset(row.contributors) for row in Release.objects.filter(metric=metric).order_by("end")]


def test_two_partners_each_see_their_own_line_against_the_others(bank: Any, alpha: Any, beta: Any) -> None:
    assert peers_recompute().failed == ()
    one, other = answered(alpha), answered(beta)
    assert one.points
    assert other.points
    assert (one.points[0].you, one.points[0].median) == (100, 100)
    assert [point.you for point in one.points] != [point.you for point in other.points]
    assert [point.provisional for point in one.points] == [False] * 12 + [True]
    assert (one.you, one.median, one.q1, one.q3) == tuple(
        getattr(one.points[-1], name) for name in ("you", "median", "q1", "q3")
    )
    weeks = answered(alpha, "peer_correlation").points
    assert weeks is not None
    assert len(weeks) == 26
    assert [point.provisional for point in weeks] == [False] * 23 + [True] * 3


def test_every_line_is_in_the_ledger_once_with_its_days(bank: Any, alpha: Any) -> None:
    peers_recompute([alpha])
    rows = Release.objects.filter(metric__in=(COURSE, WEEKS))
    told = Counter((row.metric, row.lens) for row in rows)
    assert told[COURSE, "kind"] >= 1
    assert told[WEEKS, "kind"] >= 1
    days = {(row.metric, (row.end - row.start).days + 1) for row in rows}
    assert days == {(COURSE, 364), (WEEKS, 182)}
    assert all(sum(row.shares) == pytest.approx(1) for row in rows)
    peers_recompute([alpha])
    assert Release.objects.filter(metric__in=(COURSE, WEEKS)).count() == sum(told.values())


def test_one_who_enters_the_year_does_not_move_the_set(bank_of: Any, alpha: Any) -> None:
    """A shop that opened a year ago comes into the first four weeks: what it brings must not show."""
    shops = merchants(18)
    late = Merchant("late-0", "9900000000", mcc="5462", city="Казань", region="Татарстан")
    rows = payments(11, shops, size=7000)
    end = date(2026, 11, 15)
    opened = end - timedelta(days=363 - 28 + 7)
    fresh = [row for row in payments(12, [late], size=400) if row.merchant_id == "late-0" and row.ts.date() >= opened]
    bank_of(rows + fresh, [*shops, late])
    plan_set(partner=alpha, plan="growth")
    metric_recompute(alpha)
    for as_of in (date(2026, 11, 8), date(2026, 11, 15), date(2026, 11, 22)):
        peers_recompute([alpha], as_of=as_of)
        answer = answered(alpha)
        assert answer.suppressed is None, as_of
    assert len(set(sets(COURSE))) == 1
    assert late.inn not in sets(COURSE)[0]


def test_one_who_leaves_takes_more_with_it(bank: Any, alpha: Any, beta: Any, charlie: Any) -> None:
    peers_recompute([alpha], as_of=date(2026, 9, 27))
    sharing_set(partner=beta, takes_part=False, by=charlie)
    for as_of in (date(2026, 10, 25), date(2026, 11, 1)):
        peers_recompute([alpha], as_of=as_of)
        assert answered(alpha).suppressed is None
    told = sets(COURSE)
    for one in told:
        for other in told:
            assert one == other or len(one ^ other) >= 5


def test_a_lake_of_less_than_a_year_says_so(bank_of: Any, alpha: Any) -> None:
    shops = merchants(14)
    bank_of(payments(21, shops, size=5000, days=300), shops)
    plan_set(partner=alpha, plan="pro")
    metric_recompute(alpha)
    peers_recompute([alpha])
    found = answered(alpha)
    assert found.suppressed is not None
    assert found.suppressed.reason == "too_young"
    assert "тринадцать" not in found.suppressed.text
    assert found.points == ()
    assert answered(alpha, "ticket_vs_peers").points is None


def test_the_line_is_of_the_plan_that_has_all_comparisons(bank: Any, alpha: Any, as_partner: Any) -> None:
    assert str(METRICS[COURSE].feature) == "peers_all"
    plan_set(partner=alpha, plan="start")
    peers_recompute([alpha])
    with as_partner(alpha):
        assert not PeerFigure.objects.filter(key=COURSE).exists()
    assert not isinstance(peer_metrics(alpha)[COURSE], PeerAnswer)


def test_a_new_month_of_others_does_not_reach_the_stored_line(bank: Any, alpha: Any) -> None:
    peers_recompute([alpha])
    before = answered(alpha).points
    add(bank, payments(13, merchants(18), size=300, days=5), merchants(18))
    marts_refresh(bank)
    peers_recompute([alpha])
    assert answered(alpha).points == before, "the days of this week and the last are not told yet"
