"""Addresses of this room on a partner's host."""

from django.urls import URLPattern, path

from insights import views

urlpatterns: list[URLPattern] = [
    path("", views.overview, name="overview"),
    path("growth/", views.growth, name="growth"),
    path("growth/<slug:key>/", views.growth, name="growth-metric"),
    path("growth/<slug:key>/points.csv", views.growth_csv, name="growth-csv"),
    path("competitors/", views.competitors_page, name="competitors"),
    path("competitors/group/", views.peer_group, name="competitors-group"),
    path("customers/", views.customers, name="customers"),
    path("customers/retention/", views.customers_retention, name="customers-retention"),
    path("customers/loyalty/", views.customers_loyalty, name="customers-loyalty"),
    path("customers/seasonality/", views.customers_seasonality, name="customers-seasonality"),
    path("run/", views.run_progress, name="run-progress"),
    path("settings/outlets/", views.outlets, name="settings-outlets"),
    path("settings/privacy/", views.privacy, name="settings-privacy"),
    path("settings/privacy/choice/", views.privacy_choice, name="settings-privacy-choice"),
    path("settings/coverage/", views.coverage, name="settings-coverage"),
]
