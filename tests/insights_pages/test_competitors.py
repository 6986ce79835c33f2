"""The page Competitors: the read door's figures in words, by plan, and why not where there are none."""

import re

import pytest

from billing.features import PEERS
from billing.models import Override
from billing.services import override_grant, plan_set
from insights.answers_peers import Lens, PeerAnswer
from insights.models import PeerFigure
from insights.panels.peers.others import counted
from insights.panels.peers.units import written
from insights.panels.peers.verdict import COMPARED
from insights.selectors.peers import peer_groups, peer_metrics
from tenants.services.sharing import sharing_set
from tests.insights_pages.bank import bank, bank_uri  # noqa: F401
from tests.insights_pages.reading import plain, text_of
from ui import dates

pytestmark = pytest.mark.django_db
PAGE = "/competitors/"


def part(response, name):
    """Return one card of the page as its reader sees it."""
    found = re.search(rf'<section class="card[^>]*id="{name}".*?</section>', response.text, flags=re.S)
    assert found, name
    return plain(re.sub(r"<[^>]+>", " ", found[0]).replace("&nbsp;", " "))


def figure_set(partner, as_partner, key, **body):
    with as_partner(partner):
        for row in PeerFigure.objects.filter(key=key):
            row.body |= body
            row.save(update_fields=["body"])


@pytest.mark.parametrize("lens", [Lens.KIND, Lens.SIZE])
def test_the_figures_are_those_of_the_read_door(bank, alice, client_for, lens):  # noqa: F811
    page = client_for(alice, bank).get(PAGE, {"lens": lens.value})
    answers = peer_metrics(bank, lens)
    for key in COMPARED:
        answer, card = answers[key], part(page, key)
        assert isinstance(answer, PeerAnswer)
        for value in (answer.you, answer.median, answer.q1, answer.q3):
            assert plain(written(value, answer.info.unit)) in card, key
        assert plain(dates.period(answer.start, answer.end)) in card
        assert f"/api/v1/peers/{key}/?lens={lens}" in card
    group = next(one for one in peer_groups(bank) if one.lens is lens)
    assert plain(counted(group)) in part(page, "group")
    assert "Названия не показываются никогда" in part(page, "group")
    assert "31 декабря 2026" in part(page, "group")


def test_only_where_all_ways_agree_a_comparison_is_called_reliable(bank, alice, client_for, as_partner):  # noqa: F811
    figure_set(bank, as_partner, "ticket_vs_peers", median=300.0, difference=0.3)
    with as_partner(bank):
        other = PeerFigure.objects.get(key="frequency_vs_peers", lens="size")
        usual = PeerFigure.objects.get(key="frequency_vs_peers", lens="kind", wide=False)
        other.body |= {"difference": -usual.body["difference"] or 0.5}
        other.save(update_fields=["body"])
    page = client_for(alice, bank).get(PAGE)
    assert "Надёжно: все три способа подбора говорят одно" in part(page, "ticket_vs_peers")
    assert "Неточно: способы подбора расходятся" in part(page, "frequency_vs_peers")
    assert "выше середины" in part(page, "agreement")


def test_the_wider_group_is_offered_where_the_usual_is_too_small(bank, alice, client_for, as_partner):  # noqa: F811
    figure_set(bank, as_partner, "ticket_vs_peers", reason="too_few", median=None, q1=None, q3=None, wider=True)
    page = client_for(alice, bank).get(PAGE)
    card = part(page, "ticket_vs_peers")
    assert "чтобы каждый" in card
    assert "1 января 2027" in card
    assert not re.search(r"\b(5|10|20) (участник|бизнес|компани)", card)
    assert "/competitors/?group=wide" in page.text


def test_one_reason_for_all_is_said_once_beside_the_own_figures(bank, alice, client_for, as_partner):  # noqa: F811
    for key in COMPARED:
        figure_set(bank, as_partner, key, reason="no_peers", median=None, q1=None, q3=None, percentile=None)
    page = client_for(alice, bank).get(PAGE)
    assert "Почему сравнения пока нет" in part(page, "silence")
    assert 'id="ticket_vs_peers"' not in page.text
    own = peer_metrics(bank)["ticket_vs_peers"]
    assert plain(written(own.you, own.info.unit)) in part(page, "silence")


