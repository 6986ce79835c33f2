"""Addresses of the page of keys, below `/settings/api/` on a partner's host."""

from django.urls import path

from api.views.keys import key_remove, keys

urlpatterns = [
    path("", keys, name="api-keys"),
    path("<uuid:id>/revoke/", key_remove, name="api-key-revoke"),
]
