"""A bank with one company that can be signed up for, the cast's two beside it, and a street of bakeries."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from lake.demo.inn import inn_complete
from lake.marts import marts_refresh
from tests.lake.lakes import Merchant, Payment, small_lake
from tests.tenants.conftest import _tasks_at_once  # noqa: F401

INN, SILENT = inn_complete("770708389"), inn_complete("780246913")
"""A company whose address the bank holds, and one whose it does not."""
CONTACT = "info@company.ru"
FIRST, LAST = date(2026, 5, 4), date(2026, 11, 22)
SECRET = "Пекарня Тайная"
FORM = {
    "email": "Dasha@new.example",
    "password": "a-long-Enough-1",
    "company": "ООО «Тёплый хлеб»",
    "inn": INN,
    "subdomain": "",
    "consent": "on",
    "plan": "growth",
}


def bank(path: Path) -> str:
    """Write the lake and its marts."""
    own = [
        Merchant("n1", INN, name=f"{SECRET} на углу", city="Казань", region="Татарстан", contact_email=CONTACT),
        Merchant("n2", INN, name=f"{SECRET} у реки", city="Казань", region="Татарстан", contact_email=CONTACT),
        Merchant("s1", SILENT, name=f"{SECRET} вторая", city="Казань", region="Татарстан"),
        Merchant("a1", "7701000001", city="Москва", region="Москва"),
        Merchant("b1", "7702000002", city="Москва", region="Москва"),
    ]
    others = [Merchant(f"k{at}", f"90000000{at:02}", city="Казань", region="Татарстан") for at in range(6)]
    rows = []
    for at, merchant in enumerate(own + others):
        for day in range((LAST - FIRST).days + 1):
            on = FIRST + timedelta(days=day)
            moment = datetime(on.year, on.month, on.day, 9, tzinfo=UTC).replace(tzinfo=None)
            amount = Decimal(123_450 + 70 * at + day) / 100
            rows.append(Payment(moment, merchant.merchant_id, f"c{(day + at) % 30}", amount))
    store = small_lake(path, rows, own + others)
    marts_refresh(store)
    return str(path)


@pytest.fixture(scope="session")
def bank_uri(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the bank's lake lies."""
    return bank(tmp_path_factory.mktemp("bank") / "lake")


@pytest.fixture
def at_bank(settings: Any, bank_uri: str, cast: Any) -> str:
    """Point the product at the bank's lake."""
    settings.LAKE_URI = bank_uri
    return bank_uri


@pytest.fixture
def later(django_capture_on_commit_callbacks: Any) -> Any:
    """Do what waits for the end of the transaction: letters and tasks."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def sign_up(at_bank: str, client_for: Any, later: Any) -> Iterator[Any]:
    """Walk a person to their workspace: `sign_up(inn=…)` returns the browser, the page's path and the partner."""
    made: list[Any] = []

    def walk(client: Any = None, **changes: Any) -> tuple[Any, str, Any]:
        from tenants.models import Membership

        client = client or client_for()
        mail.outbox.clear()
        with later():
            assert client.post("/sign-up/", {**FORM, **changes})["Location"] == "/sign-up/sent/"
        (path,) = re.findall(r"http://[^/]+(/confirm/\S+)", str(mail.outbox[0].body))
        with later():
            page = client.get(path, follow=True)
        email = changes.get("email", FORM["email"]).lower()
        newest = Membership.objects.filter(user__email=email).order_by("-created_at").first()
        if newest:
            made.append(newest.partner.schema_name)
        return client, page.redirect_chain[-1][0], newest.partner if newest else None

    yield walk
    _schemas_drop(made)


@pytest.fixture
def new(sign_up: Any, client_for: Any) -> Any:
    """Return a partner that signed itself up, unproven, and its owner's browser on its host."""
    _client, _path, partner = sign_up()
    owner = partner.memberships.get().user
    return partner, client_for(owner, partner)


def _schemas_drop(names: list[str]) -> None:
    """A schema made inside a rolled-back transaction is gone; one made outside is dropped here."""
    from django.db import connection

    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
