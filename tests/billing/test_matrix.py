"""THE MATRIX: every feature × every plan × page, API, task. Who has it sees it; who has not is told, and costs nothing.

The plans are read from the contract's table in `test_gate`, not from `billing.plans`. A feature without a row,
an address without a row and a task without a row each fail a test, so that nothing new is forgotten.
"""

import ast
import dataclasses
from typing import Any

import pytest
from celery import current_app
from django.urls import URLPattern, URLResolver, get_resolver

from billing import features
from billing.features import FEATURES
from billing.services import override_grant, plan_set
from daas.env import ROOT
from insights.breakdowns.catalogue import catalogue as breakdowns
from insights.metrics import metric_of
from insights.metrics.catalogue import _REGISTERED
from insights.recompute import metric_recompute
from tests.billing.matrix import ROWS, Seen, api_of_metric, held, met, page_of, sold
from tests.billing.test_gate import KEYS

ROOMS = ("insights.", "segments.", "campaigns.", "api.")
"""Rooms with figures."""


UNBUILT = (
    "forecast"
    " profiles profiles_peer_gap profiles_export"
    " churn_summary churn_customers churn_api insights cause_split own_rules campaigns uplift ad_cabinet export_pdf"
    " export_xlsx audiences export_scheduled webhooks digest digest_weekly digest_daily alerts"
)
NOT_BUILT = set(UNBUILT.split())
"""Features that nothing shows yet: the room that builds one moves it to ROWS."""

DEFINED = ("segments/",)
"""Where things are only defined: a feature named there is built when an address shows it."""

OPEN = "open to every member"
ADDRESSES = {
    "overview": "growth",
    "growth": "growth",
    "growth-metric": "growth",
    "growth-csv": "export_csv",
    "competitors": "peers peers_all peers_lenses shared_customers defection peers_custom",
    "competitors-group": "peers_custom",
    "settings-privacy": OPEN,
    "settings-privacy-choice": OPEN,
    "customers": "gender age solvency customers_by_outlet",
    "customers-retention": "retention",
    "customers-loyalty": "new_returning regular rfm customers_by_outlet",
    "customers-value": "ltv",
    "customers-list": "rfm ltv",
    "customers-seasonality": "seasonality customers_by_outlet",
    "run-progress": OPEN,
    "settings-coverage": OPEN,
    "settings-outlets": OPEN,
    "api-keys": OPEN,
    "api-key-revoke": OPEN,
    "api:account": OPEN,
    "api:metrics": "api",
    "api:metric": "api",
    "api:breakdowns": "gender age new_returning regular rfm seasonality solvency",
    "api:breakdown": "gender age new_returning regular rfm seasonality solvency customers_by_outlet",
    "api:retention": "retention",
    "api:ltv": "ltv",
    "api:ltv-customers": "ltv",
    "api:peers": "peers peers_lenses peers_custom",
    "api:peer": "peers peers_all peers_lenses shared_customers defection peers_custom",
    "api:schema": OPEN,
    "api:docs": OPEN,
    "api:nothing": OPEN,
}
"""Address of a room with figures → the feature it belongs to, or several with a space between them."""

TASKS = {
    "insights.tasks.partner_recompute": "each metric's own, and as many outlets as the plan opens",
    "insights.tasks.partner_begin": "as the above, once the right to the INN is proven",
    "insights.tasks.lake_watch": "sends the above",
    "insights.tasks.runs_resume": "sends the above",
    "insights.tasks.peers_refresh": "each comparison and each lens that the plan holds",
    "segments.value_refit": "ltv; for the list of customers rfm is enough",
    "segments.models_resume": "sends the above, to partners whose plan holds it",
}
"""Task of a room with figures → what it costs by plan."""


# --- Nothing is forgotten ----------------------------------------------------------------------------------------


def test_every_feature_has_a_row():
    assert set(ROWS) | NOT_BUILT == set(FEATURES)
    assert not set(ROWS) & NOT_BUILT


