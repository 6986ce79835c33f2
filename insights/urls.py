"""Addresses of this room on a partner's host."""

from django.urls import URLPattern, path

from insights import views

urlpatterns: list[URLPattern] = [
    path("", views.overview, name="overview"),
    path("growth/", views.growth, name="growth"),
    path("growth/<slug:key>/", views.growth, name="growth-metric"),
    path("growth/<slug:key>/points.csv", views.growth_csv, name="growth-csv"),
    path("run/", views.run_progress, name="run-progress"),
    path("settings/outlets/", views.outlets, name="settings-outlets"),
]
