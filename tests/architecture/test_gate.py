"""The gate is asked where something is read, costs or is done: in selectors, tasks, services, commands."""

import ast
import re
from pathlib import Path

import pytest

from billing.features import FEATURES, LIMITS
from daas.env import ROOT

ROOMS = ("daas", "ui", "lake", "tenants", "insights", "segments", "campaigns", "onboarding", "api")
"""All but billing, which is the gate."""

VERBS = {
    "billing.entitlements": {
        "allows", "require", "limit", "locked", "locked_limit", "holding", "plan_in_force",
    },
    "billing.counting": None,
    "billing.limits": None,
    "billing.limits_held": None,
    "billing.usage": None,
    "billing.models": None,
}  # fmt: skip
"""What asks the gate: names of a module, None for all of them."""

SELECTORS = {"insights/recompute.py", "api/gate.py", "api/account.py"}
"""Selectors, services and tasks by another name: a run's cost, and the API's words for the gate's answers."""


def asks(source: str) -> list[str]:
    """Return what in this source asks the gate."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                if whole in VERBS or (node.module in VERBS and alias.name in (VERBS[node.module] or {alias.name})):
                    found.append(whole)
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in VERBS]
    return found


def is_place(path: Path) -> bool:
    """Say whether the gate may be asked in a module."""
    inside = path.relative_to(ROOT)
    kinds = {part.removesuffix(".py") for part in inside.parts[1:]}
    return bool(kinds & {"selectors", "services", "tasks", "commands"}) or str(inside) in SELECTORS


SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_gate_is_asked_in_its_places_only(path: Path) -> None:
    if not is_place(path):
        found = asks(path.read_text())
        assert not found, f"{path.relative_to(ROOT)} asks the gate ({', '.join(found)}): ask in a selector."


@pytest.mark.parametrize(
    "source",
    [
        "from billing.entitlements import allows",
        "from billing import entitlements",
        "import billing.entitlements",
        "from billing.counting import spend",
        "from billing.models import Subscription",
        "def f():\n    from billing.entitlements import Locked, holding",
    ],
)
def test_a_question_is_seen(source: str) -> None:
    assert asks(source)


@pytest.mark.parametrize(
    "source", ["from billing.entitlements import Locked, holdings_keep", "from billing.features import API"]
)
def test_naming_a_feature_or_an_answer_is_no_question(source: str) -> None:
    assert not asks(source)


def test_every_exception_is_still_there() -> None:
    for name in SELECTORS:
        assert asks((ROOT / name).read_text()), f"{name} asks nothing any more: take it off the list."


def test_no_template_asks_for_a_feature_or_a_limit() -> None:
    names = "|".join({*FEATURES, *LIMITS})
    asked = re.compile(
        rf"{{%\s*(?:el)?if[^%]*(?:['\"](?:{names})['\"]\s+(?:not\s+)?in|\b(?:held|holding|entitlements)\b)"
    )
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found = asked.search(path.read_text())
        assert not found, f"{path.relative_to(ROOT)}: {found and found.group()}"


def test_what_is_granted_and_counted_is_written_through_the_services_only() -> None:
    writing = re.compile(r"(?:UsageCounter|Override)\.objects\.(?:create|update|bulk_|get_or|update_or)")
    allowed = {"billing/counting.py", "billing/services/overrides.py"}
    for room in (*ROOMS, "billing"):
        for path in (ROOT / room).rglob("*.py"):
            if writing.search(path.read_text()):
                assert str(path.relative_to(ROOT)) in allowed, path
