"""Signing in and what secures it, in a real browser: passkeys, code app, the bank's look; by keyboard, ru and en."""

import re
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tenants.models import Membership
from tenants.services.entry import support_link
from tests.browser.conftest import ARGUMENTS, CHROMIUM, axe, overflow
from tests.conftest import PASSWORD
from tests.insights_pages.conftest import shop, shop_uri  # noqa: F401
from tests.tenants.second_factors import totp

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = re.compile(r"://[^/]+/$")
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def browser(browser, site):
    """One that takes the tests' names for safe, as it takes https: else it offers no passkeys."""
    hosts = ",".join(site.url("", name) for name in ("", "alpha", "beta"))
    rules = f"--host-resolver-rules=MAP {site.host} 127.0.0.1, MAP *.{site.host} 127.0.0.1"
    safe = f"--unsafely-treat-insecure-origin-as-secure={hosts}"
    chromium = browser.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS.split(), rules, safe])
    yield chromium
    chromium.close()


@pytest.fixture
def hosts(settings, site):
    """Links lead to the live server, and forms may."""
    settings.BASE_DOMAIN = f"{site.host}:{site.port}"
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    targets = [*policy["form-action"], site.url(""), site.url("", "*")]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**policy, "form-action": targets}}


def with_device(page):
    """Give the browser a device that makes and keeps passkeys."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


def press(page, name, to=None):
    """Go to a button or a link by Tab alone and press it; wait for the page that it leads to."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement ? document.activeElement.innerText : ''")
        if re.fullmatch(name, focused.strip()):
            break
    else:
        raise AssertionError(f"Tab does not reach {name}")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 3, name
    page.keyboard.press("Enter")
    if to is not None:
        page.wait_for_url(to)


