"""An owner pays, changes, cancels, pauses and comes back, on the pages alone; the local Stripe answers."""

import re
from html import unescape

import pytest

from billing.models import Invoice, Subscription
from billing.panels.acts import upgrades
from billing.plans import PLANS
from billing.services import plan_set
from billing.services.changing import When, change_when
from billing.standing import Paid
from tests.billing.test_plan_pages import words, words_of
from tests.local_stripe.running import FAILS_LATER, SECURE_ALWAYS

pytestmark = pytest.mark.django_db
PAY = {"plan": "growth", "pay": "month"}
TO_PRO = {"plan": "pro", "pay": "month"}


@pytest.fixture
def owner(alpha, alice, client_for, time):
    """Alice's browser; her partner is on the free plan."""
    plan_set(partner=alpha, plan="start")
    return client_for(alice, alpha)


@pytest.fixture
def paying(owner, time):
    """Alice's browser, her partner pays for Growth by the month."""
    time.stripe.card_pay(way_out(owner.post("/settings/plan/pay/", PAY)))
    owner.get("/settings/plan/?paid=1")
    return owner


def way_out(answer):
    """Return where the page between leads: without script, and by its button."""
    assert answer.status_code == 200, answer
    text = answer.content.decode()
    url = unescape(re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', text)[1])
    assert f'href="{url}"' in unescape(text)
    return url


def row(alpha):
    return Subscription.objects.get(partner=alpha)


def said(answer):
    """Return the words of the page that an act led to."""
    assert answer.status_code == 200
    return words(answer)


def test_from_a_locked_panel_to_a_paid_plan(owner, alpha, time):
    assert "Перейти к оплате" in words(owner.get("/settings/plan/?plan=growth"))
    url = way_out(owner.post("/settings/plan/pay/", PAY))
    assert time.stripe.card_pay(url)["status"] == "paid"
    text = words(owner.get("/settings/plan/?paid=1"))
    assert "Оплата прошла. Ваш тариф – «Рост»" in text
    page = words(owner.get("/settings/plan/"))
    assert "1\u00a0990,00\u00a0₽ с НДС" in page
    assert "4242" in page
    assert Invoice.objects.filter(partner=alpha, status="paid").count() == 1


def test_a_double_click_opens_one_page_for_one_customer(owner, time):
    urls = {way_out(owner.post("/settings/plan/pay/", PAY)) for _ in range(2)}
    assert len(urls) == 1
    assert len(time.stripe.client.v1.customers.list().data) == 1


def test_coming_back_without_paying_changes_nothing(owner, alpha):
    way_out(owner.post("/settings/plan/pay/", PAY))
    text = said(owner.get("/settings/plan/?paid=0", follow=True))
    assert "Вы вернулись без оплаты. Ничего не списано" in text
    assert "Ваш тариф: Старт" in text


def test_nobody_waits_for_a_payment_that_was_never_begun(owner):
    assert owner.get("/settings/plan/?paid=1")["Location"] == "/settings/plan/"


def test_a_payment_that_is_not_there_yet_is_waited_for_and_not_for_ever(owner, time):
    url = way_out(owner.post("/settings/plan/pay/", PAY))
    waiting = owner.get("/settings/plan/?paid=1").content.decode()
    asks = re.search(r'hx-get="([^"]+)"', waiting)[1]
    assert "Проверить ещё раз" in waiting, "without script too"
    assert "hx-get" in owner.get(asks).content.decode()
    assert "hx-get" not in owner.get("/settings/plan/paid/?look=30").content.decode()
    assert owner.get("/settings/plan/paid/?look=x").status_code == 200
    time.stripe.card_pay(url)
    part = owner.get(asks).content.decode()
    assert "hx-get" not in part
    assert "Оплата прошла" in part


def test_an_upgrade_costs_what_its_page_said(paying, alpha, time):
    time.pass_days(11.3)
    page = paying.get("/settings/plan/upgrade/", TO_PRO).content.decode()
    at, due = re.search(r'name="at" value="([^"]+)"', page)[1], re.search(r"Оплатить (.+?) и перейти", page)[1]
    time.pass_days(0.005)
    text = said(paying.post("/settings/plan/upgrade/", {**TO_PRO, "at": at}, follow=True))
    assert "Теперь ваш тариф – «Про»" in text
    assert "«Рост», помесячно: возврат за неиспользованные дни" in words_of(page)
    assert "«Про», помесячно" in text
    newest = Invoice.objects.filter(partner=alpha).first()
    assert f"{newest.total / 100:,.2f}".replace(",", "\u00a0").replace(".", ",") + "\u00a0₽" == due
    assert row(alpha).paid_plan == "pro"
    again = said(paying.post("/settings/plan/upgrade/", {**TO_PRO, "at": at}, follow=True))
    assert "Этот тариф у вас уже есть" in again
    assert Invoice.objects.filter(partner=alpha).count() == 2


def test_an_old_preview_is_made_anew_and_charges_nothing(paying, alpha, time):
    at = re.search(r'name="at" value="([^"]+)"', paying.get("/settings/plan/upgrade/", TO_PRO).content.decode())[1]
    time.pass_days(0.02)
    for moment in (at, "2999-01-01T00:00:00+00:00", "nonsense"):
        answer = paying.post("/settings/plan/upgrade/", {**TO_PRO, "at": moment})
        assert answer.status_code == 422
        assert "Расчёт устарел" in words(answer)
        assert f'value="{at}"' not in answer.content.decode()
    assert row(alpha).paid_plan == "growth"


def upgrade_with(client, time, alpha, card):
    time.stripe.card_set(row(alpha).customer_id, card)
    at = re.search(r'name="at" value="([^"]+)"', client.get("/settings/plan/upgrade/", TO_PRO).content.decode())[1]
    return client.post("/settings/plan/upgrade/", {**TO_PRO, "at": at}, follow=True)


def test_a_declined_card_is_said_calmly_and_changes_nothing(paying, alpha, time):
    assert "отклонил карту" in said(upgrade_with(paying, time, alpha, FAILS_LATER))
    assert row(alpha).paid_plan == "growth"


def test_a_bank_that_asks_for_confirmation_is_led_to(paying, alpha, time):
    answer = upgrade_with(paying, time, alpha, SECURE_ALWAYS)
    assert way_out(answer).startswith("http")
    assert "просит подтвердить оплату" in words(answer)
    assert row(alpha).paid_plan == "growth"


def test_a_lower_plan_says_what_it_hides_begins_later_and_can_be_taken_back(paying, alpha, time):
    upgrade_with(paying, time, alpha, "4242424242424242")
    page = words(paying.get("/settings/plan/downgrade/", PAY))
    assert "Ценность покупателя (LTV)" in page
    assert "Ничего не удаляется" in page
    assert re.search(r"команд\w+ 3 10 3\b", page), "people of the team: three used, ten now, three then"
    text = said(paying.post("/settings/plan/downgrade/", PAY, follow=True))
    assert "ваш тариф – «Рост». До этого ничего не изменится." in text
    assert row(alpha).next_plan == "growth"
    assert "Оставить нынешний тариф" in text
    assert "Ваш нынешний тариф остаётся." in said(paying.post("/settings/plan/undo/", follow=True))
    assert row(alpha).next_plan == ""


def test_cancelling_is_two_clicks_and_can_be_taken_back(paying, alpha):
    assert "Отменить подписку" in words(paying.get("/settings/plan/cancel/"))
    text = said(paying.post("/settings/plan/cancel/", follow=True))
    assert "Подписка отменена. Всё открыто до" in text
    assert row(alpha).cancel_at is not None
    assert "Подписка продолжается." in said(paying.post("/settings/plan/resume/", follow=True))
    assert row(alpha).cancel_at is None


def test_a_pause_of_two_months(paying, alpha, alice, client_for, time):
    assert "3 месяца" in words(paying.get("/settings/plan/pause/"))
    assert paying.post("/settings/plan/pause/", {"months": 4}).status_code == 422
    text = said(paying.post("/settings/plan/pause/", {"months": 2}, follow=True))
    assert "Ваш тариф: Старт" in text
    assert "ничего не списывается" in text
    time.pass_days(40)
    paying = client_for(alice, alpha)
    paying.get("/settings/plan/?paid=1")
    text = said(paying.get("/settings/plan/"))
    assert "Возобновить и оплатить 1\u00a0990,00\u00a0₽" in text
    assert "Подписка продолжается." in said(paying.post("/settings/plan/resume/", follow=True))
    assert "Ваш тариф: Рост" in said(paying.get("/settings/plan/"))


def test_card_and_documents_lie_at_the_provider(paying, time):
    time.stripe.client.v1.billing_portal.configurations.create({"features": {"invoice_history": {"enabled": True}}})
    assert way_out(paying.post("/settings/plan/portal/")).startswith("http")


def test_a_provider_that_does_not_answer_loses_nothing(paying, alpha, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    for path, asked in (("pay", PAY), ("cancel", {}), ("portal", {})):
        assert "Платёжный сервис не отвечает" in said(paying.post(f"/settings/plan/{path}/", asked, follow=True))
    assert "Платёжный сервис не отвечает" in said(paying.get("/settings/plan/upgrade/", TO_PRO, follow=True))
    assert "Ваш тариф: Рост" in said(paying.get("/settings/plan/"))
    assert row(alpha).cancel_at is None


ACTS = ("pay", "portal", "upgrade", "downgrade", "undo", "cancel", "resume", "pause")


@pytest.mark.parametrize("who", ["boris", "vera", "charlie", None])
def test_only_an_owner_acts(cast, alpha, client_for, who):
    client = client_for(cast[who] if who else None, alpha)
    for act in ACTS:
        posted = client.post(f"/settings/plan/{act}/", {**PAY, "months": 1})
        assert posted.status_code in ({403} if who in {"boris", "vera"} else {302, 403}), act
        if posted.status_code == 302:
            assert "sign-in" in posted["Location"]
        shown = client.get(f"/settings/plan/{act}/", PAY)
        assert shown.status_code in {302, 403, 405}
    assert client.get("/settings/plan/paid/").status_code in {302, 403}
    assert not Subscription.objects.filter(partner=alpha).exclude(customer_id=None).exists()


def test_charlie_acts_on_his_own_partner_only(paying, alpha, beta, charlie, client_for):
    plan_set(partner=beta, plan="start")
    text = said(client_for(charlie, beta).post("/settings/plan/cancel/", follow=True))
    assert "Оплаченного тарифа нет" in text
    assert row(alpha).cancel_at is None
    assert "1\u00a0990,00" not in words(client_for(charlie, beta).get("/settings/plan/"))


def test_every_act_is_a_post_with_its_token(alpha, alice, client_for):
    strict = client_for(alice, alpha, enforce_csrf_checks=True)
    for act in ACTS:
        assert strict.post(f"/settings/plan/{act}/", PAY).status_code == 403
    for act in ("pay", "portal", "undo", "resume"):
        assert client_for(alice, alpha).get(f"/settings/plan/{act}/").status_code == 405


@pytest.mark.parametrize(
    "asked", [{}, {"plan": "start", "pay": "month"}, {"plan": "<b>", "pay": "month"}, {"plan": "pro"}]
)
def test_nonsense_leads_back_to_the_plans(paying, asked):
    for act in ("pay", "upgrade", "downgrade"):
        assert paying.post(f"/settings/plan/{act}/", asked)["Location"] == "/settings/plan/"


def test_the_verbs_of_the_cards_are_those_of_the_services():
    paying_plans = [plan for plan in PLANS.values() if plan.price_month]
    for now in paying_plans:
        for chosen in paying_plans:
            for yearly in (False, True):
                for wanted in (False, True):
                    held = Subscription(paid_plan=now.key, interval="year" if yearly else "month")
                    when = change_when(held, chosen, "year" if wanted else "month")
                    paid = Paid(now, yearly, False, None, None, None, False, None, "", 0)
                    assert upgrades(chosen, paid, yearly=wanted) == (when is When.NOW)
