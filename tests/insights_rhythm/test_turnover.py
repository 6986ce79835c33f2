"""Settings → share of card sales: owners enter turnover, members read it, and levels are scaled everywhere alike."""

from datetime import date

import pytest
from django.utils import translation

from billing.services import plan_set
from insights import selectors
from insights.models import Setting, Turnover
from insights.panels.seen import all_sales
from insights.selectors.breakdowns import breakdown
from insights.selectors.coverage import coverage_of, months_open, turnovers
from insights.services import turnover_remove, turnover_set
from tenants.errors import Refused
from tests.insights_pages.reading import plain, text_of
from ui.numbers import rub0

pytestmark = pytest.mark.django_db
PAGE = "/settings/coverage/"
MONTHS = (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))


def revenue(partner, month):
    end = date(month.year, month.month + 1, 1).toordinal() - 1
    return selectors.metric(partner, "revenue", start=month, end=date.fromordinal(end), compare="none").value


def entered(as_partner, partner, shares, months=MONTHS):
    with as_partner(partner):
        for month, share in zip(months, shares, strict=False):
            turnover_set(partner=partner, month=month, roubles=round(revenue(partner, month) / share))


def test_months_that_may_be_entered_are_whole_and_in_the_plan(shop):
    assert months_open(shop)[0] == date(2026, 10, 1)
    assert months_open(shop)[-1] == date(2025, 8, 1), "the lake begins on its first day"
    plan_set(partner=shop, plan="start")
    assert months_open(shop) == (date(2026, 10, 1), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("month", "roubles", "field"),
    [
        (date(2026, 11, 1), 10**9, "month"),
        (date(2025, 7, 1), 10**9, "month"),
        (date(2026, 10, 1), 0, "turnover"),
        (date(2026, 10, 1), None, "turnover"),
        (date(2026, 10, 1), 10**14, "turnover"),
        (date(2026, 10, 1), 1000, "turnover"),
    ],
)
def test_what_can_not_be_is_refused(shop, as_partner, month, roubles, field):
    with as_partner(shop):
        with pytest.raises(Refused) as refusal:
            turnover_set(partner=shop, month=month, roubles=roubles)
        assert refusal.value.field == field
        assert not Turnover.objects.exists()


def test_the_share_follows_the_months(shop, beta, as_partner):
    assert coverage_of(shop) is None
    entered(as_partner, shop, [0.5])
    found = coverage_of(shop)
    assert (round(found.ratio, 4), found.lo, found.months, found.own) == (0.5, None, 1, False)
    entered(as_partner, shop, [0.5, 0.55, 0.45])
    found = coverage_of(shop)
    assert found.months == 3
    assert found.lo < found.ratio < found.hi
    total = sum(revenue(shop, month) for month in MONTHS)
    assert found.ratio == pytest.approx(total / sum(row.turnover for row in turnovers(shop)))
    assert coverage_of(beta) is None
    assert turnovers(beta) == ()
    with as_partner(shop):
        assert turnover_remove(month=MONTHS[0])
        assert not turnover_remove(month=MONTHS[0])
    assert coverage_of(shop).months == 2


def test_the_owners_estimate_stands_until_a_month_is_entered(shop, as_partner):
    with as_partner(shop):
        Setting.objects.update_or_create(only=True, defaults={"coverage": 40})
    assert (coverage_of(shop).ratio, coverage_of(shop).own) == (0.4, True)
    entered(as_partner, shop, [0.5])
    assert not coverage_of(shop).own


def test_a_lower_plan_hides_months_and_keeps_the_share(shop, as_partner):
    months = (date(2026, 1, 1), *MONTHS[1:])
    entered(as_partner, shop, [0.5, 0.55, 0.45], months)
    before = coverage_of(shop)
    plan_set(partner=shop, plan="start")
    assert coverage_of(shop) == before
    assert [row.card is None for row in turnovers(shop)] == [False, False, True]


def test_levels_are_scaled_and_nothing_else(shop, as_partner):
    entered(as_partner, shop, [0.5, 0.55, 0.45])
    share = coverage_of(shop)
    answers = selectors.metrics(shop, ["revenue", "customers", "transactions", "average_ticket"])
    assert answers["revenue"].scaled == share.scaled(answers["revenue"].value)
    assert all(answers[key].scaled is None for key in ("customers", "transactions", "average_ticket"))
    groups = breakdown(shop, "new_returning")
    assert groups.scaled == share.scaled(groups.total.revenue)
    assert breakdown(shop, "new_returning", channel="pos").scaled is None
    assert selectors.metric(shop, "revenue", outlet="a1").scaled is None
    assert selectors.metric(shop, "revenue", channel="pos").scaled is None


def posted(**more):
    return {"add-month": "", "add-turnover": ""} | more


def test_an_owner_adds_changes_and_removes(shop, alice, client_for):
    client = client_for(alice, shop)
    assert "Банк пока не знает, какую часть ваших продаж он видит." in text_of(client.get(PAGE))
    answer = client.post(PAGE, posted(**{"add-month": "2026-10", "add-turnover": "9 000 000 ₽"}), follow=True)
    assert "Оборот сохранён." in text_of(answer)
    assert "Октябрь 2026" in text_of(answer) or "октябрь 2026" in text_of(answer)
    client.post(PAGE, posted(**{"2026-10-turnover": "8000000"}))
    assert [row.turnover for row in turnovers(shop)] == [8_000_000]
    client.post(PAGE, posted(**{"2026-10-turnover": "8000000", "add-month": "2026-09", "add-turnover": "7000000"}))
    assert [row.turnover for row in turnovers(shop)] == [8_000_000, 7_000_000]
    client.post(PAGE, {"remove": "2026-10"})
    assert [row.month for row in turnovers(shop)] == [date(2026, 9, 1)]
    assert client.post(PAGE, {"remove": "nonsense"}).status_code == 302


