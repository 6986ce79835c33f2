"""Addresses of this room on a partner's host; those of the pages about customers stand before the room of figures."""

from django.urls import URLPattern, path

from segments import views, views_customers

urlpatterns: list[URLPattern] = [
    path("customers/value/", views.customer_value, name="customers-value"),
    path("customers/list/", views_customers.customer_list, name="customers-list"),
]
