"""Addresses below `/api/v1/` on a partner's host."""

from django.urls import path, re_path

from api.views.account import AccountView
from api.views.breakdowns import BreakdownListView, BreakdownView, RetentionView
from api.views.description import DocsView, SchemaView
from api.views.metrics import MetricListView, MetricView
from api.views.nothing import NothingView
from api.views.peers import PeerListView, PeerView
from api.views.value import CustomerListView, ValueView

app_name = "api"
urlpatterns = [
    path("account/", AccountView.as_view(), name="account"),
    path("metrics/", MetricListView.as_view(), name="metrics"),
    path("metrics/<str:key>/", MetricView.as_view(), name="metric"),
    path("breakdowns/", BreakdownListView.as_view(), name="breakdowns"),
    path("breakdowns/<str:key>/", BreakdownView.as_view(), name="breakdown"),
    path("retention/", RetentionView.as_view(), name="retention"),
    path("ltv/", ValueView.as_view(), name="ltv"),
    path("ltv/customers/", CustomerListView.as_view(), name="ltv-customers"),
    path("peers/", PeerListView.as_view(), name="peers"),
    path("peers/<str:key>/", PeerView.as_view(), name="peer"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
    re_path(r"", NothingView.as_view(), name="nothing"),
]
