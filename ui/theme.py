"""Which theme a page is drawn in: the cookie of this browser, else the person's own choice, else the system's."""

from django.http import HttpRequest

COOKIE = "theme"
THEMES = ("system", "light", "dark")


def theme_of(request: HttpRequest) -> str:
    """Answer ``system``, ``light`` or ``dark`` for the html element."""
    chosen = request.COOKIES.get(COOKIE) or getattr(getattr(request, "user", None), "theme", "")
    return chosen if chosen in THEMES else "system"
