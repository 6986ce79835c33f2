"""The table of addresses. A room adds its own by a decorator; the application looks them up here."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from billing.local_stripe.world import World

Kind = Literal["api", "page", "local"]


@dataclass(frozen=True, slots=True)
class Call:
    """One request as a handler sees it: nested parameters as strings, the address's own parts by name."""

    world: World
    method: str
    path: str
    params: dict[str, Any]
    parts: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: a status, a body, headers."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def json_reply(value: Any, status: int = 200) -> Reply:
    """Return JSON, without what is ours alone."""
    text = json.dumps(public(value), ensure_ascii=False, indent=2)
    return Reply(text.encode(), status, (("Content-Type", "application/json"),))


def html_reply(text: str, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """Return a page."""
    return Reply(text.encode(), status, (("Content-Type", "text/html; charset=utf-8"), *headers))


def redirect_reply(address: str) -> Reply:
    """Return a redirect after a form."""
    return Reply(b"", 303, (("Location", address),))


def public(value: Any) -> Any:
    """Return a copy without the keys that begin with `_`."""
    if isinstance(value, dict):
        return {key: public(inner) for key, inner in value.items() if not key.startswith("_")}
    return [public(inner) for inner in value] if isinstance(value, list) else value


Handler = Callable[[Call], Any]
"""An API or `/_local/` handler returns a JSON value or a Reply, a page a Reply."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler
    kind: Kind
    locked: bool
    """Whether the handler runs inside a transaction; one that waits or sends must open its own."""


ROUTES: Final[list[Route]] = []
BACKGROUND: Final[list[Callable[[World], None]]] = []
"""Loops that run in a thread of their own until `world.stop` is set."""


def route(kind: Kind, method: str, template: str, *, locked: bool = True) -> Callable[[Handler], Handler]:
    """Add an address: `{name}` takes one part of the path."""
    pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template))

    def added(handler: Handler) -> Handler:
        ROUTES.append(Route(method, pattern, handler, kind, locked))
        return handler

    return added


def api(method: str, template: str) -> Callable[[Handler], Handler]:
    """Add an endpoint of the API, with `/v1/` left out."""
    return route("api", method, f"/v1/{template}")


def page(method: str, template: str, *, locked: bool = True) -> Callable[[Handler], Handler]:
    """Add a page for a person."""
    return route("page", method, template, locked=locked)


def local(method: str, template: str, *, locked: bool = True) -> Callable[[Handler], Handler]:
    """Add a control of the local Stripe, with `/_local/` left out."""
    return route("local", method, f"/_local/{template}", locked=locked)


def background(loop: Callable[[World], None]) -> Callable[[World], None]:
    """Add a loop that runs beside the server."""
    BACKGROUND.append(loop)
    return loop


def look_up(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """Return the route of an address and the parts it names; `invoices/create_preview` is no invoice's id."""
    fitting = [
        (known, match.groupdict())
        for known in ROUTES
        if known.method == method and (match := known.pattern.fullmatch(path))
    ]
    return min(fitting, key=lambda one: len(one[1]), default=None)
