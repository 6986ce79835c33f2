"""The page on which a partner describes its own group of comparison."""

import pytest

from billing.services import override_grant, plan_set
from insights.peers.recompute import peers_recompute
from insights.selectors.peers import peer_metrics
from tenants.models import PeerCensus, PeerChoice, PeerTry
from tenants.services.sharing import sharing_set
from tests.insights_pages.bank import bank, bank_uri  # noqa: F401
from tests.insights_pages.reading import text_of

pytestmark = pytest.mark.django_db
PAGE = "/competitors/group/"
KAZAN = {"kinds": ["kind:bakery"], "where": "places", "cities": ["Казань"], "size": "any", "ticket": "any"}
COUNTRY = {**KAZAN, "where": "country"}


@pytest.fixture
def post(client_for, alice, bank):  # noqa: F811
    """Send the form as the owner: `post(KAZAN, "choose")`."""

    def sent(form, act, who=alice):
        return client_for(who, bank).post(PAGE, {**form, "act": act})

    return sent


def test_the_form_begins_with_the_own_kind_and_city(bank, alice, client_for):  # noqa: F811
    page = client_for(alice, bank).get(PAGE)
    assert page.status_code == 200
    assert 'name="kinds" value="kind:bakery" checked' in page.text
    assert 'name="cities" value="Казань" checked' in page.text
    assert 'name="where" value="places" checked' in page.text
    assert "Вы ещё не описали свою группу" in text_of(page)
    assert "Группа начнёт действовать сразу" in text_of(page)


def test_it_is_tried_chosen_computed_and_shown(bank, post, alice, client_for):  # noqa: F811
    tried = post(KAZAN, "try")
    assert "Компаний в этой группе достаточно" in text_of(tried)
    assert "ещё 4 группы" in text_of(tried)
    assert not PeerChoice.objects.exists()
    kept = post(KAZAN, "choose")
    assert (kept.status_code, kept["Location"]) == (302, "/competitors/?lens=custom")
    assert "Сравнения считаются" in text_of(client_for(alice, bank).get(kept["Location"]))
    peers_recompute([bank])
    page = client_for(alice, bank).get(kept["Location"])
    assert "Ваш выбор: Пекарня; Казань" in text_of(page)
    assert 'href="/competitors/group/"' in page.text
    assert 'id="ticket_vs_peers"' in page.text
    assert 'id="agreement"' not in page.text, "an own choice bears nothing out"
    assert "Надёжно" not in page.text
    assert "Состав группы не изменится до 31 декабря 2026" in text_of(client_for(alice, bank).get(PAGE))


def test_a_change_waits_and_can_be_taken_back(bank, post, alice, client_for):  # noqa: F811
    post(KAZAN, "choose")
    peers_recompute([bank])
    kept = post({**COUNTRY, "kinds": ["group:food"]}, "choose")
    assert kept["Location"] == PAGE
    page = text_of(client_for(alice, bank).get(PAGE))
    assert "Начнёт действовать 1 января 2027" in page
    assert "Продуктовые магазины; вся страна" in page
    browser = client_for(alice, bank)
    assert browser.post(PAGE, {"act": "undo"}).status_code == 302
    page = text_of(browser.get(PAGE))
    assert "Изменение отменено" in page
    assert "Выбрано на следующий квартал" not in page
    assert PeerChoice.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "sentence", "anchor"),
    [
        ({**KAZAN, "kinds": []}, "Выберите хотя бы один вид бизнеса", "kinds"),
        ({**KAZAN, "kinds": ["kind:zoo"]}, "Выберите из списка", "kinds"),
        ({**KAZAN, "cities": []}, "Выберите хотя бы один город или регион", "where"),
        ({**KAZAN, "cities": ["Тверь"]}, "Выберите из списка", "cities"),
        ({**KAZAN, "regions": ["Казань"]}, "Выберите из списка", "regions"),
        ({**KAZAN, "where": ""}, "Выберите, где", "where"),
        ({**KAZAN, "size": "huge"}, "Выберите из списка", "size"),
        ({**KAZAN, "ticket": ""}, "Выберите из списка", "ticket"),
    ],
)
@pytest.mark.parametrize("act", ["try", "choose"])
def test_bad_input_is_named_and_nothing_is_lost(post, form, sentence, anchor, act):
    page = post({**form, "regions": form.get("regions", ["Татарстан"]) if form.get("cities") else []}, act)
    assert page.status_code == 200
    assert sentence in text_of(page)
    assert f'href="#{anchor}"' in page.text
    assert f'id="{anchor}"' in page.text
    for name in ("kinds", "cities"):
        for value in set(form[name]) & {"kind:bakery", "Казань"}:
            assert f'value="{value}" checked' in page.text
    assert not PeerChoice.objects.exists()
    assert not PeerTry.objects.exists()


