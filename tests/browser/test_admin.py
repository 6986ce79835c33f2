"""The account managers' admin in a real browser: strict policy, accessible, light and dark, wide and narrow."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from billing.services import override_grant
from insights.models import MetricRun
from tenants.models import Partner, User
from tenants.scope import for_partner
from tests.browser.conftest import OpenPage, axe, overflow

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
    "/admin/tenants/",
    "/admin/tenants/user/",
    "/admin/tenants/user/add/",
    "/admin/tenants/erasurecertificate/",
    "/admin/billing/subscription/",
    "/admin/billing/subscription/{subscription}/change/",
    "/admin/billing/override/",
    "/admin/billing/override/add/",
    "/admin/billing/override/{override}/change/",
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
    override_grant(partner=partner, kind="grant", name="api", reason="pilot", granted_by=head)
    return partner


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_admin_is_accessible(
    open_page: OpenPage, heads: dict[str, str], alpha_ran: Partner, path: str, look: tuple[str, int]
) -> None:
    theme, width = look
    page = open_page(theme=theme, width=width, cookies=heads, color_scheme=theme)
    override = alpha_ran.overrides.get()
    page.goto(path.format(key=alpha_ran.pk, subscription=alpha_ran.subscription.pk, override=override.pk))
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
