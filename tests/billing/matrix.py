"""Where each feature shows: the rows of the matrix, for its own test and for scenarios that change plans.

`met(seen)` is what a partner meets; `sold(plan)` what the contract's table says it should.
"""

import dataclasses
from collections.abc import Callable
from typing import Any

from billing.entitlements import Locked
from billing.features import FEATURES
from billing.plans import PLANS
from insights.models import CustomerFigures, MetricSeries, Outlet, Setting
from insights.selectors.breakdowns import breakdown
from insights.selectors.retention import retention
from insights.selectors.seasonality import seasonality
from segments.customers.choice import Choice
from segments.models import ModelRun
from segments.selectors import customers_page, ltv
from tenants.scope import for_partner
from tests.billing.matrix_api import api_agrees, door
from tests.billing.matrix_peers import PEER_ROWS
from tests.billing.test_gate import KEYS, cheapest

GROWTH_PAGE = "/growth/revenue/?period=7d"


@dataclasses.dataclass(frozen=True)
class Seen:
    """One partner's product, as a person, a program and a worker meet it: a signed-in browser, `api(path)`."""

    partner: Any
    page: Any
    api: Callable[..., Any]

    @property
    def stored(self) -> set[str]:
        """Metrics that a run has computed."""
        with for_partner(self.partner):
            return set(MetricSeries.objects.values_list("metric", flat=True))

    @property
    def groups_stored(self) -> set[tuple[str, bool]]:
        """Breakdowns and cohorts that a run has computed: key, and whether of one outlet."""
        with for_partner(self.partner):
            return {(key, bool(outlet)) for key, outlet in CustomerFigures.objects.values_list("key", "outlet")}


def page_of(seen: Seen, key: str, feature: str) -> bool:
    answer = seen.page.get(f"/growth/{key}/?period=7d")
    assert answer.status_code == 200
    locked, shown = "locked" in answer.context, "page" in answer.context
    assert locked != shown, key
    if locked:
        assert str(PLANS[cheapest(feature)].title) in answer.context["locked"].plan
        assert "points.csv" not in answer.text
    return bool(shown)


def api_of_metric(seen: Seen, key: str, feature: str) -> bool:
    answer = seen.api(f"metrics/{key}/")
    if answer.status_code == 200:
        return bool(answer.json()["points"])
    body = answer.json()
    assert answer.status_code == 402
    assert (body["feature"], body["plan"]) in {(name, cheapest(name)) for name in ("api", feature)}
    assert "points" not in body
    return False


def has_export(seen: Seen) -> bool:
    offered = "points.csv" in seen.page.get(GROWTH_PAGE).text
    answer = seen.page.get("/growth/revenue/points.csv?period=7d")
    assert (answer.status_code == 200) is offered
    assert offered or (answer.status_code == 302 and not answer.content)
    return bool(offered)


def has_goals(seen: Seen) -> bool:
    asked = 'name="goal"' in seen.page.get("/welcome/3/").text
    seen.page.post("/welcome/3/", {"goal": "1000", "day": "0", "language": "ru"})
    with for_partner(seen.partner):
        kept = Setting.objects.exclude(revenue_goal=None).exists()
        Setting.objects.update(revenue_goal=None)
    assert kept is asked
    return asked


def has_api(seen: Seen) -> bool:
    answers = {seen.api(path).status_code for path in ("metrics/", "metrics/revenue/")}
    assert answers in ({200}, {402})
    assert seen.api("account/").status_code == 200
    told = seen.page.get("/settings/api/").context["locked"]
    assert (told is None) is (answers == {200})
    return answers == {200}


def on_page(seen: Seen, path: str, block: str, feature: str) -> bool:
    """Say whether a page shows a block; else it offers the plan that has it in the block's place."""
    answer = seen.page.get(path)
    assert answer.status_code == 200
    shown = f'id="{block}"' in answer.text
    offers = answer.text.split('<section class="card locked')[1:]
    offered = any(f"<h2>{FEATURES[feature].title}</h2>" in one.split("</section>")[0] for one in offers)
    assert shown is not offered, (path, block)
    return shown


def groups_of(seen: Seen, path: str, feature: str, *keys: str) -> bool:
    """Say whether page and read door give breakdowns; both do, or none does and the lock names the plan."""
    shown = {key: on_page(seen, path, {"demographic_segment": "segments"}.get(key, key), feature) for key in keys}
    for key in keys:
        answer = breakdown(seen.partner, key)
        assert isinstance(answer, Locked) is not shown[key], key
        if isinstance(answer, Locked):
            assert (answer.feature.key, answer.plan.key) == (feature, cheapest(feature))
        api_agrees(seen, f"breakdowns/{key}/", feature, opened=not isinstance(answer, Locked))
    return all(shown.values())


