"""Keys of the cast's partners, and one way to ask their API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from api.keys import NewKey
from api.services import key_create
from billing.services import plan_set
from insights.recompute import metric_recompute
from tests.api.figures import lake_write

Ask = Callable[..., Any]


@pytest.fixture
def ask() -> Ask:
    """Ask a partner's host: `ask(alpha, "account/", key)`."""

    def asked(partner: Any, path: str, key: str | None = None, *, method: str = "GET", **more: Any) -> Any:
        headers = {"host": f"{partner.subdomain}.{settings.BASE_HOST}", **more.pop("headers", {})}
        if key is not None:
            headers["authorization"] = f"Bearer {key}"
        client = Client(headers=headers, raise_request_exception=more.pop("raising", True))
        return client.generic(method, f"/api/v1/{path}", **more)

    return asked


@pytest.fixture
def new_key(as_partner: Callable[[Any], Any]) -> Callable[..., NewKey]:
    """Make a key of a partner."""

    def made(partner: Any, name: str = "test", **more: str) -> NewKey:
        with as_partner(partner):
            return key_create(name=name, **more)

    return made


@pytest.fixture
def pros(alpha: Any, beta: Any) -> tuple[Any, Any]:
    """Put both partners on Pro."""
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="pro")
    return alpha, beta


@pytest.fixture
def key(alpha: Any, pros: Any, new_key: Callable[..., NewKey]) -> str:
    """Return a reading key of alpha."""
    return new_key(alpha).text


@pytest.fixture(scope="session")
def small_lake_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the cast's small lake."""
    folder = tmp_path_factory.mktemp("lake")
    lake_write(folder)
    return str(folder)


@pytest.fixture
def computed(pros: tuple[Any, Any], small_lake_address: str, settings: Any) -> tuple[Any, Any]:
    """Compute both partners over the small lake."""
    settings.LAKE_URI = small_lake_address
    for partner in pros:
        report = metric_recompute(partner)
        assert report.outcome == "done", report
    return pros
