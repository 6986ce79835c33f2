"""Groups that partners describe themselves: chosen, frozen, told through the same judge and ledger as all others."""

from datetime import date
from typing import Any

import pytest
import time_machine

from billing.entitlements import Locked, NotEntitled
from billing.services import override_grant, plan_set
from insights.answers_peers import Lens, PeerAnswer
from insights.peers.recompute import peers_recompute
from insights.selectors.peer_choice import TRIES_A_DAY, Choice, peer_choice
from insights.selectors.peers import peer_groups, peer_metric, peer_metrics
from insights.services import peer_group_choose, peer_group_try, peer_group_undo
from lake.peers.facts import facts_read
from lake.peers.own_choice import Band, Description
from tenants.errors import Refused
from tenants.models import PeerCensus, PeerChoice, PeerSet, PeerTry, Release
from tenants.services.sharing import sharing_set
from tests.api.conftest import ask, new_key
from tests.peers.banks import ALPHA_INN, BETA_INN
from tests.peers.checking import BOUGHT, GROSS, levels_checked, together_checked
from tests.peers.oracle import NET, Oracle, oracle, place, spread, two
from tests.peers.own_bank import own_bank, own_bank_uri

__all__ = ["ask", "new_key", "own_bank", "own_bank_uri"]  # fixtures

QUARTER, NEXT = date(2026, 10, 1), date(2027, 1, 1)
BOTH = Description(kinds=("bakery",), cities=("Казань", "Самара"))
SAMARA = Description(kinds=("bakery",), cities=("Самара",))
UFA = Description(groups=("eating",), regions=("Башкортостан",))


def frozen(partner: Any, quarter: date = QUARTER) -> set[str]:
    return set(PeerSet.objects.get(partner=partner, lens="custom", quarter=quarter).companies)


def reasons(partner: Any) -> set[str]:
    found = peer_metrics(partner, Lens.CUSTOM).values()
    return {one.suppressed.reason if one.suppressed else "" for one in found if isinstance(one, PeerAnswer)}


def told_of(partner: Any, lens: Lens = Lens.KIND) -> PeerAnswer:
    found = peer_metric(partner, "ticket_vs_peers", lens=lens)
    assert isinstance(found, PeerAnswer)
    return found


def chosen_by(partner: Any) -> Choice:
    found = peer_choice(partner)
    assert isinstance(found, Choice)
    return found


def by_sql(truth: Oracle, kinds: set[str], cities: set[str], *, size: bool = False, ticket: bool = False) -> set[str]:
    """Find a group of alpha's anew, from the raw payments."""
    homes = truth.homes()
    span = {"start": truth.now[0], "end": truth.now[1]}
    rows = truth.ask(
        f"""SELECT inn, holder, {NET}, {GROSS} / {BOUGHT} FROM paid WHERE "day" BETWEEN $start AND $end
            GROUP BY inn, holder HAVING {BOUGHT} > 0""",
        **span,
    )
    own = {inn: (net, mean) for inn, _holder, net, mean in rows}[ALPHA_INN]
    return {
        inn
        for inn, holder, net, mean in rows
        if holder != truth.holding(ALPHA_INN)
        and homes[inn][0] in kinds
        and homes[inn][1] in cities
        and (not size or own[0] / 2 <= net <= own[0] * 2)
        and (not ticket or own[1] * 2 / 3 <= mean <= own[1] * 3 / 2)
    }


