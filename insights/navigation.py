"""Where a signed-in person can go: the sections of a partner's pages and the tabs of its settings."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.models import Partner, Role
from tenants.support import support_visit

# (name of the address, words, icon). Only pages that exist: a later page adds its line here.
SECTIONS: Final = (
    ("overview", _("Overview"), "layout-dashboard"),
    ("growth", _("Growth"), "trending-up"),
    ("competitors", _("Competitors"), "scale"),
    ("customers", pgettext_lazy("menu", "Customers"), "users"),
)
SETTINGS: Final = ("settings-outlets", _("Settings"), "settings")
# (name of the address, words, for owners only). A tab whose room is not installed is left out, so that no
# link is dead; so is one that would refuse who looks.
TABS: Final = (
    ("settings-outlets", _("Outlets"), False),
    ("settings-coverage", _("Share of card sales"), False),
    ("welcome", _("Your business"), True),
    ("plan", _("Plan and payment"), False),
    ("usage", _("Usage"), False),
    ("team", _("Team"), False),
    ("profile", _("Profile"), False),
    ("security", _("Security"), False),
    ("settings-privacy", _("Privacy"), False),
    ("access-log", _("Access log"), True),
    ("api-keys", _("API keys"), True),
)
# Tabs about oneself: a visiting account manager can't open them.
OWN: Final = {"profile", "security"}

Item = tuple[str, str, str, bool]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Name the merchant, its sections, its settings and which of them is open; nothing off a partner's host."""
    partner = getattr(request, "tenant", None)
    if not isinstance(partner, Partner):
        return {}
    member = getattr(request.user, "membership", None)
    if not member:
        return {"merchant": partner.name}
    hidden = OWN if support_visit(request) else set()
    tabs = _tabs(request.path, owner=member.role == Role.OWNER, hidden=hidden)
    sections = [_item(request.path, *section) for section in SECTIONS]
    name, words, icon = SETTINGS
    settings: Item = (str(words), reverse(name), icon, any(active for _words, _url, active in tabs))
    return {"merchant": partner.name, "nav": sections, "nav_foot": [settings], "settings_tabs": tabs}


def _item(path: str, name: str, words: str | Promise, icon: str) -> Item:
    url = reverse(name)
    return str(words), url, icon, path == url or (url != "/" and path.startswith(url))


def _tabs(path: str, *, owner: bool, hidden: set[str]) -> list[tuple[str, str, bool]]:
    tabs = []
    for name, words, owners_only in TABS:
        if (owners_only and not owner) or name in hidden:
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        tabs.append((str(words), url, path.startswith(url)))
    return tabs
