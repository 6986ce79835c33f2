"""The tabs of the pages about customers, as links that keep what was chosen."""

from typing import Final

from django.urls import is_valid_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from insights.panels.asked import Asked

TABS: Final = (
    ("/customers/", gettext_noop("Portrait")),
    ("/customers/value/", gettext_noop("Value")),
    ("/customers/retention/", gettext_noop("Retention")),
    ("/customers/loyalty/", gettext_noop("Loyalty")),
    ("/customers/seasonality/", gettext_noop("Seasonality")),
)
"""Path and words. One that no room serves is left out, so that no link is dead."""


def tabs_of(path: str, asked: Asked | None = None) -> list[tuple[str, str, bool]]:
    """Link the tabs that are served; `path` is the open one, `asked` what its visitor has chosen."""

    def url(to: str) -> str:
        return asked.address.to(to) if asked else to

    return [(_(words), url(to), to == path) for to, words in TABS if is_valid_path(to)]


def title_of(path: str) -> str:
    """Name the open tab."""
    return _(dict(TABS)[path])
