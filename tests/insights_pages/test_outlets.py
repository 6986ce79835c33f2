"""Settings → outlets: owners name and order them, members read, nobody touches another's."""

import pytest

from insights import selectors
from tests.insights_pages.reading import text_of

pytestmark = pytest.mark.django_db
PAGE = "/settings/outlets/"


def _entered(partner, **more):
    return {f"{outlet.id}-alias": "" for outlet in selectors.outlets(partner)} | more


def test_an_owner_names_an_outlet(shop, alice, client_for):
    client = client_for(alice, shop)
    answer = client.post(PAGE, _entered(shop, **{"a1-alias": "  Главная   пекарня "}), follow=True)
    page = text_of(answer)
    assert "Названия точек сохранены." in page
    assert "Главная пекарня В банке: Пекарня на Тверской" in page
    assert "Главная пекарня" in text_of(client.get("/"))
    client.post(PAGE, _entered(shop))
    assert selectors.outlets(shop)[0].name == "Пекарня на Тверской"


def test_a_name_that_is_too_long_is_kept_for_correction(shop, alice, client_for):
    long = "я" * 101
    answer = client_for(alice, shop).post(PAGE, _entered(shop, **{"a1-alias": long, "a2-alias": "Вокзал"}))
    assert answer.status_code == 200
    assert "Сократите название до 100 знаков." in text_of(answer)
    assert f'value="{long}"' in answer.content.decode()
    assert 'value="Вокзал"' in answer.content.decode()
    assert [outlet.name for outlet in selectors.outlets(shop)][1] == "Пекарня у вокзала"


def test_the_order_decides_what_a_plan_includes(shop, alice, client_for):
    from billing.services import plan_set

    plan_set(partner=shop, plan="start")
    client = client_for(alice, shop)
    page = text_of(client.get(PAGE))
    assert "4 точки. По отдельности ваш тариф открывает первые: 1." in page
    assert "Больше точек" in page
    assert client.post(PAGE, _entered(shop, up="a2")).status_code == 302
    assert [(one.id, bool(one.locked)) for one in selectors.outlets(shop)] == [
        ("a2", False), ("a1", True), ("a3", True), ("a4", True),
    ]  # fmt: skip
    client.post(PAGE, _entered(shop, up="a2"))
    client.post(PAGE, _entered(shop, down="a4"))
    assert [one.id for one in selectors.outlets(shop)] == ["a2", "a1", "a3", "a4"]


@pytest.mark.parametrize("who", ["boris", "vera"])
def test_others_read_and_change_nothing(shop, who, cast, client_for):
    client = client_for(cast[who], shop)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Менять названия и порядок может только владелец." in text_of(page)
    assert '<input type="text"' not in page.content.decode()
    assert client.post(PAGE, _entered(shop, **{"a1-alias": "Моя"})).status_code == 403
    assert selectors.outlets(shop)[0].name == "Пекарня на Тверской"


def test_another_partners_outlet_is_out_of_reach(shop, beta, alice, client_for):
    client = client_for(alice, shop)
    assert client.post(PAGE, _entered(shop, up="b1")).status_code == 404
    client.post(PAGE, _entered(shop, **{"b1-alias": "Захвачено"}))
    assert selectors.outlets(beta)[0].name == "Чужая лавка"


def test_a_partner_without_outlets_sees_why(alpha, alice, client_for):
    assert "Точек пока нет" in text_of(client_for(alice, alpha).get(PAGE))


def test_each_outlet_says_what_the_bank_takes_it_for(shop, alice, client_for, as_partner):
    from insights.models import Outlet

    with as_partner(shop):
        Outlet.objects.filter(merchant_id="a1").update(mcc="7832")
        Outlet.objects.filter(merchant_id="a2").update(mcc="3005")
    page = text_of(client_for(alice, shop).get(PAGE))
    assert "Кинотеатр · " in page
    assert "Авиакомпания · " in page
