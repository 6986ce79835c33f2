"""The hosted invoice and its PDF."""

import io

import pypdf
import pytest

from tests.local_stripe.payer import CARD, Payer
from tests.local_stripe.running import DECLINED, FAILS_LATER, GOOD, SECURE_ALWAYS
from tests.local_stripe.till import Shop, shop_open


@pytest.fixture
def shop(local_stripe) -> Shop:
    return shop_open(local_stripe)


@pytest.fixture
def owing(shop: Shop, local_stripe) -> Shop:
    """Return a shop whose customer's second month could not be charged."""
    Payer(shop.session().url).act("pay", number=GOOD, **CARD)
    local_stripe.card_set(shop.customer, FAILS_LATER)
    local_stripe.advance(days=32)
    assert shop.invoices()[0].status == "open"
    return shop


def test_a_paid_invoice_shows_its_lines_and_no_button(shop):
    Payer(shop.session().url).act("pay", number=GOOD, **CARD)
    (invoice,) = shop.invoices()
    payer = Payer(invoice.hosted_invoice_url, accept="ru")
    for words in (
        invoice.number,
        "Пекарня",
        "owner@bakery.example",
        "4\u00a0990,00\u00a0₽",
        "НДС 22\u00a0%",
        "Оплачен",
    ):
        assert words in payer.page.text
    assert payer.acts == set()


def test_an_open_invoice_is_paid_with_another_card(owing):
    invoice = owing.invoices()[0]
    payer = Payer(invoice.hosted_invoice_url)
    assert payer.acts == {"pay_saved", "pay"}
    payer.act("pay_saved")
    assert "declined" in payer.page.errors["number"]
    payer.act("pay", number=DECLINED, **CARD)
    assert "declined" in payer.page.errors["number"]
    payer.act("pay", number=GOOD, **CARD)
    assert "Thank you" in payer.page.text
    assert owing.invoices()[0].status == "paid"
    assert owing.subscription().status == "active"


def test_three_d_secure_stands_before_the_payment(owing):
    payer = Payer(owing.invoices()[0].hosted_invoice_url).act("pay", number=SECURE_ALWAYS, **CARD)
    assert payer.acts == {"confirm", "refuse"}
    payer.act("refuse")
    assert "not confirmed" in payer.page.errors["number"]
    assert owing.invoices()[0].status == "open"
    payer.act("pay", number=SECURE_ALWAYS, **CARD).act("confirm")
    assert owing.invoices()[0].status == "paid"


def test_a_saved_card_that_asks_each_time_is_confirmed_on_the_page(shop, local_stripe):
    Payer(shop.session().url).act("pay", number=SECURE_ALWAYS, **CARD).act("confirm")
    local_stripe.advance(days=32)
    assert shop.subscription().status == "past_due"
    payer = Payer(shop.invoices()[0].hosted_invoice_url).act("pay_saved")
    assert payer.acts == {"confirm", "refuse"}
    payer.act("confirm")
    assert shop.subscription().status == "active"


def test_a_receipt_leads_to_its_invoice(shop, local_stripe):
    Payer(shop.session().url).act("pay", number=GOOD, **CARD)
    (event,) = local_stripe.events("charge.succeeded")
    assert shop.invoices()[0].number in Payer(event.data.object.receipt_url).page.text


def test_paying_twice_takes_the_money_once(owing, local_stripe):
    url = owing.invoices()[0].hosted_invoice_url
    first, second = Payer(url), Payer(url)
    first.act("pay", number=GOOD, **CARD)
    second.act("pay", number=GOOD, **CARD)
    assert second.acts == set()
    assert len(local_stripe.events("charge.succeeded")) == 2


@pytest.mark.parametrize(("accept", "words"), [("ru", ("Счёт", "Пекарня", "НДС", "Итого")), ("en", ("Invoice", "VAT"))])
def test_the_pdf_holds_the_same_figures(shop, accept, words):
    Payer(shop.session().url).act("pay", number=GOOD, **CARD)
    payer = Payer(shop.invoices()[0].invoice_pdf, accept=accept)
    assert payer.headers["Content-Type"] == "application/pdf"
    assert len(payer.body) < 100_000
    read = pypdf.PdfReader(io.BytesIO(payer.body))
    text = read.pages[0].extract_text()
    for each in (*words, shop.invoices()[0].number, "₽"):
        assert each in text
    assert ("4\u00a0990,00" if accept == "ru" else "4,990.00") in text


def test_an_unknown_invoice_is_a_page_that_says_so(local_stripe):
    for tail in ("in_none", "in_none/pdf"):
        payer = Payer(f"{local_stripe.base}/i/{tail}")
        assert payer.status == 404
        assert "no such page" in payer.page.text
