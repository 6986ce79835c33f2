"""Addresses that every host has: theme, language, style guide."""

from django.urls import URLPattern, URLResolver, path

from ui.views import favicon, set_language, set_theme, styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("favicon.ico", favicon, name="favicon"),
    path("look/theme/", set_theme, name="set-theme"),
    path("look/language/", set_language, name="set_language"),
    path("_styleguide/", styleguide, name="styleguide"),
]
