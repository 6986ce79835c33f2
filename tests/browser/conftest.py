"""A strict browser: whatever a page does wrong while a test looks at it fails that test.

``page`` is ready to use on the public host; ``open_page`` makes more, with theme, language, width,
cookies, and without script. Both fail on console errors and warnings, on script errors, on every
violation of the content security policy, on answers ≥ 400 (see ``page.allowed``), and on any
request to a foreign host. ``axe(page)`` lists the accessibility violations.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

OpenPage = Callable[..., Page]
VisitAs = Callable[..., OpenPage]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
)
AXE = Path(__file__).parents[1] / "vendor" / "axe-4.14.1.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Violations are told through the console, so that none is lost when the page goes away.
# The tests speak plain HTTP to names that are not localhost; over HTTPS the header counts.
HTTP_ONLY = "The Cross-Origin-Opener-Policy header has been ignored, because the URL's origin was untrustworthy"
WATCH = """
document.addEventListener("securitypolicyviolation", (e) => console.error(
  "CSP " + e.violatedDirective + " " + e.blockedURI + " " + e.sourceFile + ":" + e.lineNumber));
"""


def pytest_report_header() -> str | None:
    """Say so when these tests are left out."""
    return None if CHROMIUM else "browser: no Chromium found, the browser tests are left out"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what stands in this folder; leave it out where no browser is installed."""
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
    if here and not CHROMIUM:
        config.hook.pytest_deselected(items=here)
        items[:] = [item for item in items if item not in here]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; names under BASE_HOST lead to this machine."""
    from django.conf import settings

    # Playwright's own event loop makes Django think it is called from async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    host = settings.BASE_HOST
    rules = f"--host-resolver-rules=MAP {host} 127.0.0.1, MAP *.{host} 127.0.0.1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS.split(), rules])
        yield chromium
        chromium.close()


@dataclass
class Site:
    """The live server as a browser sees it: the public host, partners one label below."""

    host: str
    port: int

    def url(self, path: str = "/", subdomain: str = "") -> str:
        """Answer the address of a path on the public host or on a partner's."""
        return f"http://{f'{subdomain}.' if subdomain else ''}{self.host}:{self.port}{path}"

    def owns(self, url: str) -> bool:
        """Tell whether an address belongs to this site."""
        at = urlsplit(url)
        name = at.hostname or ""
        return at.scheme in {"data", "blob"} or (at.port == self.port and f".{name}".endswith(f".{self.host}"))


@pytest.fixture
def site(live_server: Any, settings: Any) -> Site:
    """Serve the product, as the partners' hosts and the public one see it."""
    return Site(settings.BASE_HOST, urlsplit(live_server.url).port or 80)


@dataclass
class Watch:
    """What went wrong so far; ``allowed`` holds the statuses ≥ 400 that a test expects."""

    site: Site
    problems: list[str] = field(default_factory=list)
    allowed: set[int] = field(default_factory=set)

    def console(self, message: ConsoleMessage) -> None:
        """Note what the browser complains about; a status the test expects is no complaint."""
        expected = any(f"status of {status}" in message.text for status in self.allowed)
        if message.type in {"error", "warning"} and not expected and not message.text.startswith(HTTP_ONLY):
            self.problems.append(f"console {message.type}: {message.text}")

    def route(self, route: Route) -> None:
        """Let only this site through."""
        if self.site.owns(route.request.url):
            route.continue_()
        else:
            self.problems.append(f"foreign host: {route.request.url}")
            route.abort()

    def attach(self, page: Page) -> None:
        """Listen to a page."""
        page.add_init_script(WATCH)
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on(
            "response",
            lambda answer: (
                self.problems.append(f"{answer.status} {answer.url}")
                if answer.status >= 400 and answer.status not in self.allowed
                else None
            ),
        )


@pytest.fixture
def watch(site: Site) -> Iterator[Watch]:
    """Collect what goes wrong, and fail the test with it at the end."""
    watching = Watch(site)
    yield watching
    assert watching.problems == []


@pytest.fixture
def open_page(browser: Browser, site: Site, watch: Watch) -> Iterator[OpenPage]:
    """Make pages: ``open_page(theme="dark", lang="en", width=360, subdomain="coffee", script=True, cookies={…})``."""
    contexts: list[BrowserContext] = []

    def make(
        *,
        theme: str = "light",
        lang: str = "ru",
        width: int = 1280,
        height: int = 900,
        subdomain: str = "",
        script: bool = True,
        cookies: dict[str, str] | None = None,
        **options: Any,
    ) -> Page:
        base = site.url("", subdomain)
        context = browser.new_context(
            viewport={"width": width, "height": height},
            base_url=base,
            java_script_enabled=script,
            locale=lang,
            **options,
        )
        contexts.append(context)
        context.route("**/*", watch.route)
        named = {"theme": theme, "django_language": lang, **(cookies or {})}
        context.add_cookies([{"name": name, "value": value, "url": base} for name, value in named.items()])
        page = context.new_page()
        watch.attach(page)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One page on the public host: light, Russian, 1280 wide."""
    return open_page()


@pytest.fixture
def visit_as(client_for: Any, open_page: OpenPage) -> VisitAs:
    """Sign a person in: ``visit_as(alice, alpha)`` gives ``visit(path, lang="en", …)``, which opens pages.

    Without a partner on the public host. What ``visit_as`` is given more goes to every page.
    """

    def signed_in(user: Any, partner: Any, **always: Any) -> OpenPage:
        from django.conf import settings

        name = settings.SESSION_COOKIE_NAME
        cookies = {name: client_for(user, partner).cookies[name].value}

        def visit(path: str, *, lang: str = "ru", **options: Any) -> Page:
            user.language = lang
            user.save(update_fields=["language"])
            place = partner.subdomain if partner else ""
            page = open_page(subdomain=place, lang=lang, cookies=cookies, **{**always, **options})
            page.goto(path)
            return page

        return visit

    return signed_in


def axe(page: Page, *, sheets: bool = True) -> list[str]:
    """Run axe-core on the page as it stands; a line for each violation and element.

    Without ``sheets`` it reads no style sheets, where one imports another: axe copies such a sheet into an
    inline one to read it, which the policy rightly refuses.
    """
    # A click ends when the next page begins to come, which may be before its style sheets are there.
    page.wait_for_load_state()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"runOnly": AXE_TAGS, "resultTypes": ["violations"], "preload": sheets}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {node['html'][:200]} ({node.get('failureSummary', '')})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """Answer by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
