"""The ledger of what was told about others, and the choice to take no part."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.conf import settings
from django.utils.timezone import localdate

from lake.disclosure import Book, Cell, Rules, too_close
from tenants import hooks
from tenants.models import AuditEntry, Release, Sharing
from tenants.services.audit import acts
from tenants.services.releases import release_ledger
from tenants.services.sharing import sharing_set
from tenants.sharing import contributions_of, quarter_after
from tenants.tasks import releases_clear

WHO = frozenset(f"77{number:08}" for number in range(8))


def cell(partner, **change) -> Cell:
    """One figure of a quarter of days as a partner gets it."""
    given = Cell(
        viewer=partner.subdomain,
        holding=partner.inn,
        metric="ticket_vs_peers",
        lens="kind",
        level="kind|city",
        start=date(2026, 8, 10),
        end=date(2026, 11, 8),
        contributors=WHO,
        shares=dict.fromkeys(WHO, 1 / len(WHO)),
    )
    return replace(given, **change)


def told(partner, *cells, version=1) -> None:
    release_ledger(partner, version).record(cells)


@pytest.mark.parametrize("change", [{}, {"start": date(2025, 1, 1)}, {"metric": "revenue_vs_peers"}])
@pytest.mark.parametrize("differing", [0, 1, 4, 5])
def test_the_table_judges_as_the_judge_does(alpha, change, differing) -> None:
    told(alpha, cell(alpha))
    book = Book()
    book.record([cell(alpha)])
    next_one = cell(alpha, contributors=WHO | {f"x{at}" for at in range(differing)}, **change)
    assert release_ledger(alpha, 2).admits(next_one) is book.admits(next_one)


def test_what_was_just_told_counts_too(alpha) -> None:
    ledger = release_ledger(alpha, 1)
    fewer = cell(alpha, contributors=WHO - {min(WHO)}, lens="size", start=date(2026, 11, 1))
    assert ledger.admits(cell(alpha))
    assert ledger.admits(fewer)
    ledger.record([cell(alpha)])
    assert not ledger.admits(fewer)
    assert ledger.admits(cell(alpha))


def test_an_earlier_window_asked_later_is_compared_too(alpha) -> None:
    told(alpha, cell(alpha, start=date(2025, 1, 1), end=date(2025, 3, 1)))
    ledger = release_ledger(alpha, 2)
    assert ledger.admits(cell(alpha, contributors=WHO | {"x"}))
    assert not ledger.admits(cell(alpha, contributors=WHO | {"x"}, start=date(2025, 2, 1), end=date(2025, 5, 1)))


def test_a_figure_told_to_another_partner_counts_only_within_a_holding(alpha, beta) -> None:
    told(alpha, cell(alpha))
    fewer = WHO - {min(WHO)}
    assert release_ledger(beta, 1).admits(cell(beta, contributors=fewer))
    Release.objects.update(holding="one and the same")
    assert not release_ledger(beta, 1).admits(cell(beta, contributors=fewer, holding="one and the same"))
    assert release_ledger(beta, 1).admits(cell(beta, contributors=fewer))


def test_told_again_is_one_row_of_the_newest_version_and_other_businesses_are_one_more(alpha) -> None:
    told(alpha, cell(alpha), version=1)
    told(alpha, cell(alpha), version=2)
    assert Release.objects.get().data_version == 2
    others = WHO | set("vwxyz")
    told(alpha, cell(alpha, contributors=others, shares={}), version=3)
    assert Release.objects.count() == 2
    assert not release_ledger(alpha, 4).admits(cell(alpha, contributors=WHO - {min(WHO)})), "the first is not forgotten"


def test_a_whole_partner_takes_a_few_queries(alpha, django_assert_max_num_queries) -> None:
    weeks = [cell(alpha, metric=f"m{at}", start=date(2026, 8, 10) + timedelta(days=at)) for at in range(60)]
    told(alpha, *weeks)
    with django_assert_max_num_queries(6):
        ledger = release_ledger(alpha, 2)
        assert all(ledger.admits(one) for one in weeks)
        ledger.record(weeks)


def test_days_long_gone_are_forgotten(alpha) -> None:
    old = localdate() - timedelta(days=1000)
    told(alpha, cell(alpha, start=old - timedelta(days=90), end=old), cell(alpha))
    releases_clear()
    assert Release.objects.get().end == date(2026, 11, 8)


def test_a_contributor_knows_its_own_part_and_nobody_elses(alpha, beta, monkeypatch) -> None:
    some = frozenset({alpha.inn, *sorted(WHO)[:5]})
    told(
        beta,
        cell(beta, contributors=some, shares={**dict.fromkeys(WHO, 0.14), alpha.inn: 0.3}),
        cell(
            beta,
            metric="segment_share",
            contributors=WHO | {alpha.inn},
            shares={**dict.fromkeys(WHO, 0.1), alpha.inn: 0.1},
        ),
        cell(beta, metric="solvency", contributors=WHO | {alpha.inn}, shares=dict.fromkeys(WHO, 0.125)),
        cell(beta, metric="frequency_vs_peers"),
    )
    mine = contributions_of(alpha)
    assert (mine.cells, mine.by_metric) == (2, (("segment_share", 1), ("ticket_vs_peers", 1)))
    assert (mine.others_at_least, mine.largest_share, mine.since) == (5, 0.3, localdate())
    theirs = contributions_of(beta)
    assert (theirs.cells, theirs.others_at_least, theirs.largest_share, theirs.since) == (0, None, None, None)
    monkeypatch.setattr(hooks.contributor, "answer", lambda partner: min(WHO))
    assert contributions_of(beta).cells == 4, "as a holding it stands under the holding's name"
    alpha.proven_at = None
    assert contributions_of(alpha).cells == 0, "an INN that is not proven opens nothing"


def test_the_choice_acts_from_the_next_quarter_and_is_written_down(alpha, beta, alice) -> None:
    with time_machine.travel("2026-11-23 12:00+03:00"):
        assert (contributions_of(alpha).takes_part, contributions_of(alpha).changes_on) == (True, None)
        sharing_set(partner=alpha, takes_part=True, by=alice)
        assert not AuditEntry.objects.filter(partner=alpha, action__startswith="sharing").exists(), "nothing changed"
        sharing_set(partner=alpha, takes_part=False, by=alice)
        sharing_set(partner=alpha, takes_part=False, by=alice)
        mine = contributions_of(alpha)
        assert (mine.takes_part, mine.changes_on) == (False, date(2027, 1, 1))
        assert contributions_of(beta).takes_part
    entry = AuditEntry.objects.get(partner=alpha, action="sharing_stopped")
    assert entry.actor == alice
    assert "1 января 2027" in acts()[entry.action].read(entry.details)
    with time_machine.travel("2027-01-02 12:00+03:00"):
        assert contributions_of(alpha).changes_on is None, "in force"
        sharing_set(partner=alpha, takes_part=True, by=alice)
        assert contributions_of(alpha).changes_on == date(2027, 4, 1)
    assert Sharing.objects.filter(partner=beta).count() == 0


def test_quarters() -> None:
    days = [date(2026, 1, 1), date(2026, 3, 31), date(2026, 10, 1), date(2026, 12, 31)]
    firsts = [date(2026, 4, 1), date(2026, 4, 1), date(2027, 1, 1), date(2027, 1, 1)]
    assert [quarter_after(day) for day in days] == firsts


def test_a_bank_may_be_stricter(alpha, monkeypatch) -> None:
    told(alpha, cell(alpha))
    five_more = cell(alpha, contributors=WHO | set("vwxyz"))
    assert release_ledger(alpha, 2).admits(five_more)
    stricter = partial(too_close, rules=Rules(overlap_holdings=6))
    monkeypatch.setattr(settings, "DISCLOSURE_TOO_CLOSE", stricter)
    assert not release_ledger(alpha, 2).admits(five_more)