@pytest.mark.parametrize("near", [False, True])
def test_the_figures_of_an_own_group_equal_sql(own_bank: Any, alpha: Any, ask: Any, new_key: Any, near: bool) -> None:
    band = Band.NEAR if near else Band.ANY
    wanted = Description(kinds=("bakery", "cafe"), cities=("Казань", "Самара", "Уфа"), size=band, ticket=band)
    peer_group_choose(partner=alpha, description=wanted, by=None)
    assert peers_recompute([alpha]).failed == ()
    key = new_key(alpha).text
    told = {one: ask(alpha, f"peers/{one}/?lens=custom", key).json() for one in peer_metrics(alpha)}
    with oracle(own_bank) as truth:
        names = by_sql(truth, {"5462", "5814"}, {"Казань", "Самара", "Уфа"}, size=near, ticket=near)
        assert frozen(alpha) == names
        inns, facts = sorted(names), facts_read(own_bank)
        ratio = f"{GROSS} / {BOUGHT}"
        theirs = list(truth.by_holding(ratio, inns, truth.now).values())
        own = truth.by_holding(ratio, [ALPHA_INN], truth.now)[ALPHA_INN]
        assert levels_checked(facts, truth, ALPHA_INN, inns) + together_checked(facts, truth, ALPHA_INN, inns) > 5
    ticket = told["ticket_vs_peers"]
    assert (ticket["lens"], ticket["level"], ticket["suppressed"]) == ("custom", "custom|", None)
    assert (ticket["median"], ticket["q1"], ticket["q3"]) == tuple(two(spread(theirs, at)) for at in (0.5, 0.25, 0.75))
    assert ticket["percentile"] == (place(own, theirs) if len(theirs) >= 20 else None)
    assert ticket["n_peers"] == len(theirs)
    assert told["revenue_vs_peers"]["suppressed"] is None
    # Of a group that a viewer picked, no sum: beside its other groups it might leave one business over.
    assert (told["segment_share"]["suppressed"]["reason"], told["segment_share"]["you"]) == ("picked", None)
    assert told["share_of_wallet"]["you"] is None
    group = next(one for one in ask(alpha, "peers/", key).json()["groups"] if one["lens"] == "custom")
    assert group["chosen"] == wanted.body()
    assert {trait["key"] for trait in group["traits"]} >= {"ticket_vs_peers", "frequency_vs_peers"}
    assert not any(inn in str(group) for inn in names)


def test_the_viewers_holding_and_who_takes_no_part_are_left_out(own_bank: Any, alpha: Any, beta: Any) -> None:
    sharing_set(partner=beta, takes_part=False, by=None)
    wanted = Description(kinds=("bakery", "cafe"), cities=("Казань", "Уфа"))
    peer_group_choose(partner=alpha, description=wanted, by=None)
    peers_recompute([alpha])
    assert not {ALPHA_INN, BETA_INN} & frozen(alpha)
    group = next(one for one in peer_groups(alpha) if one.lens is Lens.CUSTOM)
    assert group.businesses == 26 - 2 - 2 + 18, "alpha and beta are left out, two holdings of two count as one each"
    with pytest.raises(Refused, match="участвуете"):
        peer_group_choose(partner=beta, description=BOTH, by=None)


def test_before_a_choice_there_is_a_reason_and_nothing_is_computed(own_bank: Any, alpha: Any) -> None:
    assert reasons(alpha) == {"not_chosen"}
    assert not PeerSet.objects.filter(lens="custom").exists()
    peer_group_choose(partner=alpha, description=BOTH, by=None)
    assert reasons(alpha) == {"computing"}
    peers_recompute([alpha])
    assert "" in reasons(alpha)


def test_the_first_choice_acts_at_once_and_a_change_from_the_next_quarter(own_bank: Any, alpha: Any) -> None:
    for description in (SAMARA, BOTH):
        row = peer_group_choose(partner=alpha, description=description, by=None)
        assert row is not None
        assert row.quarter == QUARTER, "nothing is frozen yet"
    peers_recompute([alpha])
    before = frozen(alpha)
    change = peer_group_choose(partner=alpha, description=UFA, by=None)
    assert change is not None
    assert change.quarter == NEXT
    choice = chosen_by(alpha)
    assert (choice.now, choice.pending, choice.next_quarter) == (BOTH, UFA, NEXT)
    peers_recompute([alpha])
    assert frozen(alpha) == before
    assert PeerChoice.objects.filter(partner=alpha).count() == 2
    assert peer_group_undo(partner=alpha, by=None)
    assert not peer_group_undo(partner=alpha, by=None)
    assert (chosen_by(alpha).now, chosen_by(alpha).pending) == (BOTH, None)


def test_at_the_next_freeze_the_change_is_in_force(own_bank: Any, alpha: Any) -> None:
    peers_recompute([alpha], as_of=date(2026, 9, 20))
    peer_group_choose(partner=alpha, description=BOTH, by=None)
    peers_recompute([alpha], as_of=date(2026, 9, 20))
    peer_group_choose(partner=alpha, description=UFA, by=None)
    peers_recompute([alpha], as_of=date(2026, 9, 27))
    assert len(frozen(alpha, date(2026, 7, 1))) > 40
    peers_recompute([alpha])
    assert {inn[:4] for inn in frozen(alpha)} == {"9900"}
    assert len(frozen(alpha)) == 18
    group = next(one for one in peer_groups(alpha) if one.lens is Lens.CUSTOM)
    assert (group.quarter, group.version, group.chosen) == (QUARTER, 2, UFA)


