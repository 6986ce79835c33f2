"""Account managers see how partners' figures stand: own partners only, in as many queries for many as for one."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from celery import current_app
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insights.admin.words import age, short
from insights.models import MetricRun
from insights.selectors.runs_of_partners import PartnerRuns, runs_newest, runs_of
from lake.store import Store
from tenants.models import Partner, User
from tenants.provisioning import partner_provision
from tenants.scope import for_partner
from tenants.services import partner_create, partner_suspend
from tests.insights.worlds import BEGIN, world

LIST = "/admin/tenants/partner/"
ALL = "/admin/runs/"


@pytest.fixture
def head(cast: Any) -> User:
    return User.objects.create_superuser("head@cast.example", "x" * 12)


@pytest.fixture
def mine(alpha: Any, manager: Any) -> Any:
    """Alpha is the manager's, beta is nobody's."""
    Partner.objects.filter(pk=alpha.pk).update(account_manager=manager)
    return alpha


@pytest.fixture
def eager() -> Iterator[None]:
    """Run tasks where they are sent."""
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


@pytest.fixture
def managers(manager: Any, client_for: Callable[..., Client]) -> Client:
    """Return the browser of alpha's manager."""
    return client_for(manager)


@pytest.fixture
def heads(head: Any, client_for: Callable[..., Client]) -> Client:
    """Return the browser of a head."""
    return client_for(head)


def run_make(partner: Any, *, begun: datetime | None = None, **fields: Any) -> MetricRun:
    """Leave a run in a partner's schema, as a worker would."""
    begun = begun or timezone.now()
    given = {"status": "done", "data_version": 1, "as_of": timezone.localdate(), "finished_at": begun, **fields}
    with for_partner(partner):
        return MetricRun.objects.create(first_day=date(2024, 1, 1), fingerprint="x", started_at=begun, **given)


def another(number: int, manager: Any = None) -> Partner:
    """Open one more partner, as the admin does."""
    partner = partner_create(
        name=f"Гамма {number}", inn=f"77030000{number:02}", subdomain=f"gamma{number}",
        owner_email=f"gamma{number}@cast.example", account_manager=manager,
    )  # fmt: skip
    return partner_provision(partner)


def row_of(text: str, name: str) -> str:
    """Return a partner's row of the list."""
    rows: list[str] = re.findall(r"<tr>.*?</tr>", text, re.DOTALL)
    return next(row for row in rows if name in row)


def names(text: str) -> set[str]:
    """Return which partners a list names."""
    return {name for name in ("Альфа", "Бета") if f">{name}</a>" in text}


def test_the_list_tells_how_new_the_figures_are_and_how_the_last_run_went(
    computed: Store, mine: Any, managers: Client
) -> None:
    error = "LakeError: " + "слово " * 40 + "<b>"
    run_make(mine, status="failed", error=error, begun=timezone.now() + timedelta(minutes=1))
    text = managers.get(LIST).text
    row = row_of(text, "Альфа")
    last = (BEGIN + timedelta(days=800)).date()
    assert str(last.year) in row
    assert age(last, timezone.localdate()) in row
    assert f"{LIST}{mine.pk}/runs/" in row
    assert re.search(r"Ошибка за \S+ с<", row)
    assert short(error) in row
    assert "&lt;b&gt;" in row
    assert "<b>" not in row
    assert "<h1>Партнёры</h1>" in text


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["done", "failed"]), st.integers(0, 50)), max_size=12))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_schemas_at_once_say_what_each_says_alone(
    alpha: Any, beta: Any, made: list[tuple[bool, str, int]]
) -> None:
    for partner in (alpha, beta):
        with for_partner(partner):
            MetricRun.objects.all().delete()
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for at, (first, status, days) in enumerate(made):
        partner = alpha if first else beta
        begun = start + timedelta(days=days, seconds=at)
        run_make(partner, status=status, begun=begun, as_of=start.date(), error=status, rows=at)
    together = runs_newest([beta, alpha])
    for partner in (alpha, beta):
        with for_partner(partner):
            rows = list(MetricRun.objects.order_by("-started_at"))
        seen = together[partner.schema_name]
        assert seen.ready
        for which, wanted in (
            (seen.newest, {"done", "failed"}),
            (seen.done, {"done"}),
            (seen.failed, {"failed"}),
        ):
            row = next((row for row in rows if row.status in wanted), None)
            assert (which and (which.started_at, which.visits)) == (row and (row.started_at, row.rows))
        assert [run.started_at for run in runs_of(partner, newest=3)] == [row.started_at for row in rows[:3]]


def test_a_list_of_many_takes_as_many_queries_as_of_two(computed: Store, heads: Client) -> None:
    client = heads

    def asked() -> int:
        client.get(LIST)  # whatever is read once per process
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    few = asked()
    for number in range(3):
        run_make(another(number))
    assert asked() == few


def test_schemas_that_are_missing_or_behind_are_left_out(alpha: Any, beta: Any, heads: Client) -> None:
    run_make(alpha)
    run_make(beta)
    young = partner_create(name="Дельта", inn="7703000009", subdomain="delta", owner_email="d@cast.example")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM p_beta.django_migrations WHERE app = 'insights'")
    found = runs_newest([alpha, beta, young])
    assert found[alpha.schema_name].newest
    assert found[beta.schema_name] == found[young.schema_name] == PartnerRuns()
    assert heads.get(LIST).status_code == 200
    assert heads.get(f"{LIST}{young.pk}/runs/").status_code == 200
    assert "Ещё не считали" in heads.get(ALL).text


