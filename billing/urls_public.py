"""Front page and plans, on the public host."""

from django.urls import URLPattern, URLResolver, path

from billing.views import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.front, name="front"),
    path("plans/", public.plans, name="plans"),
    path("connect/", public.connect, name="connect"),
]