def test_a_group_that_can_not_be_used_is_said_without_a_number(post, bank):  # noqa: F811
    page = post({**KAZAN, "kinds": ["kind:flowers"]}, "choose")
    assert "Эту группу выбрать нельзя" in text_of(page)
    assert 'value="kind:flowers" checked' in page.text
    assert not PeerChoice.objects.exists()


def test_tries_come_to_an_end_for_the_day(post, bank):  # noqa: F811
    for kind in ("flowers", "grocery", "cafe", "bar", "meat"):
        post({**KAZAN, "kinds": [f"kind:{kind}"]}, "try")
    page = post(KAZAN, "try")
    assert "На сегодня проверки групп закончились" in text_of(page)
    assert 'value="kind:bakery" checked' in page.text


def test_who_may_change_it(bank, post, cast, client_for):  # noqa: F811
    vera = client_for(cast["vera"], bank).get(PAGE)
    assert vera.status_code == 200
    assert "Изменить её могут владелец и аналитик" in text_of(vera)
    assert 'name="act"' not in vera.text
    for act in ("try", "choose", "undo"):
        assert post(KAZAN, act, cast["vera"]).status_code == 403
    assert not PeerTry.objects.exists()
    assert post(KAZAN, "choose", cast["boris"]).status_code == 302
    assert PeerChoice.objects.filter(partner=bank).count() == 1
    assert client_for(cast["charlie"], bank).get(PAGE).status_code in {302, 403}
    assert "Вы ещё не описали" in text_of(client_for(cast["charlie"], cast["beta"]).get(PAGE))


@pytest.mark.parametrize("plan", ["start", "growth", "pro"])
def test_a_lower_plan_is_offered_it(bank, post, cast, client_for, plan):  # noqa: F811
    plan_set(partner=bank, plan=plan)
    for page in (client_for(cast["alice"], bank).get(PAGE), post(KAZAN, "choose"), post({}, "undo")):
        assert page.status_code == 200
        assert "Своя группа для сравнения" in text_of(page)
        assert 'name="kinds"' not in page.text
    lens = client_for(cast["alice"], bank).get("/competitors/?lens=custom")
    assert {offer.title for offer in lens.context["page"].offers} == {"Своя группа для сравнения"}
    assert not PeerChoice.objects.exists()
    override_grant(partner=bank, name="peers_custom", reason="пилот", granted_by=None)
    assert 'name="kinds"' in client_for(cast["alice"], bank).get(PAGE).text


def test_before_a_choice_the_lens_says_what_to_do(bank, alice, client_for):  # noqa: F811
    page = client_for(alice, bank).get("/competitors/?lens=custom")
    assert "Вы ещё не описали свою группу" in text_of(page)
    assert 'href="/competitors/group/">Описать свою группу' in page.text
    assert all(one.suppressed.reason == "not_chosen" for one in peer_metrics(bank, "custom").values())


def test_who_takes_no_part_and_who_is_not_compared_yet(bank, alice, client_for, post):  # noqa: F811
    sharing_set(partner=bank, takes_part=False, by=alice)
    page = client_for(alice, bank).get(PAGE)
    assert "Вы не участвуете в сравнении" in text_of(page)
    assert 'name="kinds"' not in page.text
    assert "Вы не участвуете в сравнении" in text_of(post(KAZAN, "choose"))
    assert not PeerChoice.objects.exists()
    PeerCensus.objects.all().delete()
    assert "Сравнения считаются" in text_of(client_for(alice, bank).get(PAGE))