def test_partners_are_found_by_the_state_of_their_figures(alpha: Any, beta: Any, heads: Client) -> None:
    client, today = heads, timezone.localdate()
    run_make(alpha, as_of=today - timedelta(days=2))
    assert names(client.get(f"{LIST}?figures=none").text) == {"Бета"}
    assert names(client.get(f"{LIST}?figures=stale").text) == set()
    run_make(beta, as_of=today - timedelta(days=3))
    assert names(client.get(f"{LIST}?figures=stale").text) == {"Бета"}
    run_make(alpha, status="failed", begun=timezone.now() + timedelta(minutes=1))
    assert names(client.get(f"{LIST}?figures=failed").text) == {"Альфа"}
    assert names(client.get(LIST).text) == {"Альфа", "Бета"}


@pytest.mark.usefixtures("eager")
def test_recompute_sends_those_in_service_and_names_the_others(
    computed: Store, mine: Any, beta: Any, manager: Any, managers: Client
) -> None:
    Partner.objects.filter(pk=beta.pk).update(account_manager=manager)
    partner_suspend(partner=Partner.objects.get(pk=beta.pk))
    client = managers
    data = {"action": "recompute", "_selected_action": [str(mine.pk), str(beta.pk)]}
    text = client.post(LIST, data, follow=True).text
    assert "1 партнёр отправлен на пересчёт." in text
    assert "Не обслуживаются и пропущены: Бета" in text
    assert "Ни один обработчик не отвечает" in text
    assert [len(runs_of(partner)) for partner in (mine, beta)] == [2, 1]
    assert LogEntry.objects.filter(object_id=str(mine.pk)).count() == 1


@pytest.mark.usefixtures("eager")
def test_nobody_recomputes_a_partner_of_another_manager(
    computed: Store, mine: Any, beta: Any, managers: Client
) -> None:
    managers.post(LIST, {"action": "recompute", "_selected_action": [str(beta.pk)]})
    assert len(runs_of(beta)) == 1


def test_the_history_is_the_managers_own(
    computed: Store, mine: Any, beta: Any, managers: Client, heads: Client
) -> None:
    run_make(mine, status="failed", error="<script>boom", begun=timezone.now() + timedelta(minutes=1))
    text = managers.get(f"{LIST}{mine.pk}/runs/").text
    assert "&lt;script&gt;boom" in text
    assert text.index("Ошибка</td>") < text.index("Готово</td>")
    assert managers.get(f"{LIST}{beta.pk}/runs/").status_code == 404
    assert heads.get(f"{LIST}{beta.pk}/runs/").status_code == 200
    assert "Бета" not in managers.get(ALL).text
    whole = heads.get(ALL).text
    assert whole.index("Альфа") < whole.index("Бета")  # what failed comes first


def test_runs_are_for_account_managers_on_the_public_host(mine: Any, alice: Any, manager: Any, client_for: Any) -> None:
    for path in (ALL, f"{LIST}{mine.pk}/runs/"):
        assert client_for().get(path).status_code == 302
        assert client_for(alice).get(path).status_code == 302
        for person in (alice, manager):
            assert client_for(person, mine).get(path).status_code == 404


def test_fifty_runs_are_shown_the_newest_first(mine: Any, managers: Client) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(52):
        run_make(mine, begun=start + timedelta(days=number), as_of=start.date(), data_version=1000 + number)
    shown = re.findall(r">(10\d\d)</td>", managers.get(f"{LIST}{mine.pk}/runs/").text)
    assert shown == [str(1051 - at) for at in range(50)]


def test_heads_see_how_the_lake_stands(
    lake_of: Callable[..., Store], managers: Client, heads: Client, settings: Any, tmp_path: Any
) -> None:
    settings.LAKE_URI = str(tmp_path / "empty")
    assert "Озеро пусто" in heads.get(LIST).text
    lake_of(world(3, size=50, days=20))
    text = heads.get(LIST).text
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", text))
    assert list(facts) == ["Последний день платежей", "Самый новый платёж", "Отставание", "Строк в карантине"]
    assert facts["Самый новый платёж"] == "21.10.2024 17:00"
    assert facts["Строк в карантине"] == "0"
    assert "Озеро данных" not in managers.get(LIST).text


@pytest.mark.parametrize(
    ("days", "said"),
    [(-1, "сегодня"), (0, "сегодня"), (1, "вчера"), (2, "2 дня назад"), (5, "5 дней назад"), (21, "21 день назад")],
)
def test_days_ago_in_words(days: int, said: str) -> None:
    today = date(2026, 11, 23)
    assert age(today - timedelta(days=days), today) == said


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("tenants/partner/", "Партнёры"),
        ("billing/subscription/", "Подписки"),
        ("billing/override/add/", "Добавление: исключение"),
        ("tenants/user/", "Люди"),
    ],
)
def test_titles_name_what_a_page_shows(heads: Client, path: str, title: str) -> None:
    text = heads.get(f"/admin/{path}").text
    assert f"<h1>{title}</h1>" in text
    assert "Выберите" not in re.sub(r"<select.*?</select>", "", text, flags=re.DOTALL)