def test_what_is_not_computed_yet_says_so(bank, alice, client_for, as_partner):  # noqa: F811
    with as_partner(bank):
        PeerFigure.objects.all().delete()
    page = client_for(alice, bank).get(PAGE)
    assert "Сравнения считаются" in text_of(page)


@pytest.mark.parametrize(
    ("plan", "cards", "locks"),
    [("start", 1, {"Рост", "Про"}), ("growth", 5, {"Про"}), ("pro", 5, set()), ("network", 5, set())],
)
def test_each_plan_sees_its_part(bank, cast, client_for, plan, cards, locks):  # noqa: F811, PLR0917
    alice = cast["alice"]
    plan_set(partner=bank, plan=plan)
    page = client_for(alice, bank).get(PAGE)
    assert sum(f'id="{key}"' in page.text for key in COMPARED) == cards
    assert ("Средняя половина группы" in text_of(page)) is (plan != "start")
    assert {offer.plan for offer in page.context["page"].offers} <= locks
    assert bool(page.context["page"].offers) is (plan == "start") or plan == "growth"
    size = client_for(alice, bank).get(PAGE, {"lens": "size"})
    assert ("Все три способа подобрать похожих" in text_of(size)) is (plan in {"start", "growth"})
    assert ('id="group"' in size.text) is (plan in {"pro", "network"})


def test_others_than_the_owner_read_and_are_told_whom_to_ask(bank, vera, client_for):  # noqa: F811
    plan_set(partner=bank, plan="growth")
    page = client_for(vera, bank).get(PAGE, {"lens": "size"})
    assert page.status_code == 200
    assert "Обратитесь к нему: Алиса." in text_of(page)
    assert "/settings/plan/?plan=" not in page.text


def test_what_the_bank_turned_off_is_locked(bank, alice, client_for):  # noqa: F811
    override_grant(partner=bank, name=PEERS.key, reason="по письму", kind=Override.Kind.REMOVE, granted_by=None)
    page = client_for(alice, bank).get(PAGE)
    assert 'id="revenue_vs_peers"' not in page.text
    assert "Банк отключил это для вас" in text_of(page)


def test_nobody_sees_another_partners_comparison(bank, cast, client_for):  # noqa: F811
    beta, alice, charlie = cast["beta"], cast["alice"], cast["charlie"]
    assert client_for(charlie, bank).get(PAGE).status_code in {302, 403}
    assert client_for(None, bank).get(PAGE).status_code == 302
    ours, theirs = (plain(client_for(who, host).get(PAGE).text) for who, host in ((alice, bank), (charlie, beta)))
    figures = [peer_metrics(partner)["ticket_vs_peers"] for partner in (bank, beta)]
    own = [plain(written(one.you, one.info.unit)) for one in figures]
    assert own[0] in ours
    assert own[1] in theirs
    for name in ("78000000", "Бета"):
        assert name not in ours
    said = text_of(client_for(alice, bank).get(PAGE))
    for name in ("H2", "H3"):  # a random token among the attributes may well hold two such letters
        assert name not in said


def test_a_strange_lens_is_the_first(bank, alice, client_for):  # noqa: F811
    assert 'id="revenue_vs_peers"' in client_for(alice, bank).get(PAGE, {"lens": "x", "group": "y"}).text


def test_the_overview_has_a_strip_that_leads_on(bank, alice, client_for, as_partner):  # noqa: F811
    page = client_for(alice, bank).get("/")
    answer = peer_metrics(bank)["ticket_vs_peers"]
    assert plain(written(answer.median, answer.info.unit)) in part(page, "ticket_vs_peers")
    assert 'href="/competitors/"' in page.text
    assert "другими пекарнями вашего" in text_of(page)
    for key in COMPARED:
        figure_set(bank, as_partner, key, reason="too_few", median=None)
    assert "По сравнению с" not in text_of(client_for(alice, bank).get("/"))


def test_who_takes_no_part_is_told_where_to_change_it(bank, alice, client_for):  # noqa: F811
    sharing_set(partner=bank, takes_part=False, by=alice)
    page = client_for(alice, bank).get(PAGE)
    assert "Вы не участвуете в сравнениях" in text_of(page)
    assert 'href="/settings/privacy/">Изменить' in page.text
