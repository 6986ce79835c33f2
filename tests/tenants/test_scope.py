"""The one way into a partner's schema."""

import pytest
from django.db import connection

from tenants.models import Partner
from tenants.scope import PartnerUnknown, for_partner, partner_current


def test_a_partner_is_opened_by_itself_its_subdomain_or_its_schema(alpha):
    for name in (alpha, "alpha", "p_alpha"):
        with for_partner(name) as partner:
            assert partner == alpha == partner_current()
            assert connection.schema_name == "p_alpha"
        assert connection.schema_name == "public"


@pytest.mark.parametrize("name", [None, "", "public", "template_partner", "nobody", "P_ALPHA", "pg_catalog"])
def test_none_unknown_and_public_raise(cast, name):
    with pytest.raises(PartnerUnknown), for_partner(name):
        pytest.fail("the block must not run")
    assert connection.schema_name == "public"


@pytest.mark.parametrize("status", ["provisioning", "suspended", "erasing"])
def test_a_partner_out_of_service_is_not_opened_even_by_an_older_instance(alpha, status):
    Partner.objects.filter(pk=alpha.pk).update(status=status)
    assert alpha.status == "active"
    with pytest.raises(PartnerUnknown), for_partner(alpha):
        pytest.fail("the block must not run")
    with for_partner(alpha, statuses=frozenset({status})):
        assert connection.schema_name == "p_alpha"


def test_blocks_nest_and_an_error_leaves_the_schema(alpha, beta):
    with for_partner(alpha):
        with pytest.raises(RuntimeError), for_partner(beta):
            raise RuntimeError
        assert connection.schema_name == "p_alpha"
    with pytest.raises(PartnerUnknown):
        partner_current()
