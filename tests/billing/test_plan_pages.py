"""Settings → Plan and payment: what every member reads, in each state, in both languages."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from billing.models import Invoice, Subscription
from billing.services import plan_set, trial_start

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.now() + timedelta(days=days)


def paid(**changed):
    return {
        "trial_until": None,
        "plan": "start",
        "customer_id": "cus_1",
        "subscription_id": "sub_1",
        "paid_plan": "growth",
        "paid_status": "active",
        "interval": "month",
        "period_start": in_days(-10),
        "period_end": in_days(20),
        "next_amount": 199_000,
        "card": "Visa •• 4242",
        **changed,
    }


STATES = {
    "free": {"trial_until": None},
    "trial": {"trial_until": in_days(9)},
    "trial_and_paid": paid(trial_until=in_days(9)),
    "agreed": {"trial_until": None, "plan": "network"},
    "paid": paid(),
    "yearly": paid(interval="year", next_amount=1_990_000, discount="−20 %"),
    "cancelled": paid(cancel_at=in_days(20), next_amount=None),
    "lower_next": paid(paid_plan="pro", next_plan="growth", next_interval="month"),
    "grace": paid(paid_status="past_due", grace_until=in_days(5)),
    "unpaid": paid(paid_status="past_due", grace_until=in_days(-1)),
    "paused": paid(paused_until=in_days(40)),
    "incomplete": paid(paid_status="incomplete"),
    "ended": paid(paid_status="ended"),
}


# Where the plan in force has a seat for the third of the team.
SEATED = ("trial", "agreed", "paid", "cancelled", "grace", "lower_next")


@pytest.fixture
def stands(alpha):
    def stand(**fields):
        trial_start(partner=alpha)
        Subscription.objects.filter(partner=alpha).update(**fields)

    return stand


@pytest.fixture
def page_of(alpha, cast, client_for, stands):
    def ask(who, state, language="ru", path="/settings/plan/"):
        stands(**STATES[state])
        client = client_for(cast[who], alpha)
        client.cookies["django_language"] = language
        answer = client.get(path)
        assert answer.status_code == 200
        return answer

    return ask


def words(answer):
    return words_of(answer.content.decode())


def words_of(html):
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", html, flags=re.S)
    return re.sub(r"[ \n]+", " ", text)


@pytest.mark.parametrize(
    ("who", "state"), [*(("alice", state) for state in STATES), *(("vera", state) for state in SEATED)]
)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_state_reads_in_both_languages(page_of, state, language, who):
    answer = page_of(who, state, language)
    text = words(answer)
    main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    shown = re.sub(r"<[^>]*>|Алиса", "", main)
    assert bool(re.search("[а-яё]", shown)) == (language == "ru")
    assert not re.search(r"\bNone\b|\bnan\b|%\(", text)
    assert not re.search(r"\d \d{3}\b", text), "thousands are held together by a hard space"
    assert not re.search(r"\sstyle=|onclick", answer.content.decode())


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("free", "Ваш тариф: Старт"),
        ("trial", "Ваш тариф: Про"),
        ("agreed", "по договорённости с банком"),
        ("paid", "Ваш тариф: Рост"),
        ("cancelled", "Подписка отменена"),
        ("grace", "Оплата не прошла"),
        ("unpaid", "Ваш тариф: Старт"),
        ("paused", "ничего не списывается"),
        ("incomplete", "ничего не списано"),
        ("trial_and_paid", "потом продолжится оплаченный тариф «Рост»"),
    ],
)
def test_the_page_says_which_plan_and_why(page_of, state, said):
    assert said in words(page_of("alice", state))


def test_the_next_charge_is_to_the_kopeck_with_its_card(alpha, alice, client_for, stands):
    stands(**paid(next_amount=159_250))
    text = words(client_for(alice, alpha).get("/settings/plan/"))
    assert "1\u00a0592,50\u00a0₽ с НДС" in text
    assert "Visa •• 4242" in text


def test_only_owners_are_offered_to_act_others_read_whom_to_ask(alpha, alice, boris, client_for, stands):
    stands(**paid())
    answer = client_for(boris, alpha).get("/settings/plan/")
    assert not re.search(r'(action|href)="/settings/plan/[^"]', answer.content.decode())
    assert "Обратитесь к нему: Алиса" in words(answer)


def test_a_stranger_and_another_partner_see_nothing(alpha, charlie, client_for):
    assert client_for(None, alpha).get("/settings/plan/").status_code == 302
    assert client_for(charlie, alpha).get("/settings/plan/").status_code in {302, 403}


def test_invoices_are_one_s_own_twelve_a_page(alpha, beta, alice, client_for):
    for number in range(13):
        _invoice(alpha, f"A-{number:03}", created_at=in_days(-number))
    _invoice(beta, "B-001")
    text = words(client_for(alice, alpha).get("/settings/plan/"))
    assert "A-000" in text
    assert "A-012" not in text
    assert "B-001" not in text
    assert "4\u00a0990,00\u00a0₽" in text
    assert "A-012" in words(client_for(alice, alpha).get("/settings/plan/?page=2"))
    assert client_for(alice, alpha).get("/settings/plan/?page=<b>").status_code == 200


def test_keys_are_a_tab_of_owners(alpha, alice, boris, client_for):
    assert 'href="/settings/api/"' in client_for(alice, alpha).get("/settings/plan/").text
    assert 'href="/settings/api/"' not in client_for(boris, alpha).get("/settings/plan/").text


def test_prices_by_the_year_keep_the_plan_that_was_asked_for(alpha, alice, client_for):
    plan_set(partner=alpha, plan="start")
    text = client_for(alice, alpha).get("/settings/plan/?plan=pro&pay=year").text
    assert "49\u00a0900" in text
    assert '<input type="hidden" name="plan" value="pro">' in text
    assert 'id="wanted"' in text
    assert "<b>" not in client_for(alice, alpha).get("/settings/plan/?plan=<b>").text.split("<main", 1)[1]


def _invoice(partner, number, **fields):
    return Invoice.objects.create(
        partner=partner,
        provider_id=f"in_{number}",
        number=number,
        **{
            "status": "paid",
            "total": 499_000,
            "vat": 89_984,
            "text": "pro:month",
            "created_at": timezone.now(),
            **fields,
        },
    )


@pytest.mark.parametrize(
    ("state", "first"),
    [("grace", "оплатите открытый счёт"), ("cancelled", "возобновите"), ("paused", "завершите паузу")],
)
def test_a_plan_that_must_wait_says_for_what(page_of, state, first):
    text = page_of("alice", state, path="/settings/plan/?plan=network").text
    wanted = text.split('id="wanted"')[1].split("</section>")[0]
    assert f"Сначала {first}" in wanted
    assert "<button" not in wanted
    assert "<a " not in wanted


def test_on_trial_the_plan_of_the_trial_can_be_paid_for(page_of, alpha, alice, client_for):
    page_of("alice", "trial")
    wanted = (
        client_for(alice, alpha).get("/settings/plan/?plan=pro").text.split('id="wanted"')[1].split("</section>")[0]
    )
    assert "Перейти к оплате" in wanted
    assert "Бесплатно до" in wanted


def test_an_invoice_that_waits_is_led_to(alpha, alice, boris, client_for):
    _invoice(alpha, "F-7", status="open", due=199_667, total=199_667, page_url="https://pay.example/i/7")
    text = client_for(alice, alpha).get("/settings/plan/").text
    assert "Счёт F-7 на 1\u00a0996,67\u00a0₽ ждёт оплаты" in text
    assert 'href="https://pay.example/i/7"' in text
    assert "https://pay.example" not in client_for(boris, alpha).get("/settings/plan/").text
