"""The list of customers: gated, clipped to the plan's history, frozen dataclasses out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from billing.entitlements import Locked
from billing.features import LTV, RFM
from insights.answers import Provenance
from insights.breakdowns.rfm import DAYS
from insights.breakdowns.rfm_groups import GROUPS, NAMED
from insights.errors import BadParameter, NotComputedYet
from insights.selectors.gate import feature_lock, history_start, in_schema
from insights.selectors.setting import setting_of
from insights.selectors.standing import proven_require, run_required
from lake.disclosure import pseudonym_text
from segments.answers_customers import Ahead, CustomersAnswer, ListedCustomer
from segments.customers.choice import EXPECTED, SORTS, Choice
from segments.customers.cursor import Cursor
from segments.models import Customer, CustomerRun, ModelRun
from segments.reasons import formula, reason_text
from segments.services.refit import ESTIMATOR
from segments.value.outlook import HORIZONS
from tenants.models import Partner

SIZE: Final = 50
UNTOLD: Final = -1.0
"""Below every probability: of whom the model can't tell stand where the least likely do."""


def customers_page(partner: Partner, choice: Choice, number: int = 1, size: int = SIZE) -> CustomersAnswer | Locked:
    """Return a numbered page of the list; one beyond the last is the last.

    Raises
    ------
    BadParameter
        For an order by what is not there.
    NotComputedYet
        Before the first list is done; `NotProvenYet` before the right to the INN is proven.
    """
    with _opened(partner, choice) as here:
        if isinstance(here, Locked):
            return here
        found = here.rows.count()
        last = max(1, -(-found // size))
        first = (min(max(1, number), last) - 1) * size
        rows = list(here.ordered()[first : first + size])
        return here.answer(rows, found=found, first_row=first + 1)


def customers_slice(
    partner: Partner, choice: Choice, cursor: str | None = None, size: int = SIZE
) -> CustomersAnswer | Locked:
    """Return the page that a cursor names, and the cursors of its neighbours: all of it or, without values, nothing.

    Raises as `customers_page`, and BadParameter for a cursor that this list never gave out.
    """
    with _opened(partner, choice, valued=True) as here:
        if isinstance(here, Locked):
            return here
        at = Cursor.of(cursor, here.order) if cursor else None
        rows = list(here.beside(at)[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        if at and at.back:
            rows.reverse()
        before = after = None
        if rows:
            first, last = here.cursor(rows[0], back=True), here.cursor(rows[-1])
            earlier = more if at and at.back else bool(at) and here.beside(first).exists()
            later = here.beside(last).exists() if at and at.back else more
            before, after = first.text() if earlier else None, last.text() if later else None
        return here.answer(rows, found=here.rows.count(), before=before, after=after)


@dataclass(frozen=True, slots=True)
class _List:
    """The rows that a choice has, with `place` as what they are ordered by."""

    run: CustomerRun
    rows: QuerySet[Customer]
    choice: Choice
    sort: str
    shown_from: date | None
    everybody: int
    margin: int | None
    reason: str
    groups_locked: Locked | None
    values_locked: Locked | None

    @property
    def falling(self) -> bool:
        return self.sort.startswith("-")

    @property
    def order(self) -> str:
        return f"{self.sort}:{self.choice.horizon}"

    def ordered(self, *, back: bool = False) -> QuerySet[Customer]:
        place = F("place").desc() if self.falling is not back else F("place").asc()
        return self.rows.order_by(place, "-pseudonym" if back else "pseudonym")

    def beside(self, at: Cursor | None) -> QuerySet[Customer]:
        """Return who comes after a place, or before it the nearest first."""
        if at is None:
            return self.ordered()
        far = "place__lt" if self.falling is not at.back else "place__gt"
        near = "pseudonym__lt" if at.back else "pseudonym__gt"
        return self.ordered(back=at.back).filter(Q(**{far: at.value}) | Q(place=at.value, **{near: at.number}))

    def cursor(self, row: Any, *, back: bool = False) -> Cursor:
        return Cursor(self.order, row.place, row.pseudonym, back)

    def answer(
        self, rows: Sequence[Customer], *, found: int, first_row: int = 0, before: str | None = None,
        after: str | None = None,
    ) -> CustomersAnswer:  # fmt: skip
        run, told = self.run, self.run.has_values and self.values_locked is None
        clipped = self.shown_from if self.shown_from and run.first_day < self.shown_from else None
        return CustomersAnswer(
            as_of=run.as_of,
            first_day=run.first_day,
            rows=tuple(self._listed(row, told=told) for row in rows),
            found=found,
            customers=self.everybody,
            sort=self.sort,
            horizon=self.choice.horizon,
            first_row=first_row,
            before=before,
            after=after,
            has_values=told,
            has_alive=told and run.has_alive,
            reason_text=self.reason,
            margin=self.margin if told else None,
            groups_locked=self.groups_locked,
            values_locked=self.values_locked,
            clipped_from=clipped,
            provenance=Provenance(formula(self.margin), run.payments, run.data_version, run.made_at),
        )

    def _listed(self, row: Customer, *, told: bool) -> ListedCustomer:
        part = 1.0 if self.margin is None else self.margin / 100
        scores = None
        if row.recency and row.frequency and row.money and self.groups_locked is None:
            scores = (row.recency, row.frequency, row.money)
        return ListedCustomer(
            pseudonym=pseudonym_text(row.pseudonym),
            first_day=self._shown(row.first_day),
            last_day=self._shown(row.last_day),
            days=row.days,
            purchases=row.purchases,
            revenue=row.net / 100,
            scores=scores,
            group=NAMED[scores].key if scores else None,
            expected=tuple(
                Ahead(days, getattr(row, f"visits_{days}"), getattr(row, f"value_{days}") * part) for days in HORIZONS
            )
            if told
            else (),
            alive=row.alive if told else None,
        )

    def _shown(self, day: date) -> date | None:
        return None if self.shown_from and day < self.shown_from else day


@contextmanager
def _opened(partner: Partner, choice: Choice, *, valued: bool = False) -> Iterator[_List | Locked]:
    """Ask the gate, and lay out the rows."""
    proven_require(partner)
    with in_schema(partner):
        run_required()
        groups, values = feature_lock(partner, RFM), feature_lock(partner, LTV)
        lock = values if valued else None
        if groups and (values or choice.by_groups):
            lock = lock or groups
        if lock:
            yield lock
            return
        run = CustomerRun.objects.first()
        if run is None:
            raise NotComputedYet(_("The list of your customers is being computed. Come back in a few minutes."))
        reason = "" if values or run.has_values else _why_not(run)
        sort = _sort(run, choice, expected=values is None and run.has_values)
        shown_from = history_start(partner, run.as_of)
        everybody = Customer.objects.all()
        if shown_from:
            # The fifths need their year whatever the plan shows, and whoever is in them is listed.
            everybody = everybody.filter(last_day__gte=min(shown_from, run.as_of - timedelta(days=DAYS - 1)))
        rows = _chosen(everybody, choice).annotate(place=_place(sort.removeprefix("-"), choice.horizon, shown_from))
        count = everybody.count() if shown_from else run.customers
        yield _List(run, rows, choice, sort, shown_from, count, setting_of(partner).margin, reason, groups, values)


def _why_not(run: CustomerRun) -> str:
    fit = ModelRun.objects.filter(estimator=ESTIMATOR).first() if run.valued else None
    if fit is None:
        return _("The values of your customers are being computed. Come back in a few minutes.")
    return reason_text(fit.reason)


def _sort(run: CustomerRun, choice: Choice, *, expected: bool) -> str:
    """Return the order: the one asked for, or the most valuable first, as far as that is known."""
    if not choice.sort:
        return "-value" if expected else "-revenue"
    key = choice.sort.removeprefix("-")
    if key in EXPECTED and not (expected and (key != "alive" or run.has_alive)):
        raise BadParameter("sort", _("This is not known of your customers, so that they can't be put in order by it."))
    return choice.sort


def _chosen(rows: QuerySet[Customer], choice: Choice) -> QuerySet[Customer]:
    rows = rows.filter(**choice.fifths)
    if not choice.group:
        return rows
    wanted = Q()
    for named in GROUPS:
        if named.key == choice.group:
            for recency, frequency, money in named.blocks:
                wanted |= Q(recency__in=[*recency], frequency__in=[*frequency], money__in=[*money])
    return rows.filter(wanted)


def _place(key: str, horizon: int, shown_from: date | None) -> Any:
    """Return what rows are ordered by; days that are not shown are alike."""
    field = SORTS[key]
    if key in {"first_purchase", "last_purchase"} and shown_from:
        return Greatest(field, Value(shown_from))
    if key == "alive":
        return Coalesce(field, Value(UNTOLD))
    return F(f"{field}_{horizon}" if key in EXPECTED else field)
