"""People on the public host: account managers sign in."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("tenants.urls_people"))]