def test_choosing_what_is_frozen_takes_a_change_back(own_bank: Any, alpha: Any) -> None:
    peer_group_choose(partner=alpha, description=BOTH, by=None)
    peers_recompute([alpha])
    peer_group_choose(partner=alpha, description=UFA, by=None)
    assert peer_group_choose(partner=alpha, description=BOTH, by=None) is None
    assert chosen_by(alpha).pending is None


# --- A try is no oracle --------------------------------------------------------------------------------------------


def test_a_group_tried_before_is_known_again_under_another_holding(own_bank: Any, alpha: Any) -> None:
    assert peer_group_try(partner=alpha, description=SAMARA) is True
    PeerTry.objects.update(holding="H-before")
    assert peer_group_try(partner=alpha, description=SAMARA) is True
    assert chosen_by(alpha).tries_left == TRIES_A_DAY - 1, "whoever it belongs to now, it tried once"


def test_the_frozen_group_can_be_chosen_again_though_its_town_is_small_now(own_bank: Any, alpha: Any) -> None:
    peer_group_choose(partner=alpha, description=BOTH, by=None)
    peers_recompute([alpha])
    peer_group_choose(partner=alpha, description=UFA, by=None)
    row = PeerCensus.objects.get()
    row.places[0].remove("Самара")
    row.save()
    assert "Самара" in chosen_by(alpha).places.cities
    assert peer_group_choose(partner=alpha, description=BOTH, by=None) is None, "it stays as it is"


def test_a_kind_that_left_the_file_breaks_nothing(own_bank: Any, alpha: Any) -> None:
    peer_group_choose(partner=alpha, description=BOTH, by=None)
    peers_recompute([alpha])
    PeerSet.objects.filter(partner=alpha, lens="custom").update(description=BOTH.body() | {"kinds": ["bakery", "gone"]})
    PeerChoice.objects.update(description=BOTH.body() | {"kinds": ["gone"]})
    assert chosen_by(alpha).now == BOTH
    assert told_of(alpha, Lens.CUSTOM).suppressed is None
    PeerSet.objects.filter(partner=alpha, lens="custom").update(description=BOTH.body() | {"kinds": ["gone"]})
    assert chosen_by(alpha).now is None
    assert peers_recompute([alpha]).failed == ()


def test_groups_that_differ_by_a_few_are_told_the_same(own_bank: Any, alpha: Any) -> None:
    """Three cafés of Samara: whether they are counted must not show, neither as a number nor as a change."""
    with_them = Description(kinds=("bakery", "cafe"), cities=("Самара",))
    told = [peer_group_try(partner=alpha, description=one) for one in (SAMARA, with_them)]
    assert told == [True, True]
    assert [row.judged for row in PeerTry.objects.order_by("judged")] == [False, True]
    few = Description(kinds=("cafe",), cities=("Самара",))
    assert peer_group_try(partner=alpha, description=few) is False
    assert peer_group_try(partner=alpha, description=Description(kinds=("flowers",))) is False


def test_nearly_the_usual_group_can_not_be_used_and_the_same_one_can(own_bank: Any, alpha: Any) -> None:
    nearly = Description(kinds=("bakery",), cities=("Казань",), groups=("leisure",))
    assert peer_group_try(partner=alpha, description=nearly) is True, "the very same businesses"
    peer_group_choose(partner=alpha, description=nearly, by=None)
    peers_recompute([alpha])
    custom, usual = (told_of(alpha, lens) for lens in (Lens.CUSTOM, Lens.KIND))
    assert (custom.median, custom.businesses) == (usual.median, usual.businesses)


def test_tries_are_counted_over_the_day_and_told_again_for_nothing(own_bank: Any, alpha: Any, beta: Any) -> None:
    kinds = ("bakery", "cafe", "grocery", "restaurant", "bar", "flowers")
    with time_machine.travel("2026-11-23 09:00Z", tick=False) as clock:
        for kind in kinds[:TRIES_A_DAY]:
            peer_group_try(partner=alpha, description=Description(kinds=(kind,)))
        assert peer_group_try(partner=alpha, description=Description(kinds=("bakery",))) is True
        last = Description(kinds=(kinds[-1],))
        with pytest.raises(Refused):
            peer_group_try(partner=alpha, description=last)
        with pytest.raises(Refused):
            peer_group_choose(partner=alpha, description=last, by=None)
        assert chosen_by(alpha).tries_left == 0
        assert chosen_by(beta).tries_left == TRIES_A_DAY, "another partner's tries are its own"
        clock.move_to("2026-11-24 09:00Z")
        assert peer_group_try(partner=alpha, description=last) is False


