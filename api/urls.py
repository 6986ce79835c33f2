"""Addresses below `/api/v1/` on a partner's host."""

from django.urls import path, re_path

from api.views.account import AccountView
from api.views.description import DocsView, SchemaView
from api.views.metrics import MetricListView, MetricView
from api.views.nothing import NothingView

app_name = "api"
urlpatterns = [
    path("account/", AccountView.as_view(), name="account"),
    path("metrics/", MetricListView.as_view(), name="metrics"),
    path("metrics/<str:key>/", MetricView.as_view(), name="metric"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
    re_path(r"", NothingView.as_view(), name="nothing"),
]
