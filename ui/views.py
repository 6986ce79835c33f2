"""Switches of theme and language, and the style guide."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from ui.samples import sample_context
from ui.theme import COOKIE, THEMES

YEAR = 365 * 24 * 3600


@require_GET
def favicon(_request: HttpRequest) -> HttpResponse:
    """Lead browsers to the icon on pages that name none, as the admin's do."""
    return HttpResponseRedirect(static("favicon.ico"))


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme in this browser and go back to the page."""
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        return HttpResponseBadRequest(gettext("Choose one of the themes on the page."))
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    _remember(request, "theme", theme)
    response = HttpResponseRedirect(back)
    response.set_cookie(COOKIE, theme, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Remember the language in this browser, and for the person whose letters are written in it."""
    response = django_set_language(request)
    if (language := request.POST.get("language", "")) in dict(settings.LANGUAGES):
        _remember(request, "language", language)
    return response


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state with made-up data; only where DEBUG or STYLEGUIDE is set."""
    if not (settings.DEBUG or getattr(settings, "STYLEGUIDE", False)):
        raise Http404
    return render(request, "styleguide.html", sample_context())


def _remember(request: HttpRequest, name: str, value: str) -> None:
    person: Any = getattr(request, "user", None)
    if person is not None and person.is_authenticated and getattr(person, name, value) != value:
        setattr(person, name, value)
        person.save(update_fields=[name])
