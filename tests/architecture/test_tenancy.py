"""What the schemas themselves must look like, whatever is added to them."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import ForeignKey, UUIDField

from billing.plans import PLANS
from daas.env import ROOT
from tenants.migrating import TEMPLATE

OURS = ("tenants", "billing", "insights", "segments", "onboarding", "api", "ui", "daas", "lake")
# Tables of the public schema that name no partner, each with its reason.
COMMON = {
    "tenants_user": "people may work for several partners",
    "tenants_erasurecertificate": "outlives the partner it names",
    "tenants_session": "bound to a schema by name, public visits included",
    "django_migrations": "Django's own",
    "django_content_type": "Django's own",
    "django_admin_log": "the account managers' own",
    "auth_group": "the account managers' own",
    "auth_group_permissions": "the account managers' own",
    "auth_permission": "Django's own",
    "tenants_user_groups": "the account managers' own",
    "tenants_user_user_permissions": "the account managers' own",
    "tenants_partner": "the register itself",
    "onboarding_segmentpicture": "the same for every partner, of none alone",
    "tenants_peercensus": "what all companies are chosen by, shown to nobody",
    "account_emailaddress": "people may work for several partners",
    "account_emailconfirmation": "people may work for several partners",
    "mfa_authenticator": "people may work for several partners",
    "billing_stripeevent": "names a customer; the partner is found through its subscription",
}


def tables(schema: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return {name for (name,) in cursor.fetchall()}


def models_of(names: list[str]) -> dict[str, object]:
    labels = {config.label for config in apps.get_app_configs() if config.name in names}
    return {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in labels
    }


def test_no_table_lives_in_both_schemas(cast):
    assert tables("public") & tables(TEMPLATE) == {"django_migrations"}
    assert not set(settings.SHARED_APPS) & set(settings.TENANT_APPS)


def test_every_model_has_its_table_in_its_own_schema(cast):
    assert set(models_of(settings.SHARED_APPS)) <= tables("public")
    assert set(models_of(settings.TENANT_APPS)) == tables(TEMPLATE) - {"django_migrations"}


def test_a_public_table_names_its_partner_or_its_reason(cast):
    for table, model in models_of(settings.SHARED_APPS).items():
        leads = any(
            isinstance(field, ForeignKey) and field.related_model._meta.label == "tenants.Partner"
            for field in model._meta.fields
        )
        assert leads or table in COMMON, f"{table} of the public schema leads to no partner: add the key or a reason."


def test_every_partner_has_the_tables_of_the_template(alpha, beta):
    assert tables("p_alpha") == tables("p_beta") == tables(TEMPLATE)


def test_no_table_of_a_partner_refers_to_another_partners(cast):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conname, n.nspname, m.nspname FROM pg_constraint c"
            " JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace"
            " JOIN pg_class f ON f.oid = c.confrelid JOIN pg_namespace m ON m.oid = f.relnamespace"
            " WHERE c.contype = 'f' AND n.nspname <> m.nspname AND m.nspname <> 'public'"
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize("label", ["tenants", "billing", "insights", "onboarding", "api"])
def test_keys_are_uuids_so_that_a_row_saved_in_the_wrong_schema_meets_no_other(label):
    for model in apps.get_app_config(label).get_models():
        key = model._meta.pk
        related = key.remote_field is not None and isinstance(key.target_field, UUIDField)
        assert (
            isinstance(key, UUIDField) or related or model._meta.db_table in {"tenants_session", "billing_stripeevent"}
        ), model


def plan_names(path: Path) -> list[str]:
    """Return the plans' keys that a module compares with, subscripts by or passes as `plan=`."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        values: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            if "plan" in ast.unparse(node).lower():
                values = [node.left, *node.comparators]
        elif isinstance(node, ast.Subscript) and "PLAN" in ast.unparse(node.value).upper():
            values = [node.slice]
        elif isinstance(node, ast.keyword) and node.arg == "plan":
            values = [node.value]
        found += [str(value.value) for value in values if isinstance(value, ast.Constant) and value.value in PLANS]
    return found


def test_plans_are_named_inside_billing_only():
    for room in OURS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if room != "billing":
                assert not plan_names(path), (
                    f"{path.relative_to(ROOT)} asks for a plan by name: ask the gate for a feature."
                )
    for path in sorted((ROOT / "templates").rglob("*.html")):
        asked = re.findall(r"{%\s*(?:el)?if[^%]*plan[^%]*['\"](?:" + "|".join(PLANS) + r")['\"]", path.read_text())
        assert not asked, f"{path.relative_to(ROOT)} asks for a plan by name."


def test_the_public_prices_stand_in_plans_alone():
    prices = {str(plan.price_month) for plan in PLANS.values() if plan.price_month}
    written = re.compile("|".join(rf"\b{price[:-3]}[_  ]?{price[-3:]}\b" for price in prices))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if path.name != "styleguide.html":
            assert not written.search(path.read_text()), path
