"""Addresses of this room on a partner's host."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