def features_named(*, where_defined: bool) -> dict[str, set[str]]:
    """Return feature → modules outside billing that name it, with those where things are only defined or without."""
    found: dict[str, set[str]] = {}
    for room in ("insights", "segments", "campaigns", "onboarding", "api", "tenants", "daas"):
        for path in (ROOT / room).rglob("*.py"):
            if not where_defined and str(path.relative_to(ROOT)).startswith(DEFINED):
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom) and node.module == "billing.features":
                    for alias in node.names:
                        named = getattr(features, alias.name)
                        if isinstance(named, features.Feature):
                            found.setdefault(named.key, set()).add(str(path.relative_to(ROOT)))
    return found


def test_a_feature_that_a_room_uses_is_no_longer_unbuilt():
    named = features_named(where_defined=False)
    assert not {key: places for key, places in named.items() if key in NOT_BUILT}
    assert set(ROWS) <= set(features_named(where_defined=True))


def addresses(resolver: Any, space: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= addresses(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            found[f"{space}{pattern.name}"] = pattern.callback
    return found


def figures_addresses() -> dict[str, Any]:
    every = addresses(get_resolver("daas.urls_partner"))
    return {name: view for name, view in every.items() if view.__module__.startswith(ROOMS)}


def test_every_address_of_figures_has_a_row():
    assert set(ADDRESSES) == set(figures_addresses())
    assert {name for row in ADDRESSES.values() if row != OPEN for name in row.split()} <= set(ROWS)


def test_every_task_of_figures_has_a_row():
    assert set(TASKS) == {name for name in current_app.tasks if name.startswith(ROOMS)}


# --- The matrix --------------------------------------------------------------------------------------------------


@pytest.fixture
def probes(monkeypatch):
    """Put one metric of each feature into the catalogue, so that the way of any metric is tried with any feature."""
    revenue = metric_of("revenue")
    made = {
        f"probe_{feature.key}": dataclasses.replace(
            revenue, key=f"probe_{feature.key}", order=1000, title=f"Probe {feature.key}", feature=feature
        )
        for feature in FEATURES.values()
    }
    for key, metric in made.items():
        monkeypatch.setitem(_REGISTERED, key, metric)
    return made


CASES = [*[(plan, ()) for plan in KEYS], ("start", ("api",)), ("growth", ("api", "ltv", "webhooks"))]


@pytest.fixture
def seen_on(cast, lake, probes, client_for, api_of):
    """Compute alpha on a plan, and meet it in every way."""

    def made(plan, granted):
        alpha = cast["alpha"]
        plan_set(partner=alpha, plan=plan)
        for name in granted:
            override_grant(partner=alpha, name=name, reason="test", granted_by=None)
        assert metric_recompute(alpha).outcome == "done"
        return Seen(alpha, client_for(cast["alice"], alpha), api_of(alpha))

    return made


@pytest.mark.parametrize(("plan", "granted"), CASES)
def test_the_matrix(seen_on, plan, granted):
    seen, has = seen_on(plan, granted), held(plan, granted)
    stored = seen.stored
    assert met(seen) == sold(plan, granted)
    assert {name for name in FEATURES if f"probe_{name}" in stored} == has
    groups = {one.key for one in breakdowns().values() if one.feature.key in has} | {"seasonality"} & has
    of_outlets = {(key, True) for key in groups if "customers_by_outlet" in has}
    cohorts = {("retention", False)} if "retention" in has else set()
    assert seen.groups_stored == {(key, False) for key in groups} | of_outlets | cohorts
    # Drawing is slow: with exceptions only what was granted is looked at.
    looked_at = granted or FEATURES
    assert {name for name in looked_at if page_of(seen, f"probe_{name}", name)} == has & set(looked_at)
    by_api = {name for name in FEATURES if api_of_metric(seen, f"probe_{name}", name)}
    assert by_api == (has if "api" in has else set())