def test_too_few_or_an_unknown_place_are_refused_and_change_nothing(own_bank: Any, alpha: Any) -> None:
    few = Description(kinds=("cafe",), cities=("Самара",))
    with pytest.raises(Refused) as refusal:
        peer_group_choose(partner=alpha, description=few, by=None)
    assert not any(digit in refusal.value.message for digit in "0123456789")
    with pytest.raises(Refused) as refusal:
        peer_group_choose(partner=alpha, description=Description(kinds=("bakery",), cities=("Тверь",)), by=None)
    assert refusal.value.field == "where"
    assert not PeerChoice.objects.exists()


# --- The ledger ----------------------------------------------------------------------------------------------------


def test_an_own_group_nearly_the_usual_one_is_refused_in_words(own_bank: Any, alpha: Any) -> None:
    """What was chosen well comes near to another group at a freeze: nothing of it is told."""
    peer_group_choose(partner=alpha, description=BOTH, by=None)
    usual = PeerSet.objects.get(partner=alpha, lens="kind", wide=False)
    usual.pk, usual.lens, usual.version = None, "custom", 1
    usual.description = BOTH.body()
    usual.members, usual.companies = usual.members[:-2], usual.companies[:-2]
    usual.save()
    peers_recompute([alpha])
    assert reasons(alpha) <= {"overlap", "too_young", "own_too_small"}
    ticket = told_of(alpha, Lens.CUSTOM)
    assert ticket.suppressed is not None
    assert (ticket.suppressed.reason, ticket.median, ticket.q1, ticket.percentile) == ("overlap", None, None, None)
    assert ticket.you is not None
    assert not any(digit in ticket.suppressed.text for digit in "0123456789")
    assert not Release.objects.filter(partner=alpha, lens="custom").exists()
    group = next(one for one in peer_groups(alpha) if one.lens is Lens.CUSTOM)
    assert (group.businesses, group.traits) == (0, ()), "how many fewer than in the usual group is as telling"
    assert told_of(alpha).suppressed is None, "the other lenses are as they were"


def test_whatever_is_told_of_overlapping_days_is_of_one_set_or_of_sets_far_apart(own_bank: Any, alpha: Any) -> None:
    peer_group_choose(partner=alpha, description=SAMARA, by=None)
    peers_recompute([alpha], as_of=date(2026, 11, 15))
    peers_recompute([alpha])
    sets: dict[str, list[frozenset[str]]] = {}
    for row in Release.objects.filter(partner=alpha):
        sets.setdefault(row.metric, []).append(frozenset(row.contributors))
    assert Release.objects.filter(partner=alpha, lens="custom").exists()
    for every in sets.values():
        assert all(one == other or len(one ^ other) >= 5 for one in every for other in every)


# --- Plans ---------------------------------------------------------------------------------------------------------


def test_a_downgrade_hides_it_and_deletes_nothing(own_bank: Any, alpha: Any) -> None:
    peer_group_choose(partner=alpha, description=BOTH, by=None)
    peers_recompute([alpha])
    plan_set(partner=alpha, plan="pro")
    assert isinstance(peer_metric(alpha, "ticket_vs_peers", lens=Lens.CUSTOM), Locked)
    assert isinstance(peer_choice(alpha), Locked)
    assert Lens.CUSTOM not in {group.lens for group in peer_groups(alpha)}
    for act in (peer_group_try, peer_group_choose):
        with pytest.raises(NotEntitled):
            act(partner=alpha, description=UFA, **({"by": None} if act is peer_group_choose else {}))
    with pytest.raises(NotEntitled):
        peer_group_undo(partner=alpha, by=None)
    peers_recompute([alpha])
    assert PeerChoice.objects.filter(partner=alpha).exists()
    override_grant(partner=alpha, name="peers_custom", reason="пилот", granted_by=None)
    peers_recompute([alpha])
    assert told_of(alpha, Lens.CUSTOM).median is not None


def test_what_the_bank_switched_off_is_told_to_nobody(own_bank: Any, alpha: Any, settings: Any) -> None:
    settings.DISCLOSURE_OFF = frozenset({"peers_custom"})
    peer_group_choose(partner=alpha, description=BOTH, by=None)
    peers_recompute([alpha])
    assert reasons(alpha) == {"switched_off"}
    assert told_of(alpha).suppressed is None


def test_each_partner_has_its_own(own_bank: Any, alpha: Any, beta: Any) -> None:
    peer_group_choose(partner=alpha, description=BOTH, by=None)
    peers_recompute()
    assert reasons(beta) == {"not_chosen"}
    assert chosen_by(beta).now is None
    assert not PeerSet.objects.filter(partner=beta, lens="custom").exists()
