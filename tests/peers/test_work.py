"""The work: one pass for all, for whom it is sent, and what it leaves alone."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from billing.services import plan_set
from insights.answers_peers import PeerAnswer
from insights.models import PeerFigure
from insights.peers import recompute as recompute_module
from insights.peers.behind import peers_behind
from insights.peers.claim import Busy, peers_claimed
from insights.peers.recompute import peers_recompute
from insights.recompute import metric_recompute
from insights.selectors.peers import peer_metric, peer_metrics
from insights.tasks import peers_refresh
from tenants.models import PeerSet
from tests.peers.banks import merchants, payments


def locks_here() -> list[tuple[str]]:
    """Return the kinds of lock that the usual connection holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT locktype FROM pg_locks WHERE pid = pg_backend_pid()")
        return list(cursor.fetchall())


@pytest.fixture
def bank(bank_of: Any, alpha: Any, beta: Any) -> Any:
    shops = merchants(14)
    store = bank_of(payments(21, shops, size=5000), shops)
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="growth")
        metric_recompute(partner)
    return store


def stored(partner: Any, as_partner: Any) -> set[tuple[str, str]]:
    with as_partner(partner):
        return set(PeerFigure.objects.values_list("key", "lens"))


def test_each_partner_gets_its_own(bank: Any, alpha: Any, beta: Any, as_partner: Any) -> None:
    peers_recompute()
    one, other = (peer_metric(partner, "ticket_vs_peers") for partner in (alpha, beta))
    assert isinstance(one, PeerAnswer)
    assert isinstance(other, PeerAnswer)
    assert one.you != other.you
    sets = {row.partner_id: row for row in PeerSet.objects.filter(lens="kind", wide=False)}
    assert alpha.inn not in sets[alpha.pk].companies
    assert beta.inn in sets[alpha.pk].companies
    with as_partner(alpha):
        text = json.dumps([row.body for row in PeerFigure.objects.all()], ensure_ascii=False)
    for row in sets.values():
        assert not [name for name in (*row.members, *row.companies) if name in text], "no name leaves the pass"


def test_only_what_the_plan_holds_is_computed(bank: Any, alpha: Any, as_partner: Any) -> None:
    plan_set(partner=alpha, plan="start")
    peers_recompute([alpha])
    assert stored(alpha, as_partner) == {("revenue_vs_peers", "kind")}
    plan_set(partner=alpha, plan="pro")
    waiting = peer_metrics(alpha)["ticket_vs_peers"]
    assert isinstance(waiting, PeerAnswer)
    assert waiting.suppressed is not None
    assert waiting.suppressed.reason == "computing"
    assert peers_behind(bank.current()) == [alpha.schema_name, "p_beta"]
    peers_recompute([alpha])
    comparisons = {(key, lens) for key, lens in stored(alpha, as_partner) if not key.startswith("share:")}
    assert len(comparisons - {("solvency", "")}) == 12 * 3
    assert ("solvency", "") in comparisons
    assert peers_behind(bank.current()) == ["p_beta"]


def test_a_partner_that_fails_stops_nobody(bank: Any, alpha: Any, beta: Any, as_partner: Any, caplog: Any) -> None:
    with as_partner(alpha):
        PeerSet.objects.create(
            partner=alpha, lens="kind", quarter="2026-10-01", level="broken", members=["x"], companies=["a", "b"],
            frozen_at="2026-10-01T00:00Z",
        )  # fmt: skip
    report = peers_recompute()
    assert (report.done, report.failed) == (1, ("alpha",))
    failures = [record for record in caplog.records if "comparison failed" in record.getMessage()]
    assert len(failures) == 1
    assert not failures[0].exc_info, "an error's text may quote figures"
    assert stored(alpha, as_partner) == set()
    assert stored(beta, as_partner)


def test_two_passes_never_run_at_once(bank: Any, alpha: Any, as_partner: Any) -> None:
    with peers_claimed():
        with pytest.raises(Busy), peers_claimed():
            raise AssertionError("a second pass began")
        # A worker may open its connection anew between two partners; that does not let go of the pass.
        assert "advisory" not in {row[0] for row in locks_here()}
    peers_refresh.apply((["p_alpha"],))
    assert stored(alpha, as_partner)


def test_the_command_compares_after_the_partners(bank: Any, alpha: Any, as_partner: Any, capsys: Any) -> None:
    call_command("recompute", "--partner", "alpha", "--inline")
    assert "Comparisons: 1 done" in "".join(capsys.readouterr())
    assert stored(alpha, as_partner)


def test_no_figure_of_another_is_logged(bank: Any, caplog: Any) -> None:
    caplog.set_level("DEBUG")
    peers_recompute()
    lines = [record.getMessage() for record in caplog.records if record.name.startswith(recompute_module.__name__)]
    assert len(lines) == 1
    assert all(name in lines[0] for name in ("partners", "failed", "version", "seconds"))