def test_bad_input_loses_nothing(shop, alice, client_for):
    client = client_for(alice, shop)
    client.post(PAGE, posted(**{"add-month": "2026-10", "add-turnover": "9000000"}))
    wrong = {"2026-10-turnover": "9 100 000", "add-month": "2026-09", "add-turnover": "около пяти"}
    answer = client.post(PAGE, wrong)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Укажите оборот в целых рублях, например 1 500 000." in text_of(answer)
    assert 'value="9 100 000"' in html
    assert 'value="около пяти"' in html
    assert '<option value="2026-09" selected>' in html
    assert [row.turnover for row in turnovers(shop)] == [9_000_000], "all or nothing"
    refused = client.post(PAGE, {"2026-10-turnover": "9100000", "add-month": "2026-09", "add-turnover": "5"})
    assert "Весь оборот не может быть меньше." in text_of(refused)
    assert [row.turnover for row in turnovers(shop)] == [9_000_000]
    alone = client.post(PAGE, {"2026-10-turnover": "", "add-month": "2026-09", "add-turnover": ""})
    assert "Укажите оборот или удалите месяц." in text_of(alone)
    assert "Укажите оборот этого месяца." in text_of(alone)


@pytest.mark.parametrize("who", ["boris", "vera"])
def test_others_read_and_change_nothing(shop, who, cast, client_for, as_partner):
    entered(as_partner, shop, [0.5])
    client = client_for(cast[who], shop)
    page = client.get(PAGE)
    assert "Вводить оборот может только владелец." in text_of(page)
    assert 'name="add-turnover"' not in page.content.decode()
    assert client.post(PAGE, posted(**{"add-month": "2026-10", "add-turnover": "9000000"})).status_code == 403
    assert client.post(PAGE, {"remove": "2026-08"}).status_code == 403
    assert len(turnovers(shop)) == 1


def test_another_partner_stays_outside(shop, cast, client_for, as_partner):
    entered(as_partner, shop, [0.5])
    beta = cast["beta"]
    assert client_for(cast["alice"], beta).get(PAGE).status_code == 302
    page = client_for(cast["charlie"], beta).get(PAGE).content.decode()
    assert 'id="remove-2026-08"' not in page
    assert "Банк пока не знает" in page


def test_pages_say_what_is_not_seen(shop, alice, vera, client_for, as_partner):
    unseen = "Здесь только платежи картами этого банка"
    for path in ("/", "/growth/revenue/", "/growth/customers/"):
        assert unseen in text_of(client_for(alice, shop).get(path)), path
        assert PAGE in client_for(alice, shop).get(path).content.decode()
    assert 'class="muted small seen"' in client_for(vera, shop).get("/").content.decode()
    assert f'href="{PAGE}">Доля безнала</a></p>' not in client_for(vera, shop).get("/").content.decode()
    entered(as_partner, shop, [0.5, 0.55, 0.45])
    overview, page = (text_of(client_for(alice, shop).get(path)) for path in ("/", "/growth/revenue/"))
    assert "Все продажи: около" in overview
    for text in (overview, page):
        assert "С наличными и картами других банков" in text
        assert unseen not in text
    assert unseen in text_of(client_for(alice, shop).get("/growth/customers/"))


@pytest.mark.parametrize("path", ["/customers/", "/customers/loyalty/"])
def test_customers_say_all_sales_where_a_total_of_revenue_stands(path, shop, alice, client_for, as_partner):
    plan_set(partner=shop, plan="pro")
    said = "С наличными и картами других банков"
    client = client_for(alice, shop)
    assert said not in text_of(client.get(path))
    entered(as_partner, shop, [0.5, 0.55, 0.45])
    groups = breakdown(shop, "new_returning", start=date(2026, 10, 1), end=date(2026, 10, 31))
    page = text_of(client.get(f"{path}?from=2026-10-01&to=2026-10-31"))
    assert page.count(said) >= 2
    with translation.override("ru"):
        sentence = plain(all_sales(groups.scaled, groups.coverage).text)
        assert plain(rub0(groups.scaled.value)) in sentence
    assert page.count(sentence) == page.count(said)
    overview = text_of(client.get("/growth/revenue/?from=2026-10-01&to=2026-10-31"))
    assert sentence in overview
    assert said not in text_of(client.get(f"{path}?channel=pos"))
    assert said not in text_of(client.get(f"{path}?outlet=a1"))


def test_the_file_has_the_scaled_points(shop, alice, client_for, as_partner):
    entered(as_partner, shop, [0.5, 0.55, 0.45])
    client = client_for(alice, shop)
    lines = client.get("/growth/revenue/points.csv?period=7d&compare=none").content.decode("utf-8-sig").splitlines()
    head, first = lines[0].split(";"), lines[1].split(";")
    assert head[-3:] == ["Все продажи, оценка", "не меньше (80 %)", "не больше (80 %)"]
    card, value, low, high = (float(first[at].replace(",", ".")) for at in (1, -3, -2, -1))
    assert value == pytest.approx(card / coverage_of(shop).ratio)
    assert low < value < high
    assert "оценка" not in client.get("/growth/customers/points.csv?period=7d").content.decode()
