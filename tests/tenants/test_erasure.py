"""An erasure leaves nothing of the partner but its certificate, and touches nobody else."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection

from billing.services import override_grant
from tenants.migrating import schema_exists
from tenants.models import Domain, ErasureCertificate, Membership, Partner, Session, User
from tenants.scope import PartnerUnknown, for_partner
from tenants.services import erasure, member_invite, partner_erase


def everything(needle: str) -> dict[str, int]:
    """Count the rows of the public schema that hold a text anywhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{needle}%"])
            found[table] = cursor.fetchone()[0]
        return {table: count for table, count in found.items() if count}


@pytest.fixture
def furnished(cast, client_for, settings, tmp_path):
    """Give both partners files, cached values, sessions, invitations, exceptions."""
    alpha, beta, alice, charlie = (cast[name] for name in ("alpha", "beta", "alice", "charlie"))
    settings.MEDIA_ROOT = tmp_path
    for partner, owner in ((alpha, alice), (beta, charlie)):
        client_for(owner, partner)
        member_invite(partner=partner, email=f"x@{partner.subdomain}.example", role="viewer", invited_by=owner)
        override_grant(partner=partner, name="api", reason="test", granted_by=None)
        folder = Path(tmp_path, partner.schema_name, "reports")
        folder.mkdir(parents=True)
        (folder / "a.pdf").write_text("x")
        with for_partner(partner):
            cache.set("mine", partner.name)
    Membership.objects.create(partner=beta, user=User.objects.get(email="vera@cast.example"), role="viewer")
    return tmp_path


def test_nothing_is_left_but_the_certificate(furnished, alpha, beta, manager, client_for):
    key = str(alpha.pk)
    before = {schema: everything(schema) for schema in ("p_beta", str(beta.pk))}
    certificate = partner_erase(partner=alpha, requested_by=manager)
    assert not schema_exists("p_alpha")
    assert everything(key) == {}
    assert everything("alpha") == {"tenants_erasurecertificate": 1}
    assert everything("7701000001") == {}
    assert not (furnished / "p_alpha").exists()
    connection.set_schema("p_alpha")
    assert cache.get("mine") is None
    connection.set_schema_to_public()
    # Vera works for beta too and stays; Alice and Boris worked for nobody else.
    assert set(User.objects.values_list("full_name", flat=True)) == {"Вера", "Чарли", "Марина"}
    assert client_for(None, alpha).get("/").status_code == 404
    with pytest.raises(PartnerUnknown), for_partner("alpha"):
        pytest.fail("must not open")
    assert certificate.finished_at is not None
    removed = certificate.removed
    assert removed["rows"] > 0
    assert {
        "schemas": 1,
        "sessions": 1,
        "memberships": 3,
        "invitations": 1,
        "people": 2,
        "files": 1,
        "hosts": 1,
    }.items() <= removed.items()
    assert removed["cache_keys"] >= 1
    # Beta is as it was.
    assert {schema: everything(schema) for schema in ("p_beta", str(beta.pk))} == before
    assert (furnished / "p_beta" / "reports" / "a.pdf").exists()
    with for_partner(beta):
        assert cache.get("mine") == beta.name
    assert Session.objects.filter(schema_name="p_beta").count() == 1


@pytest.mark.parametrize("step", ["_rows_remove", "_files_remove", "_cache_remove"])
def test_an_erasure_that_was_killed_is_finished_by_the_next_call(furnished, alpha, monkeypatch, step):
    def killed(_partner):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(erasure, step, killed)
        with pytest.raises(KeyboardInterrupt):
            partner_erase(partner=alpha, requested_by=None)
    assert Partner.objects.get(pk=alpha.pk).status == "erasing"
    partner_erase(partner=alpha, requested_by=None)
    certificate = ErasureCertificate.objects.get()
    assert certificate.finished_at is not None
    assert certificate.removed["schemas"] == 1
    assert not schema_exists("p_alpha")
    assert not Partner.objects.filter(pk=alpha.pk).exists()
    assert not Domain.objects.filter(domain__startswith="alpha.").exists()
