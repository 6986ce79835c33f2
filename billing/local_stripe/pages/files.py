"""The pages' style sheet and icon."""

from pathlib import Path

from billing.local_stripe.routes import Call, Reply, page

HERE = Path(__file__).parent
TYPES = {"pay.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}


def _reply(name: str) -> Reply:
    headers = (
        ("Content-Type", TYPES[name]),
        ("Cache-Control", "public, max-age=300"),
        ("X-Content-Type-Options", "nosniff"),
    )
    return Reply((HERE / name).read_bytes(), 200, headers)


@page("GET", "/_pages/pay.css", locked=False)
def style(_: Call) -> Reply:
    """Return the style sheet."""
    return _reply("pay.css")


@page("GET", "/_pages/icon.svg", locked=False)
def icon(_: Call) -> Reply:
    """Return the icon."""
    return _reply("icon.svg")
