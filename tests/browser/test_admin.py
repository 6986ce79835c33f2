"""The account managers' admin in a real browser: strict policy, accessible, light and dark, wide and narrow."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from billing.models import PlanChange, StripeEvent, Subscription
from insights.models import MetricRun
from tenants.models import Partner, User
from tenants.scope import for_partner
from tenants.services.notes import note_add
from tests.browser.conftest import OpenPage, Site, axe, overflow
from tests.tenants.bank import rows_make

Cookies = Callable[[Any], dict[str, str]]
LIST = "/admin/tenants/partner/"
LOOKS = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)]
PAGES = (
    "/admin/",
    LIST,
    f"{LIST}?figures=failed&q=zzz",
    f"{LIST}add/",
    f"{LIST}{{key}}/change/",
    f"{LIST}{{key}}/history/",
    f"{LIST}{{key}}/runs/",
    f"{LIST}{{key}}/erase/",
    "/admin/runs/",
    "/admin/billing/report/",
)
RECORDS = (
    "/admin/tenants/",
    "/admin/tenants/user/",
    "/admin/tenants/user/add/",
    "/admin/tenants/erasurecertificate/",
    "/admin/billing/subscription/",
    "/admin/billing/subscription/{subscription}/change/",
    "/admin/billing/override/",
    "/admin/billing/override/add/",
    "/admin/billing/override/{override}/change/",
    f"{LIST}{{key}}/do/limit/",
    f"{LIST}{{key}}/do/manager/",
    f"{LIST}{{key}}/do/enter/",
    "/admin/tenants/claim/",
    "/admin/tenants/claim/{claim}/change/",
    "/admin/tenants/auditentry/",
    "/admin/tenants/entrylink/",
    "/admin/tenants/note/",
    "/admin/tenants/user/{head}/change/",
    "/admin/billing/invoice/",
    "/admin/billing/planchange/",
    "/admin/billing/notice/",
    "/admin/billing/stripeevent/",
    "/admin/billing/stripeevent/evt_1/change/",
    "/admin/onboarding/signup/",
)


@pytest.fixture
def head(cast: Any) -> User:
    return User.objects.create_superuser("head@cast.example", "correct-horse-9", full_name="Глеб")


@pytest.fixture
def heads(head: User, client_for: Any) -> dict[str, str]:
    """Sign the head in and give the cookie."""
    name = settings.SESSION_COOKIE_NAME
    return {name: client_for(head).cookies[name].value}


@pytest.fixture
def alpha_ran(alpha: Any, head: User) -> Partner:
    """Give alpha a manager, a run that failed, one before that was done, and an exception."""
    partner: Partner = Partner.objects.get(pk=alpha.pk)
    partner.account_manager = head
    partner.save()
    now = timezone.now()
    with for_partner(partner):
        for status, begun in (("done", now - timedelta(hours=2)), ("failed", now)):
            MetricRun.objects.create(
                status=status,
                data_version=3,
                first_day=now.date(),
                as_of=now.date(),
                fingerprint="x",
                started_at=begun,
                finished_at=begun + timedelta(seconds=3),
                error="LakeError: the lake holds nothing of this company " * 4 if status == "failed" else "",
            )
    Partner.objects.filter(pk=partner.pk).update(proven_at=None)
    rows_make(partner, head)
    Subscription.objects.filter(partner=partner).update(
        paid_plan="pro", paid_status="past_due", interval="month", amount=499_000, card="Visa 4242", grace_until=now
    )
    PlanChange.objects.create(partner=partner, at=now, plan_after="pro", mrr_after=499_000, cause="paid")
    StripeEvent.objects.create(pk="evt_1", type="invoice.paid", created_at=now, state="dead", attempts=8, error="boom")
    note_add(partner=partner, author=head, text="Просили перезвонить после праздников. " * 4)
    return partner


@pytest.mark.parametrize(
    ("path", "look"),
    [*((path, look) for path in PAGES for look in LOOKS), *((path, look) for path in RECORDS for look in LOOKS[::3])],
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}-{value[1]}",
)
def test_a_page_of_the_admin_is_accessible(
    open_page: OpenPage, heads: dict[str, str], alpha_ran: Partner, path: str, look: tuple[str, int]
) -> None:
    theme, width = look
    page = open_page(theme=theme, width=width, cookies=heads, color_scheme=theme)
    keys = {"override": alpha_ran.overrides.get().pk, "claim": alpha_ran.claim.pk, "head": alpha_ran.account_manager_id}
    page.goto(path.format(key=alpha_ran.pk, subscription=alpha_ran.subscription.pk, **keys))
    assert page.locator("h1").count() == 1
    assert axe(page, sheets=False) == []
    assert overflow(page) == 0


def test_a_head_signs_in_and_finds_what_failed(open_page: OpenPage, alpha_ran: Partner) -> None:
    page = open_page()
    page.goto("/admin/")
    page.get_by_label("Эл. почта").fill("head@cast.example")
    page.get_by_label("Пароль").fill("correct-horse-9")
    assert axe(page, sheets=False) == []
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/admin/")
    page.get_by_role("link", name="Прогоны всех партнёров").click()
    page.wait_for_url("**/admin/runs/")
    first = page.locator("#content tbody tr").first
    assert "Альфа" in first.inner_text()
    assert "Ошибка" in first.inner_text()
    first.get_by_role("link").click()
    page.wait_for_url(f"**{LIST}*/runs/")
    assert page.locator("#content tbody tr").count() == 2
    page.goto(LIST)
    page.get_by_role("link", name="Последний прогон не удался").click()
    page.wait_for_url("**figures=failed**")
    assert page.locator("#result_list tbody tr").count() == 1
    assert axe(page, sheets=False) == []


def test_a_choice_of_partners_is_sent_to_be_computed(
    open_page: OpenPage, heads: dict[str, str], alpha_ran: Partner
) -> None:
    Partner.objects.update(proven_at=timezone.now())
    page = open_page(cookies=heads)
    page.goto(LIST)
    page.locator("tr", has_text="Альфа").locator("input[type=checkbox]").check()
    page.locator("select[name=action]").select_option(label="Пересчитать выбранных партнёров")
    page.get_by_role("button", name="Выполнить").click()
    page.wait_for_load_state()
    said = page.locator(".messagelist").inner_text()
    assert "1 партнёр отправлен на пересчёт." in said
    assert "Ни один обработчик не отвечает" in said
    assert axe(page, sheets=False) == []


def test_a_manager_works_through_a_day_by_keyboard(
    open_page: OpenPage, heads: dict[str, str], alpha_ran: Partner
) -> None:
    page = open_page(cookies=heads)
    page.goto("/admin/")
    page.get_by_role("link", name="1 Платёж не прошёл").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**todo=payment")
    page.get_by_role("link", name="Альфа").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/**")
    page.get_by_label("Новая заметка").focus()
    page.keyboard.type("Обещали оплатить завтра")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#notes")
    assert "Обещали оплатить завтра" in page.locator("#notes").inner_text()
    page.get_by_role("link", name="Приостановить").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/do/suspend/")
    page.get_by_label("Причина").focus()
    page.keyboard.type("долг")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    assert "Приостановлен" in page.locator(".screen-head").inner_text()
    assert "долг" in page.locator("#audit").inner_text()
    assert axe(page, sheets=False) == []


def test_a_manager_enters_to_look_and_the_owner_can_read_it(
    open_page: OpenPage, site: Site, settings: Any, heads: dict[str, str], alpha_ran: Partner
) -> None:
    settings.BASE_DOMAIN = f"{site.host}:{site.port}"
    directives = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]}
    directives["form-action"] = [*directives["form-action"], f"http://*.{settings.BASE_DOMAIN}"]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}
    page = open_page(cookies=heads)
    page.goto(f"{LIST}{alpha_ran.pk}/change/")
    page.get_by_role("link", name="Войти для просмотра").click()
    page.get_by_label("Причина").fill("вопрос по выручке")
    page.get_by_role("button", name="Войти для просмотра").click()
    page.wait_for_url(site.url("/", "alpha") + "**")
    page.goto(site.url("/settings/log/", "alpha"))
    assert "вопрос по выручке" in page.locator("main").inner_text()
