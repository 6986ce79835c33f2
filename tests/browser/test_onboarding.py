"""From the form to the first figures in a real browser, by keyboard only, in both languages; each page looked at."""

import re

import pytest
from django.core import mail
from django.db import connection
from playwright.sync_api import expect

from celery_app import app
from onboarding.pictures import pictures_refresh
from tests.browser.conftest import axe, overflow
from tests.browser.test_accounts import hosts, press, write  # noqa: F401
from tests.onboarding.conftest import CONTACT, INN, at_bank, bank_uri  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {
    "ru": {
        "email": "Электронная почта|E-mail|Эл. почта", "password": "Пароль", "company": "Компания или магазин",
        "inn": "ИНН", "consent": "Я согласен", "open": "Открыть кабинет", "go": "Перейти в кабинет",
        "send": "Отправить код", "code": "Код из письма", "prove": "Подтвердить", "kind": "Вид бизнеса",
        "next": "Сохранить и дальше", "coverage": "Сколько из 100", "goal": "Цель по выручке", "end": "К обзору",
        "found": "Нашли 406", "show": "Показать",
    },
    "en": {
        "email": "E-mail", "password": "Password", "company": "Company or shop", "inn": "INN", "consent": "I agree",
        "open": "Open the workspace", "go": "Go to the workspace", "send": "Send the code",
        "code": "Code from the letter", "prove": "Prove it", "kind": "Kind of business", "next": "Save and go on",
        "coverage": "Of 100 roubles", "goal": "Revenue goal", "end": "To the overview", "found": "We found 406",
        "show": "Show",
    },
}  # fmt: skip


@pytest.fixture
def _tasks_at_once():
    """Do the workers' part inside the server, and leave no schema behind."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS p_luch CASCADE")


def clean(page, width):
    """Look at the page as it stands."""
    assert axe(page) == [], page.url
    assert overflow(page) == 0, (page.url, width)
    assert page.locator("h1").count() == 1


def letter(pattern):
    return re.search(pattern, mail.outbox[-1].body, re.MULTILINE)[1]


def set_up(page, words, width):
    """Prove the company, then go through the steps to the first page."""
    mail.outbox.clear()
    press(page, words["send"], "**/welcome/1/#claim")
    page.wait_for_selector("#id_code")
    assert mail.outbox[-1].to == [CONTACT]
    write(page, words["code"], letter(r"^(\d{6})$"))
    press(page, words["prove"])
    page.wait_for_selector("#outlets")
    clean(page, width)
    assert page.locator("#outlets input:checked").count() == 2
    press(page, words["next"], "**/welcome/2/")

    clean(page, width)
    write(page, words["coverage"], "60")
    press(page, words["next"], "**/welcome/3/")
    clean(page, width)
    write(page, words["goal"], "1 500 000")
    press(page, words["next"], "**/welcome/4/")
    clean(page, width)
    expect(page.locator("main")).to_contain_text(words["found"])
    press(page, words["end"], re.compile(r"://luch\.[^/]+/$"))
    expect(page.locator("#tile-revenue")).to_be_visible()
    clean(page, width)


def to_the_workspace(open_page, *, lang, theme, width, **options):
    """Sign up, confirm, watch the workspace come and enter it; returns its page."""
    words = WORDS[lang]
    page = open_page(lang=lang, theme=theme, width=width, **options)
    page.goto("/sign-up/?plan=pro")
    clean(page, width)
    first = next(name for name in words["email"].split("|") if page.get_by_label(name).count())
    write(page, first, "luch@new.example")
    write(page, words["password"], "a-long-Enough-1")
    press(page, words["show"])
    assert page.locator("#id_password").get_attribute("type") == "text"
    write(page, words["company"], "ООО «Луч»")
    write(page, words["inn"], INN)
    expect(page.locator("#address")).to_contain_text("luch")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "id_consent":
            break
    page.keyboard.press("Space")
    mail.outbox.clear()
    press(page, words["open"], "**/sign-up/sent/")
    clean(page, width)

    page.goto(letter(r"(http://\S+/confirm/\S+)"))
    page.wait_for_url(re.compile(r"/sign-up/[0-9a-f-]{36}/"))
    expect(page.locator("#opening form")).to_be_visible(timeout=15_000)
    clean(page, width)
    press(page, words["go"], "**/welcome/1/")
    assert "luch." in page.url
    chosen = (("django_language", lang), ("theme", theme))
    page.context.add_cookies([{"name": name, "value": value, "url": page.url} for name, value in chosen])
    page.reload()
    clean(page, width)
    return page


@pytest.mark.parametrize(
    ("lang", "theme", "width"), [("ru", "light", 1280), ("en", "dark", 360)], ids=["russian", "english, a phone"]
)
@pytest.mark.usefixtures("hosts", "at_bank", "_tasks_at_once")
def test_from_the_form_to_the_figures(open_page, lang, theme, width):
    pictures_refresh()
    page = to_the_workspace(open_page, lang=lang, theme=theme, width=width)
    set_up(page, WORDS[lang], width)


def test_errors_take_the_focus_and_nothing_is_lost(open_page, watch, at_bank):  # noqa: F811
    watch.allowed.add(422)
    page = open_page(width=360, script=True)
    page.goto("/sign-up/")
    page.fill("#id_company", "Луч")
    page.fill("#id_inn", "123")
    page.get_by_role("button", name="Открыть кабинет").click()
    expect(page.locator(".error-summary")).to_be_focused()
    clean(page, 360)
    assert page.locator("#id_company").input_value() == "Луч"
    assert page.locator("#id_inn").input_value() == "123"


def test_without_script_the_form_works(open_page, watch, at_bank):  # noqa: F811
    watch.allowed.add(422)
    page = open_page(script=False)
    page.goto("/sign-up/")
    page.get_by_role("button", name="Открыть кабинет").click()
    assert page.locator(".field-error").count() == 5
    page.goto("/privacy/")
    assert page.locator("h1").count() == 1


def test_a_partner_without_proof_sees_the_segment(at_bank, cast, visit_as):  # noqa: F811
    from insights.services import setting_change
    from tenants.hosts import hosts_forget
    from tenants.models import Claim, Partner
    from tenants.scope import for_partner

    pictures_refresh()
    alpha = cast["alpha"]
    Partner.objects.filter(pk=alpha.pk).update(proven_at=None)
    Claim.objects.create(partner=alpha, state="offered", contact="i…@c…ny.ru")
    with for_partner(alpha):
        setting_change(kind="bakery", city="Казань")
    hosts_forget()
    visit = visit_as(cast["alice"], alpha)
    for theme, width in (("light", 1280), ("dark", 360)):
        for path in ("/", "/growth/"):
            page = visit(path, theme=theme, width=width)
            expect(page.locator("#picture [data-chart]")).to_be_visible()
            clean(page, width)
