"""Addresses of this room on a partner's host; those of the pages about customers stand before the room of figures."""

from django.urls import URLPattern, path

from segments import views

urlpatterns: list[URLPattern] = [
    path("customers/value/", views.customer_value, name="customers-value"),
]
