"""Letters about plan and payment: each once, to owners, in their language, in calm words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from billing.dates import dates_apply, dates_rows
from billing.letters import WRITERS, letter
from billing.models import Notice, Subscription
from billing.notices import notice_send
from billing.services import (
    downgrade,
    plan_set,
    subscription_cancel,
    subscription_pause,
    subscription_refresh,
    subscription_resume,
    trial_start,
)
from tenants.models import Membership

WHEN = datetime(2026, 3, 31, 21, 30, tzinfo=UTC)
FACTS = {
    "total": 199_000, "vat": 35_885, "due": 199_000, "plan": "growth", "plan_next": "start", "until": WHEN, "at": WHEN,
    "grace": WHEN, "plan_after": "start", "page_url": "https://pay.example/1",
}  # fmt: skip


def watch():
    for pk in dates_rows():
        dates_apply(pk)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_each_kind_is_written_whole_in_both_languages(alpha, alice, letters, kind, language):
    alice.language = language
    alice.save()
    (sent,) = letters(lambda: notice_send(partner=alpha, kind=kind, key="1", **FACTS))
    html = sent.alternatives[0][0]
    assert f'<html lang="{language}">' in html
    for text in (sent.subject, sent.body, html):
        assert "%(" not in text
        assert "None" not in text
        assert not [c for c in text.replace("Альфа", "") if "а" <= c.lower() <= "я"] or language == "ru"
    assert "Альфа" in sent.body
    assert "//alpha.example.test" in sent.body or "https://pay.example/1" in sent.body


def test_a_day_is_the_partners_and_money_has_kopecks(alpha):
    text = letter("receipt", FACTS, "Europe/Moscow")
    # Half past nine in the evening in UTC is the next day in Moscow.
    assert "1 апреля" in " ".join(text.paragraphs).replace("\u00a0", " ")
    assert "1 990,00 ₽" in text.subject.replace("\u00a0", " ")


def test_a_letter_goes_out_once_and_with_its_transaction_alone(alpha, letters):
    def twice():
        assert notice_send(partner=alpha, kind="receipt", key="in_1", **FACTS)
        assert not notice_send(partner=alpha, kind="receipt", key="in_1", **FACTS)

    assert len(letters(twice)) == 1

    def undone():
        with transaction.atomic():
            notice_send(partner=alpha, kind="receipt", key="in_2", **FACTS)
            transaction.set_rollback(True)

    assert letters(undone) == []
    assert len(letters(lambda: notice_send(partner=alpha, kind="receipt", key="in_2", **FACTS))) == 1


def test_it_goes_to_owners_only_each_in_the_own_language(alpha, beta, boris, letters):
    boris.language = "en"
    boris.save()
    Membership.objects.filter(partner=alpha, user=boris).update(role="owner")
    sent = letters(lambda: notice_send(partner=alpha, kind="paid_again", key="1", **FACTS))
    assert {letter.to[0]: letter.subject for letter in sent} == {
        "alice@cast.example": "Тариф «Рост» продолжается",
        "boris@cast.example": "The plan “Growth” goes on",
    }
    assert not Notice.objects.filter(partner=beta).exists()


def test_a_trial_is_announced_a_week_and_a_day_before_and_at_its_end(alpha, beta, time, letters):
    trial_start(partner=alpha)
    plan_set(partner=beta, plan="start")
    told = []
    for _hours in range(32 * 4):
        told += [letter.subject for letter in letters(lambda: (watch(), watch()))]
        time.pass_days(0.25)
    day = "31 января 2026"
    assert told == [
        f"Пробный период закончится {day}", f"Пробный период скоро закончится: {day}", "Пробный период закончился",
    ]  # fmt: skip


@pytest.mark.parametrize("plan", ["pro", "network"])
def test_who_loses_nothing_by_a_trials_end_is_not_written_to(alpha, beta, time, letters, plan):
    for partner in (alpha, beta):
        trial_start(partner=partner)
        Subscription.objects.filter(partner=partner).update(plan=plan)
    for _day in range(33):
        assert letters(watch) == []
        time.pass_days(1)


def test_who_pays_for_less_than_the_trial_is_told_what_is_paid_for(free, pay, time, letters):
    pay("growth")
    trial_start(partner=free, days=5)
    (sent,) = letters(watch)
    assert "на тарифе «Рост»" in sent.body


def test_a_trial_extended_is_announced_anew(alpha, beta, time, letters):
    plan_set(partner=beta, plan="start")
    trial_start(partner=alpha, days=5)
    assert len(letters(watch)) == 1
    trial_start(partner=alpha, days=6)
    assert len(letters(watch)) == 1
    assert letters(watch) == []


def test_each_payment_has_its_receipt_with_the_invoice(free, pay, time, letters):
    (sent,) = letters(pay)
    assert sent.subject.replace("\u00a0", " ") == "Оплата получена: 1 990,00 ₽"
    assert "358,85" in sent.body
    assert letters(lambda: subscription_refresh(partner=free)) == []
    time.pass_days(31.2)
    assert len(letters(lambda: subscription_refresh(partner=free))) == 1
    assert letters(lambda: subscription_refresh(partner=free)) == []


def test_what_an_owner_decides_is_confirmed(free, pay, time, letters, alice):
    pay("pro")
    for act, words in [
        (lambda: downgrade(partner=free, plan="growth", interval="month", by=alice), "С 1 февраля 2026 – тариф «Рост»"),
        (lambda: subscription_cancel(partner=free, by=alice), "Тариф «Про» закончится 1 февраля"),
    ]:
        (sent,) = letters(act)
        assert words in sent.subject
    subscription_resume(partner=free, by=alice)
    (sent,) = letters(lambda: subscription_pause(partner=free, months=2, by=alice))
    assert "на паузе до 1 марта" in sent.subject
    assert letters(lambda: subscription_refresh(partner=free)) == []


def test_an_end_is_told_with_all_kept(free, pay, time, letters, alice):
    row = pay()
    subscription_cancel(partner=free, by=alice)
    time.pass_to(row.period_end + timedelta(hours=3))
    (sent,) = letters(lambda: subscription_refresh(partner=free))
    assert sent.subject == "Тариф «Рост» закончился"
    assert letters(lambda: (subscription_refresh(partner=free), watch())) == []
