"""What every template knows about its look."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ui.theme import theme_of

THEME_NAMES = (
    ("system", _("As in the system"), "device-desktop"),
    ("light", _("Light theme"), "sun"),
    ("dark", _("Dark theme"), "moon"),
)


def look(request: HttpRequest) -> dict[str, Any]:
    """Name the theme in force and the ones to choose from: (key, name, icon)."""
    return {"theme": theme_of(request), "themes": THEME_NAMES}
