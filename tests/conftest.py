"""The fixed cast of every test: two partners and their people, made once in a database of the tests' own.

Алиса owns alpha; Борис is an analyst there, Вера a viewer. Чарли owns beta and should have no access to
Alice's stuff. Марина manages partners for the bank.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
PASSWORD = "correct-horse-9"
CAST = {
    "alpha": ("Альфа", "7701000001", {"alice": "owner", "boris": "analyst", "vera": "viewer"}),
    "beta": ("Бета", "7702000002", {"charlie": "owner"}),
}
NAMES = {"alice": "Алиса", "boris": "Борис", "vera": "Вера", "charlie": "Чарли"}


def pytest_configure() -> None:
    """Prepare what the tests read, and hash passwords fast: a thief's brake would slow every sign-in here too."""
    from django.conf import settings
    from django.utils.translation.reloader import translation_file_changed

    from daas.messages import compile_all

    if "PYTEST_XDIST_WORKER" not in os.environ and compile_all():
        # Starting Django has read the older ones already.
        translation_file_changed(None, Path("django.mo"))
    _examples_choose()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Emptied after each test, so neither another worker's counters nor the queue may live in it.
    cache_of_worker = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    location = f"{settings.CACHES['default']['LOCATION']}?db={cache_of_worker}"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": location}}
    # Files as they lie in the checkout: the tests need no collected copy of them.
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": STATIC}}
    settings.WHITENOISE_USE_FINDERS = True
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


def _examples_choose() -> None:
    """Try the same examples in every run, so that what was green stays so; `EXPLORE=1` tries others each time."""
    # How long an example takes says something of the machine only.
    shared: dict[str, Any] = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
    hypothesis.settings.register_profile("same", derandomize=True, database=None, **shared)
    hypothesis.settings.register_profile("explore", print_blob=True, **shared)
    hypothesis.settings.load_profile("explore" if os.environ.get("EXPLORE") else "same")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Make the template schema and the two partners once, in the test database."""
    with django_db_blocker.unblock():
        _cast_make()


@pytest.fixture(autouse=True)
def _nothing_remembered(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave no cached host, counter or schema from one test to the next."""
    from tenants.hosts import hosts_forget

    hosts_forget()
    yield
    hosts_forget()
    if {"db", "transactional_db"} & set(request.fixturenames):
        cache.clear()


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> Iterator[dict[str, Any]]:
    """Everybody by name: `alpha`, `beta`, `alice`, `boris`, `vera`, `charlie`, `manager`."""
    from tenants.models import Partner, User

    if Partner.objects.filter(subdomain__in=CAST).count() < len(CAST):
        _cast_make()  # an earlier transactional test has flushed them
    people = {user.email.split("@")[0]: user for user in User.objects.filter(email__endswith="@cast.example")}
    yield {**people, **{partner.subdomain: partner for partner in Partner.objects.filter(subdomain__in=CAST)}}
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        _partners_empty()


@pytest.fixture
def alpha(cast: dict[str, Any]) -> Any:
    """Return Alice's partner."""
    return cast["alpha"]


@pytest.fixture
def beta(cast: dict[str, Any]) -> Any:
    """Return Charlie's partner."""
    return cast["beta"]


@pytest.fixture
def alice(cast: dict[str, Any]) -> Any:
    """Return the owner of alpha."""
    return cast["alice"]


@pytest.fixture
def boris(cast: dict[str, Any]) -> Any:
    """Return an analyst of alpha."""
    return cast["boris"]


@pytest.fixture
def vera(cast: dict[str, Any]) -> Any:
    """Return a viewer of alpha."""
    return cast["vera"]


@pytest.fixture
def charlie(cast: dict[str, Any]) -> Any:
    """Return the owner of beta."""
    return cast["charlie"]


@pytest.fixture
def manager(cast: dict[str, Any]) -> Any:
    """Return an account manager: known on the public host only."""
    return cast["manager"]


@pytest.fixture
def as_partner(cast: dict[str, Any]) -> Callable[[Any], AbstractContextManager[Any]]:
    """Open a partner's schema: `with as_partner(alpha): …`."""
    from tenants.scope import for_partner

    return for_partner


@pytest.fixture
def client_for(cast: dict[str, Any]) -> Callable[..., Client]:
    """Make a browser: `client_for(alice, alpha)` signed in there, `client_for(None, alpha)` a visitor.

    Without a partner it visits the public host.
    """
    from django.conf import settings
    from django_tenants.utils import schema_context

    def make(user: Any = None, partner: Any = None, **extra: Any) -> Client:
        host = f"{partner.subdomain}.{settings.BASE_HOST}" if partner else settings.BASE_HOST
        client = Client(headers={"host": host}, **extra)
        if user is not None:
            with schema_context(partner.schema_name if partner else "public"):
                client.force_login(user)
        return client

    return make


def _cast_make() -> None:
    from billing.services import trial_start
    from tenants.models import Membership, Partner, User
    from tenants.provisioning import partner_provision
    from tenants.services import partner_create
    from tenants.services.bank import bank_role_set

    for subdomain, (name, inn, people) in CAST.items():
        owner = next(iter(people))
        partner = Partner.objects.filter(subdomain=subdomain).first() or partner_create(
            name=name,
            inn=inn,
            subdomain=subdomain,
            owner_email=f"{owner}@cast.example",
            password=PASSWORD,
            owner_name=NAMES[owner],
        )
        for key, role in people.items():
            user, _made = User.objects.get_or_create(
                email=f"{key}@cast.example", defaults={"full_name": NAMES[key], "password": _hash()}
            )
            Membership.objects.get_or_create(partner=partner, user=user, defaults={"role": role})
        partner_provision(partner)
        trial_start(partner=partner)
    manager, _made = User.objects.get_or_create(
        email="manager@cast.example", defaults={"full_name": "Марина", "password": _hash()}
    )
    bank_role_set(user=manager, role="manager")


def _hash() -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


def _partners_empty() -> None:
    """Empty the partners' tables: Django's flush after a transactional test reaches the public schema only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname LIKE 'p\\_%%' AND tablename <> 'django_migrations'",
            [],
        )
        if tables := [name for (name,) in cursor.fetchall()]:
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
