"""What a plan lacks of the pages about customers is an offer in its place, and the rest stays."""

import pytest

from billing.services import override_grant, plan_set
from tests.insights_pages.reading import text_of

pytestmark = pytest.mark.django_db


def offers(answer) -> list[str]:
    assert answer.status_code == 200
    return [part.split("</h2>")[0] for part in answer.content.decode().split('<section class="card locked')[1:]]


def test_the_first_plan_has_the_portrait_and_who_is_new(shop, alice, client_for):
    plan_set(partner=shop, plan="start")
    client = client_for(alice, shop)
    assert len(offers(client.get("/customers/loyalty/"))) == 2
    page = text_of(client.get("/customers/loyalty/"))
    assert "Новые покупатели" in page
    assert "1 990 ₽ в месяц" in page
    assert len(offers(client.get("/customers/retention/"))) == 1
    assert "Первая покупка" not in text_of(client.get("/customers/retention/"))
    assert "Женщины" in text_of(client.get("/customers/"))


def test_a_granted_part_opens_alone(shop, alice, client_for):
    plan_set(partner=shop, plan="start")
    override_grant(partner=shop, name="rfm", reason="проба", granted_by=None)
    client = client_for(alice, shop)
    assert len(offers(client.get("/customers/loyalty/"))) == 1
    assert "Последняя покупка" in text_of(client.get("/customers/loyalty/"))


@pytest.mark.parametrize("path", ["/customers/", "/customers/loyalty/"])
def test_one_outlet_needs_the_largest_plan(shop, alice, client_for, path):
    client = client_for(alice, shop)
    plan_set(partner=shop, plan="pro")
    answer = client.get(f"{path}?outlet=a1")
    assert answer.context["locked"].title == "Покупатели каждой точки"
    assert "14 900 ₽ в месяц" in text_of(answer)
    assert "(тариф «Сеть»)" in text_of(client.get(path))
    plan_set(partner=shop, plan="network")
    opened = client.get(f"{path}?outlet=a1")
    assert "locked" not in opened.context
    assert "Пекарня на Тверской" in text_of(opened)


def test_a_short_history_clips_and_says_so(shop, alice, client_for):
    plan_set(partner=shop, plan="start")
    page = text_of(client_for(alice, shop).get("/customers/?period=365d"))
    assert "Ваш тариф показывает данные с 23 авг. 2026 г." in page
