"""From a host to its partner: each state has its own answer, and none falls through to public."""

import pytest
from django.db import connection

from tenants.hosts import hosts_forget
from tenants.models import Partner
from tenants.scope import for_partner


@pytest.mark.parametrize(
    "state",
    [("provisioning", 503, "5"), ("suspended", 403, None), ("erasing", 404, None)],
)
@pytest.mark.parametrize("path", ["/", "/admin/", "/api/v1/account/", "/settings/team/", "/sign-in/"])
def test_a_partner_out_of_service_says_so_on_every_path(alpha, client_for, state, path):
    status, code, again = state
    Partner.objects.filter(pk=alpha.pk).update(status=status)
    answer = client_for(None, alpha).get(path)
    assert answer.status_code == code
    assert answer.headers.get("Retry-After") == again
    assert "default-src" in answer.headers["Content-Security-Policy"]
    if path.startswith("/api/"):
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert set(answer.json()) == {"type", "title", "status", "detail"}
    else:
        assert "<h1>" in answer.text


def test_an_unknown_host_is_not_found_and_is_not_the_public_one(client_for, alpha):
    client = client_for()
    for host in ("nobody.example.test", "a.alpha.example.test"):
        assert client.get("/", headers={"host": host}).status_code == 404
        assert client.get("/admin/", headers={"host": host}).status_code == 404
        assert client.post("/admin/login/", headers={"host": host}).status_code == 404


def test_a_host_of_another_domain_is_refused(client_for):
    assert client_for().get("/", headers={"host": "evil.test"}).status_code == 400


@pytest.mark.parametrize("damage", ["DROP SCHEMA p_alpha CASCADE", "DELETE FROM p_alpha.django_migrations"])
def test_a_schema_missing_or_half_migrated_is_under_maintenance(alpha, beta, client_for, damage):
    with connection.cursor() as cursor:
        cursor.execute(damage)
    hosts_forget()
    answer = client_for(None, alpha).get("/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert client_for(None, beta).get("/nothing-here/").status_code == 404


def test_the_schema_is_left_after_the_request(alpha, beta, client_for):
    client_for(None, alpha).get("/")
    assert connection.schema_name == "public"
    with for_partner(beta):
        client_for(None, alpha).get("/")
        assert connection.schema_name == "p_beta"


def test_a_known_host_costs_no_query_for_a_few_seconds(alpha, client_for, django_assert_num_queries):
    client = client_for(None, alpha)
    client.get("/nothing-here/")
    with django_assert_num_queries(0):
        client.get("/nothing-here/")