def has_retention(seen: Seen) -> bool:
    locked = isinstance(retention(seen.partner), Locked)
    assert locked is not on_page(seen, "/customers/retention/", "cohorts", "retention")
    return api_agrees(seen, "retention/", "retention", opened=not locked)


def has_seasonality(seen: Seen) -> bool:
    answer = seasonality(seen.partner)
    if isinstance(answer, Locked):
        assert (answer.feature.key, answer.plan.key) == ("seasonality", cheapest("seasonality"))
    assert on_page(seen, "/customers/seasonality/", "hours", "seasonality") is not isinstance(answer, Locked)
    return api_agrees(seen, "breakdowns/seasonality/", "seasonality", opened=not isinstance(answer, Locked))


def has_customers_of_outlets(seen: Seen) -> bool:
    with for_partner(seen.partner):
        outlet = Outlet.objects.filter(listed=True)[0].merchant_id
    opened = not isinstance(breakdown(seen.partner, "gender", outlet=outlet), Locked)
    for path in ("/customers/", "/customers/loyalty/"):
        told = seen.page.get(path, {"outlet": outlet})
        assert ("page" in told.context) is opened
        assert ("locked" in told.context) is not opened
    return api_agrees(seen, f"breakdowns/gender/?outlet={outlet}", "customers_by_outlet", opened=opened)


def has_values(seen: Seen) -> bool:
    locked = isinstance(ltv(seen.partner), Locked)
    with for_partner(seen.partner):
        assert locked or ModelRun.objects.filter(estimator="ltv").exists()
    told = seen.page.get("/customers/value/")
    assert told.status_code == 200
    assert ("locked" in told.context) is locked
    assert ('id="cohorts"' in told.text) is not locked
    if locked:
        assert str(PLANS[cheapest("ltv")].title) in told.context["locked"].plan
    listed = customers_page(seen.partner, Choice())
    by_rfm = isinstance(breakdown(seen.partner, "rfm"), Locked)
    assert isinstance(listed, Locked) is (locked and by_rfm)
    page = seen.page.get("/customers/list/")
    assert ("page" in page.context) is not isinstance(listed, Locked)
    if not isinstance(listed, Locked):
        assert listed.has_values is not locked or listed.reason_text
        offered = f"<h2>{FEATURES['ltv'].title}</h2>" in page.text
        assert offered is locked is (listed.values_locked is not None)
    api_agrees(seen, "ltv/customers/", "ltv", opened=not locked)
    return door("ltv/", "ltv", ltv)(seen)


# --- Rows: where each feature shows ------------------------------------------------------------------------------

ROWS: dict[str, Callable[[Seen], bool]] = {
    "growth": lambda seen: page_of(seen, "revenue", "growth") and "revenue" in seen.stored,
    "goals": has_goals,
    "export_csv": has_export,
    "api": has_api,
    "gender": lambda seen: groups_of(seen, "/customers/", "gender", "gender"),
    "age": lambda seen: groups_of(seen, "/customers/", "age", "age", "demographic_segment"),
    "new_returning": lambda seen: groups_of(seen, "/customers/loyalty/", "new_returning", "new_returning"),
    "regular": lambda seen: groups_of(seen, "/customers/loyalty/", "regular", "regular_customers"),
    "rfm": lambda seen: groups_of(seen, "/customers/loyalty/", "rfm", "rfm"),
    "solvency": lambda seen: groups_of(seen, "/customers/", "solvency", "solvency"),
    "retention": has_retention,
    "seasonality": has_seasonality,
    "customers_by_outlet": has_customers_of_outlets,
    "ltv": has_values,
    **PEER_ROWS,
}
"""Feature → whether a partner meets it anywhere."""


def met(seen: Seen) -> set[str]:
    """Return the features that a partner meets on page, API and in what was computed."""
    return {name for name, row in ROWS.items() if row(seen)}


def sold(plan: str, granted: tuple[str, ...] = ()) -> set[str]:
    """Return the features that the contract's table gives a plan, of those that show anywhere."""
    return held(plan, granted) & set(ROWS)


def held(plan: str, granted: tuple[str, ...] = ()) -> set[str]:
    """Return all features of a plan by the contract's table."""
    return {name for name in FEATURES if KEYS.index(cheapest(name)) <= KEYS.index(plan)} | set(granted)
