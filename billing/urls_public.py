"""Front page and plans, on the public host."""

from django.urls import URLPattern, URLResolver, path

from billing import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front, name="front"),
    path("plans/", views.plans, name="plans"),
    path("connect/", views.connect, name="connect"),
]