def write(page, label, text):
    """Go to a field by Tab alone and type into it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.labels?.[0]?.innerText || ''").startswith(label):
            break
    else:
        raise AssertionError(f"Tab does not reach {label}")
    page.keyboard.type(text)


def path(page):
    return urlsplit(page.url).path


def sign_in(page, email, words=("Эл. почта", "Пароль", "Войти")):
    page.goto("/sign-in/")
    write(page, words[0], email)
    write(page, words[1], PASSWORD)
    press(page, words[2])


def test_by_keyboard_from_the_password_to_a_passkey_and_back_in_with_it(cast, hosts, open_page, site):
    alice, beta = cast["alice"], cast["beta"]
    Membership.objects.create(partner=beta, user=alice, role="viewer")
    page = with_device(open_page(subdomain="alpha"))
    sign_in(page, alice.email)
    page.wait_for_url(FIRST)
    page.goto("/settings/security/")
    press(page, "Добавить ключ доступа", "**/sign-in/again/**")
    write(page, "Пароль", PASSWORD)
    press(page, "Продолжить", "**/passkeys/new/")
    assert axe(page) == []
    press(page, "Создать ключ доступа", "**/codes/")
    assert axe(page) == []
    assert page.locator(".codes li").count() == 10
    with page.expect_download() as file:
        press(page, "Сохранить файлом")
    assert len(re.findall(r"\d{8}", file.value.path().read_text())) == 10
    # Out, and in by the passkey alone; at another partner's host by the same one.
    page.goto("/settings/profile/")
    press(page, "Выйти", "**/sign-in/")
    press(page, "Войти по ключу доступа", site.url("/", "alpha"))
    page.goto(site.url("/sign-in/", "beta"))
    press(page, "Войти по ключу доступа", site.url("/", "beta"))
    # After a password it is the second step.
    page.goto(site.url("/sign-in/"))
    write(page, "Эл. почта", alice.email)
    write(page, "Пароль", PASSWORD)
    press(page, "Войти", "**/sign-in/code/")
    assert axe(page) == []
    press(page, "Использовать ключ доступа", "**/workspaces/")


def test_a_passkey_of_a_stranger_opens_nothing(cast, hosts, open_page, site):
    page = with_device(open_page(subdomain="beta"))
    sign_in(page, cast["charlie"].email)
    page.wait_for_url(FIRST)
    page.goto("/settings/security/passkeys/new/")
    write(page, "Пароль", PASSWORD)
    press(page, "Продолжить", "**/passkeys/new/")
    press(page, "Создать ключ доступа", "**/codes/")
    page.goto(site.url("/sign-in/", "alpha"))
    press(page, "Войти по ключу доступа")
    expect(page.locator(".messages")).to_contain_text("не подходит")
    assert path(page) == "/sign-in/"


def test_a_code_app_in_english_by_keyboard(cast, open_page):
    cast["alice"].language = "en"
    cast["alice"].save()
    page = open_page(subdomain="alpha", lang="en")
    words = ("E-mail", "Password", "Sign in")
    sign_in(page, "alice@cast.example", words)
    page.wait_for_url(FIRST)
    page.goto("/settings/security/app/")
    write(page, "Password", PASSWORD)
    press(page, "Continue", "**/app/")
    assert axe(page) == []
    assert page.locator("img.qr").evaluate("one => one.naturalWidth") > 100
    secret = page.locator("#totp-key").inner_text()
    write(page, "Code", totp(secret))
    press(page, "Switch on", "**/codes/")
    page.goto("/settings/security/")
    assert re.findall(r"[А-Яа-яЁё]+", page.locator("main").inner_text().replace("Альфа", "")) == []
    page.goto("/settings/profile/")
    press(page, "Sign out", "**/sign-in/")
    sign_in(page, "alice@cast.example", words)
    page.wait_for_url("**/code/")
    write(page, "Code", "000000")
    press(page, "Sign in")
    expect(page.locator(".error-summary")).to_be_focused()
    assert axe(page) == []
    later = time.time() + 30  # each code is good once; the server takes the next one as well
    write(page, "Code", "")
    page.fill("#id_code", totp(secret, later))
    press(page, "Sign in", FIRST)


@pytest.mark.parametrize(("lang", "theme", "width"), [("ru", "light", 1280), ("en", "dark", 360)])
def test_every_page_is_accessible_and_fits(cast, visit_as, lang, theme, width):
    alice, alpha = cast["alice"], cast["alpha"]
    Membership.objects.create(partner=cast["beta"], user=alice, role="viewer")
    for partner, paths in (
        (alpha, ("/settings/security/", "/settings/log/", "/settings/profile/", "/sign-in/again/")),
        (None, ("/settings/security/", "/workspaces/", "/sign-in/again/", "/email-sent/")),
    ):
        visit = visit_as(alice, partner)
        for one in paths:
            page = visit(one, lang=lang, theme=theme, width=width)
            assert axe(page) == [], one
            assert overflow(page) == 0, one
            assert page.locator("h1").count() == 1
            if lang == "en":
                text = re.sub("Альфа|Бета|Алиса|Русский", "", page.locator("body").inner_text())
                assert re.findall(r"[А-Яа-яЁё]+", text) == [], one


def test_without_script_the_password_and_a_code_are_enough(cast, open_page, watch):
    page = open_page(subdomain="alpha", script=False)
    page.goto("/sign-in/")
    assert page.get_by_role("button", name="Войти по ключу доступа").count() == 0
    page.fill("#id_email", "alice@cast.example")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()
    page.goto("/settings/security/")
    assert page.locator("h1").count() == 1


def test_from_one_workspace_to_the_other_by_keyboard(cast, hosts, open_page, site):
    Membership.objects.create(partner=cast["beta"], user=cast["alice"], role="viewer")
    page = open_page(subdomain="alpha")
    sign_in(page, "alice@cast.example")
    page.wait_for_url(FIRST)
    page.goto("/settings/team/")
    press(page, "Другие кабинеты")
    assert axe(page) == []
    press(page, "Бета", site.url("/", "beta"))
    page.goto(site.url("/settings/team/", "beta"))
    assert "Чарли" in page.locator("main").inner_text()


def test_who_looks_for_the_bank_reads_under_a_banner_and_leaves(cast, hosts, open_page, site, watch):
    alpha, manager = cast["alpha"], cast["manager"]
    type(alpha).objects.filter(pk=alpha.pk).update(account_manager=manager)
    for width, theme in ((1280, "light"), (360, "dark")):
        page = open_page(subdomain="alpha", width=width, theme=theme)
        page.goto(support_link(manager, alpha, "Вопрос о тарифе"))
        for one in ("/settings/team/", "/settings/log/", "/"):
            page.goto(site.url(one, "alpha"))
            banner = page.locator(".support")
            assert "Вопрос о тарифе" in banner.inner_text()
            assert axe(page) == [], (one, width)
            assert overflow(page) == 0, (one, width)
    watch.allowed.add(403)
    page.goto(site.url("/settings/security/", "alpha"))
    assert axe(page) == []
    assert page.locator("h1").inner_text() == "Только просмотр"
    watch.allowed.add(302)
    page.goto(site.url("/settings/team/", "alpha"))
    press(page, "Выйти", "**/sign-in/**")
    assert site.url("/sign-in/") in page.url
