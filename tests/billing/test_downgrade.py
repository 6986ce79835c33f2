"""A lower plan hides and deletes nothing; a higher one shows at once, everywhere, and computes what is lacking."""

import time
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from billing import entitlements
from billing.entitlements import allows
from billing.models import Override, Subscription
from billing.services import override_grant, plan_set, trial_start
from insights import selectors
from insights.behind import partners_behind
from insights.lake_access import lake_store
from insights.models import MetricSeries, Outlet
from insights.recompute import Outcome, metric_recompute
from insights.selectors.lacking import figures_lacking
from insights.services import outlet_move
from tenants.models import Membership, Partner
from tenants.scope import for_partner
from tenants.selectors import has_seat, seats_taken, team
from tests.billing.test_matrix import figures_addresses
from tests.insights_pages.reading import text_of

NO_SEAT = "В тарифе нет места для вас"


def outlets_stored(partner):
    with for_partner(partner):
        return set(MetricSeries.objects.exclude(outlet="").values_list("outlet", flat=True))


def rows_of(schema):
    """Return table → number of rows, of a partner's schema and of the public one."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', %s)", [schema])
        for place, table in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{place}"."{table}"')
            found[place, table] = cursor.fetchone()[0]
    return found


# --- Figures -----------------------------------------------------------------------------------------------------


def test_a_downgrade_deletes_no_row(alpha, lake):
    plan_set(partner=alpha, plan="network")
    metric_recompute(alpha)
    before = rows_of(alpha.schema_name)
    plan_set(partner=alpha, plan="start")
    after = rows_of(alpha.schema_name)
    assert {table for table, count in before.items() if after[table] < count} == set()


def test_outlets_and_history_are_hidden_and_are_back_with_the_plan(alpha, alice, lake, client_for, api_of):
    plan_set(partner=alpha, plan="pro")
    metric_recompute(alpha)
    page, api = client_for(alice, alpha), api_of(alpha)
    wide = "metrics/revenue/?from=2026-08-03&to=2026-11-22"
    before = page.get("/").text, api("metrics/revenue/?outlet=a2").json(), api(wide).json()
    assert "clipped_from" not in before[2]

    plan_set(partner=alpha, plan="start")
    override_grant(partner=alpha, name="api", reason="to look", granted_by=None)
    refused, clipped = api("metrics/revenue/?outlet=a2"), api(wide).json()
    assert refused.status_code == 402
    assert (refused.json()["feature"], refused.json()["plan"]) == ("outlets", "growth")
    # Three months back from 22 November: nothing older leaves, on any way.
    assert clipped["clipped_from"] == "2026-08-23" == clipped["points"][0]["period"]
    assert page.get("/?outlet=a2").context["locked"].title
    assert "page" not in page.get("/?outlet=a2").context
    shown = page.get("/growth/revenue/?from=2026-08-03&to=2026-11-22&grain=day").context["page"]
    assert shown
    csv = page.get("/growth/revenue/points.csv?from=2026-08-03&to=2026-11-22")
    assert csv.status_code == 302

    plan_set(partner=alpha, plan="pro")
    after = page.get("/").text, api("metrics/revenue/?outlet=a2").json(), api(wide).json()
    assert after[1:] == before[1:]


def test_a_run_computes_what_the_plan_opens_and_pages_show_more_at_once(alpha, lake, as_partner):
    plan_set(partner=alpha, plan="start")
    metric_recompute(alpha)
    assert outlets_stored(alpha) == {"a1"}
    assert not figures_lacking(alpha)
    assert metric_recompute(alpha).outcome == Outcome.UNCHANGED

    plan_set(partner=alpha, plan="growth")
    assert figures_lacking(alpha)
    at_once = selectors.metric(alpha, "revenue", outlet="a2")
    assert at_once.value
    assert metric_recompute(alpha).outcome == Outcome.DONE
    assert outlets_stored(alpha) == {"a1", "a2"}
    assert not figures_lacking(alpha)
    computed = selectors.metric(alpha, "revenue", outlet="a2")
    assert (computed.value, computed.points) == (at_once.value, at_once.points)


def test_the_partner_chooses_which_outlets_the_plan_opens(alpha, lake, as_partner):
    plan_set(partner=alpha, plan="start")
    metric_recompute(alpha)
    with as_partner(alpha):
        outlet_move(outlet="a2", up=True)
    assert [(one.id, one.locked is None) for one in selectors.outlets(alpha)] == [("a2", True), ("a1", False)]
    assert figures_lacking(alpha)
    metric_recompute(alpha)
    assert outlets_stored(alpha) == {"a2"}


def test_a_higher_plan_sends_a_run_when_it_is_committed(alpha, lake, at_once, django_capture_on_commit_callbacks):
    plan_set(partner=alpha, plan="start")
    metric_recompute(alpha)
    with django_capture_on_commit_callbacks(execute=True):
        plan_set(partner=alpha, plan="growth")
        assert outlets_stored(alpha) == {"a1"}
    assert outlets_stored(alpha) == {"a1", "a2"}
    with django_capture_on_commit_callbacks(execute=True):
        plan_set(partner=alpha, plan="start")
    assert outlets_stored(alpha) == {"a1", "a2"}, "a lower plan computes nothing and deletes nothing"


def test_a_higher_plan_before_the_first_run_sends_nothing(alpha, lake, at_once, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        plan_set(partner=alpha, plan="network")
    with for_partner(alpha):
        assert not MetricSeries.objects.exists()
        assert not Outlet.objects.exists()


def test_what_becomes_more_by_itself_is_found_by_the_watch(alpha, beta, lake):
    for partner in (alpha, beta):
        plan_set(partner=partner, plan="growth")
    Subscription.objects.filter(partner=alpha).update(paused_until=timezone.now() + timedelta(days=1))
    for partner in (alpha, beta):
        metric_recompute(partner)
    version = lake_store().current()
    assert not list(partners_behind(version))
    Subscription.objects.filter(partner=alpha).update(paused_until=timezone.now() - timedelta(seconds=1))
    assert [schema for schema, _visits in partners_behind(version)] == ["p_alpha"]


# --- How soon ----------------------------------------------------------------------------------------------------


def test_a_change_acts_at_once_here_and_soon_elsewhere(alpha, monkeypatch):
    plan_set(partner=alpha, plan="start")
    mine, another = Partner.objects.get(pk=alpha.pk), Partner.objects.get(pk=alpha.pk)
    assert not allows(mine, "api")
    assert not allows(another, "api")
    override_grant(partner=mine, name="api", reason="test", granted_by=None)
    assert allows(another, "api"), "another instance of the same process"
    # Another process writes the row; nobody tells this one.
    Override.objects.update(revoked_at=timezone.now())
    assert allows(another, "api")
    now = time.monotonic()
    monkeypatch.setattr(entitlements.time, "monotonic", lambda: now + entitlements.FRESH_SECONDS + 0.01)
    assert not allows(another, "api")
    assert entitlements.FRESH_SECONDS <= 5


def test_every_request_reads_anew(alpha, alice, lake, client_for, api_of):
    plan_set(partner=alpha, plan="pro")
    metric_recompute(alpha)
    api, page = api_of(alpha), client_for(alice, alpha)
    assert api("metrics/revenue/").status_code == 200
    assert "csv_url" in page.get("/growth/revenue/").context
    # As another process would, without telling this one.
    Subscription.objects.filter(partner=alpha).update(plan="start")
    assert api("metrics/revenue/").status_code == 402
    assert not page.get("/growth/revenue/").context["csv_url"]


def test_a_kept_page_and_an_etag_hang_on_what_is_held(alpha, alice, lake, client_for, api_of):
    plan_set(partner=alpha, plan="pro")
    metric_recompute(alpha)
    api, page = api_of(alpha), client_for(alice, alpha)
    wide = "metrics/revenue/?from=2026-08-03"
    tag = api(wide)["ETag"]
    assert api(wide, **{"if-none-match": tag}).status_code == 304
    drawn = text_of(page.get("/?from=2026-08-03&to=2026-11-22"))
    override_grant(partner=alpha, name="history_months", kind="limit", value=1, reason="test", granted_by=None)
    changed = api(wide, **{"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.json()["clipped_from"] == "2026-10-23"
    assert text_of(page.get("/?from=2026-08-03&to=2026-11-22")) != drawn
    assert date.fromisoformat(changed.json()["points"][0]["period"]) == date(2026, 10, 23)


# --- People ------------------------------------------------------------------------------------------------------


def get(client, path="/"):
    answer = client.get(path)
    return answer.status_code, NO_SEAT in answer.text


def test_people_beyond_the_plan_are_told_and_nothing_is_deleted(alpha, cast, client_for):
    plan_set(partner=alpha, plan="start")
    assert get(client_for(cast["alice"], alpha)) == (200, False)
    for who in ("boris", "vera"):
        client = client_for(cast[who], alpha)
        assert get(client) == (403, True)
        assert "Тариф вашей компании рассчитан на 1 человека." in client.get("/").text
        assert client.get("/settings/profile/").status_code == 200
        assert client.get("/", headers={"hx-request": "true"})["HX-Refresh"] == "true"
    assert Membership.objects.filter(partner=alpha).count() == 3
    assert [one.seated for one in team(alpha)] == [True, False, False]
    assert client_for(cast["alice"], alpha).get("/settings/team/").text.count("Не входит в ваш тариф") == 2
    plan_set(partner=alpha, plan="growth")
    for who in ("boris", "vera"):
        assert get(client_for(cast[who], alpha)) == (200, False)


@pytest.mark.parametrize(("seats", "seated"), [(1, "alice"), (2, "alice vera"), (3, "alice boris vera"), (0, "alice")])
def test_owners_come_first_and_then_who_serves_longest(alpha, cast, client_for, seats, seated):
    Membership.objects.filter(partner=alpha, user=cast["vera"]).update(role="owner")
    override_grant(partner=alpha, name="users", kind="limit", value=seats, reason="test", granted_by=None)
    got_in = [who for who in ("alice", "boris", "vera") if client_for(cast[who], alpha).get("/").status_code == 200]
    assert " ".join(got_in) == seated


@pytest.mark.parametrize("who", ["boris", "vera"])
def test_no_address_with_figures_opens_without_a_seat(alpha, cast, lake, client_for, who):
    plan_set(partner=alpha, plan="pro")
    metric_recompute(alpha)
    override_grant(partner=alpha, name="users", kind="limit", value=1, reason="test", granted_by=None)
    client = client_for(cast[who], alpha)
    paths = {
        "overview": "/",
        "growth": "/growth/",
        "growth-metric": "/growth/revenue/",
        "growth-csv": "/growth/revenue/points.csv",
        "competitors": "/competitors/",
        "competitors-group": "/competitors/group/",
        "customers": "/customers/",
        "customers-retention": "/customers/retention/",
        "customers-loyalty": "/customers/loyalty/",
        "customers-seasonality": "/customers/seasonality/",
        "customers-value": "/customers/value/",
        "customers-list": "/customers/list/",
        "settings-privacy": "/settings/privacy/",
        "settings-privacy-choice": "/settings/privacy/choice/",
        "settings-coverage": "/settings/coverage/",
        "run-progress": "/run/",
        "settings-outlets": "/settings/outlets/",
        "api-keys": "/settings/api/",
        "api-key-revoke": "/settings/api/7d8a2a7e-8d2b-4f0e-9c35-0d2a54a1f0aa/revoke/",
    }
    assert set(paths) == {name for name in figures_addresses() if not name.startswith("api:")}
    for path in (*paths.values(), "/settings/team/"):
        assert get(client, path) == (403, True), path
        assert client.post(path).status_code in {403, 405}, path


def test_an_account_manager_who_looks_in_takes_no_seat(alpha, manager):
    plan_set(partner=alpha, plan="start")
    assert has_seat(Membership(partner=alpha, user=manager, role="owner"))
    assert seats_taken(alpha) == 3


def test_another_partner_s_seats_are_its_own(alpha, beta, cast, client_for):
    plan_set(partner=alpha, plan="start")
    trial_start(partner=beta)
    Membership.objects.create(partner=beta, user=cast["boris"], role="viewer")
    assert get(client_for(cast["boris"], beta)) == (200, False)
    assert get(client_for(cast["boris"], alpha)) == (403, True)
