"""Where a crawl goes: every page of a partner that has everything, and every page for visitors.

A new page is one line here; what the crawls ask of it then holds for it too.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from lake.engine import EngineOptions
from lake.marts import marts_refresh
from tests.browser.conftest import OpenPage, VisitAs
from tests.insights_pages.bank import compared
from tests.insights_pages.shop import people_list
from tests.lake.lakes import small_lake
from tests.peers.banks import merchants, payments

ANALYTICS = (
    "/",
    "/growth/",
    "/growth/customers/?grain=month",
    "/customers/",
    "/customers/retention/",
    "/customers/value/",
    "/customers/loyalty/",
    "/customers/seasonality/",
    "/customers/list/",
    "/competitors/",
    "/competitors/?lens=size",
    "/competitors/?lens=shared",
    "/competitors/group/",
)
SETTINGS = (
    "/settings/outlets/",
    "/settings/coverage/",
    "/settings/privacy/",
    "/settings/privacy/choice/",
    "/settings/team/",
    "/settings/profile/",
    "/settings/security/",
    "/settings/log/",
    "/settings/api/",
    "/settings/usage/",
    "/welcome/2/",
    "/welcome/3/",
)
PARTNER = ANALYTICS + SETTINGS
PUBLIC = ("/", "/plans/", "/sign-up/", "/sign-in/", "/privacy/", "/_styleguide/")
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def world_uri(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the lake of a bank with many bakeries lies, whose customers have ages."""
    path: Path = tmp_path_factory.mktemp("look-lake")
    shops = merchants(26)
    store = small_lake(path, payments(3, shops, size=9000), shops)
    people_list(store)
    marts_refresh(store, options=EngineOptions(threads=1))
    return str(path)


@pytest.fixture
def world(settings: Any, world_uri: str, alpha: Any, beta: Any) -> Any:
    """Return alpha on the largest plan, computed and compared; beta beside it."""
    settings.LAKE_URI = world_uri
    compared(alpha, beta)
    return alpha


@pytest.fixture
def visit(world: Any, alice: Any, visit_as: VisitAs, open_page: OpenPage) -> Visit:
    """Make pages: `visit(path, lang="ru", theme="light", width=1280)` as alpha's owner, `public=True` as a visitor."""
    # Without motion a focused element is in sight at once.
    own = visit_as(alice, world, reduced_motion="reduce")

    def make(path: str = "/", *, public: bool = False, **options: Any) -> Page:
        if not public:
            return own(path, **options)
        page = open_page(reduced_motion="reduce", **options)
        page.goto(path)
        return page

    return make
