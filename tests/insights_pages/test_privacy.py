"""The contributor's page: the ledger's counts in words, and the choice that only owners make."""

import pytest

from tenants.models import AuditEntry, Sharing
from tenants.sharing import contributions_of
from tests.insights_pages.bank import bank, bank_uri  # noqa: F401
from tests.insights_pages.reading import plain, text_of
from ui import numbers

pytestmark = pytest.mark.django_db
PAGE, CHOICE = "/settings/privacy/", "/settings/privacy/choice/"


def test_what_the_own_data_went_into(bank, beta, alice, client_for):  # noqa: F811
    made = contributions_of(bank)
    assert made.cells > 0, "beta was compared with alpha"
    text = text_of(client_for(alice, bank).get(PAGE))
    assert f"Ваши данные вошли в {made.cells} показател" in text
    assert f"не меньше чем {made.others_at_least} друг" in text
    assert made.largest_share is not None
    tenths = -(-made.largest_share * 10 // 1) / 10
    assert f"Ваша доля в каждом из них — не больше {plain(numbers.pct(tenths, 0))}" in text
    listed = text[text.index("В какие показатели") :]
    assert "Средний чек" in listed
    assert "Пол" in listed
    assert "share:" not in text
    assert "Чего другие никогда не увидят" in text
    assert beta.name not in text


def test_nothing_was_told_yet(alpha, alice, client_for):
    assert "Пока ваши данные не вошли ни в один показатель" in text_of(client_for(alice, alpha).get(PAGE))


def test_an_owner_takes_no_part_and_takes_it_back(alpha, beta, alice, client_for):
    client = client_for(alice, alpha)
    asked = client.get(CHOICE)
    assert "Не участвовать в сравнениях?" in text_of(asked)
    assert "куда ушли покупатели" in text_of(asked)
    answer = client.post(CHOICE, {"part": "no"}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "Вы не участвуете с " in text_of(answer)
    assert not Sharing.objects.get(partner=alpha).takes_part
    assert not Sharing.objects.filter(partner=beta).exists()
    assert AuditEntry.objects.filter(partner=alpha, action="sharing_stopped", actor=alice).count() == 1
    client.post(CHOICE, {"part": "yes"})
    assert Sharing.objects.get(partner=alpha).takes_part
    assert "Вы участвуете" in text_of(client.get(PAGE))


@pytest.mark.parametrize("part", ["", "maybe"])
def test_a_choice_that_is_none_changes_nothing(alpha, alice, client_for, part):
    assert client_for(alice, alpha).post(CHOICE, {"part": part}).status_code == 302
    assert not Sharing.objects.filter(partner=alpha).exists()


@pytest.mark.parametrize("who", ["boris", "vera"])
def test_others_read_but_may_not_choose(alpha, cast, client_for, who):
    client = client_for(cast[who], alpha)
    page = client.get(PAGE)
    assert "Изменить это может только владелец" in text_of(page)
    assert CHOICE not in page.text
    assert client.get(CHOICE).status_code == 403
    assert client.post(CHOICE, {"part": "no"}).status_code == 403
    assert not Sharing.objects.exists()


def test_a_stranger_is_kept_out(alpha, charlie, client_for):
    for client in (client_for(charlie, alpha), client_for(None, alpha)):
        assert client.get(PAGE).status_code in {302, 403}
        assert client.post(CHOICE, {"part": "no"}).status_code in {302, 403}
    assert not Sharing.objects.exists()
