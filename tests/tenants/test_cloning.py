"""A cloned schema is the one that migrating makes, to the last name."""

from typing import Any

import pytest
from django.db import connection
from django_tenants.utils import schema_context

from insights.models import Outlet
from tenants.cloning import schema_clone
from tenants.errors import ProvisioningFailed
from tenants.migrating import TEMPLATE, migrate_all, schema_current, schema_exists, schema_migrate, template_ensure
from tenants.models import Partner
from tenants.provisioning import partner_provision
from tenants.scope import PartnerUnknown, for_partner
from tenants.services import partner_create

LOOKS = {
    "columns": "SELECT table_name, ordinal_position, column_name, data_type, character_maximum_length,"
    " numeric_precision, numeric_scale, is_nullable, column_default, is_identity, identity_generation"
    " FROM information_schema.columns WHERE table_schema = %s",
    "constraints": "SELECT r.relname, c.conname, c.contype, replace(pg_get_constraintdef(c.oid), %s || '.', '')"
    " FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid WHERE c.connamespace = %s::regnamespace",
    "indexes": "SELECT tablename, indexname, replace(indexdef, %s || '.', '') FROM pg_indexes WHERE schemaname = %s",
    "sequences": "SELECT sequencename, data_type, increment_by, last_value FROM pg_sequences WHERE schemaname = %s",
}


def look(schema: str, what: str) -> set[tuple[object, ...]]:
    query = LOOKS[what]
    with connection.cursor() as cursor:
        cursor.execute(query, [schema] * query.count("%s"))
        return set(cursor.fetchall())


@pytest.mark.parametrize("what", [*LOOKS])
def test_a_clone_equals_a_migrated_schema(cast, what):
    schema_migrate("p_migrated")
    schema_clone(TEMPLATE, "p_cloned")
    assert schema_current("p_cloned")
    cloned, migrated = look("p_cloned", what), look("p_migrated", what)
    assert cloned == migrated
    assert what == "sequences" or len(cloned) > 5


def test_a_clone_stands_on_its_own(cast):
    schema_clone(TEMPLATE, "p_cloned")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_depend d JOIN pg_class c ON c.oid = d.objid JOIN pg_class r ON r.oid = d.refobjid"
            " WHERE c.relnamespace = 'p_cloned'::regnamespace AND r.relnamespace = %s::regnamespace",
            [TEMPLATE],
        )
        assert cursor.fetchone() == (0,)
    with schema_context("p_cloned"):
        assert Outlet.objects.count() == 0


@pytest.mark.parametrize(
    "stranger", ["CREATE VIEW {}.v AS SELECT 1", "CREATE SEQUENCE {}.s", "CREATE FUNCTION {}.f() RETURNS int RETURN 1"]
)
def test_what_cannot_be_copied_is_refused_and_nothing_is_left(cast, stranger):
    with connection.cursor() as cursor:
        cursor.execute(stranger.format(TEMPLATE))
    with pytest.raises(ProvisioningFailed, match="can't be copied"):
        schema_clone(TEMPLATE, "p_cloned")
    assert not schema_exists("p_cloned")


def test_the_template_holds_nobody(cast):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [TEMPLATE])
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM {TEMPLATE}."{table}"')
            assert (cursor.fetchone()[0] == 0) == (table != "django_migrations"), table


def gamma(**other: Any) -> Partner:
    wanted: dict[str, Any] = {
        "name": "Гамма",
        "inn": "7703000003",
        "subdomain": "gam-ma",
        "owner_email": "g@cast.example",
    }
    return partner_create(**{**wanted, **other})


def test_provisioning_can_be_done_again_and_completes_what_was_killed(cast):
    partner = gamma()
    assert (partner.status, partner.schema_name) == ("provisioning", "p_gam_ma")
    # Killed after the schema was begun by another version of the code:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA p_gam_ma")
    for _ in range(2):
        partner_provision(partner)
        assert partner.status == "active"
        assert schema_current("p_gam_ma")
    with for_partner("gam-ma"):
        assert Outlet.objects.count() == 0


@pytest.mark.parametrize("status", ["suspended", "erasing"])
def test_a_suspended_partner_is_not_opened_by_provisioning(alpha, status):
    Partner.objects.filter(pk=alpha.pk).update(status=status)
    with pytest.raises(PartnerUnknown):
        partner_provision(alpha)
    assert Partner.objects.get(pk=alpha.pk).status == status


def test_migrating_skips_the_current_and_goes_on_after_a_failure(alpha, beta):
    partner_provision(gamma())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM p_alpha.django_migrations WHERE app = 'insights'")  # its tables are there already
        cursor.execute("DROP SCHEMA p_gam_ma CASCADE; CREATE SCHEMA p_gam_ma")
    states = {report.schema: report for report in migrate_all()}
    assert list(states) == ["public", TEMPLATE, "p_alpha", "p_beta", "p_gam_ma"]
    assert [report.state for report in states.values()] == ["current", "current", "failed", "current", "migrated"]
    assert "already exists" in states["p_alpha"].error
    assert schema_current("p_gam_ma")
    assert not template_ensure()
