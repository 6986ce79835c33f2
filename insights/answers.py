"""What the read door hands out: frozen, complete, ready for a page, the API, a letter or a report."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from billing.entitlements import Locked
from insights.coverage import Coverage, Scaled
from insights.engine.windows import Grain
from insights.metrics import Better, Change, Unit
from insights.periods import Compare


@dataclass(frozen=True, slots=True)
class MetricInfo:
    """A metric as the catalogue describes it; `locked` when the partner's plan lacks it."""

    key: str
    title: str | Promise
    description: str | Promise
    formula: str | Promise
    unit: Unit
    better: Better
    change: Change
    grains: tuple[Grain, ...]
    feature: str
    locked: Locked | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series: its first day, the unrounded value (None where there is none), purchases it rests on."""

    period: date
    value: float | None
    n: int
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """What a range is compared with.

    `change` is value / base − 1, `difference` value − base (for a share in percentage points);
    None is "too little data to compare". `points` are the base's own periods, in the same grain.
    """

    kind: Compare
    start: date
    end: date
    value: float | None
    n: int
    change: float | None
    difference: float | None
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a number came to be."""

    formula: str | Promise
    rows: int
    data_version: int
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class Forecast:
    """One period to come, with its 80 % and 95 % intervals."""

    period: date
    value: float
    lo80: float
    hi80: float
    lo95: float
    hi95: float


@dataclass(frozen=True, slots=True)
class MetricAnswer:
    """One metric over a range [start, end], cut by `grain`; `value` and `n` are of the whole range.

    `scaled` is the value as if the bank saw all sales, of a level of revenue of the whole business only; `coverage`
    is the share of all sales that it sees, where one is known.
    """

    info: MetricInfo
    grain: Grain
    as_of: date
    start: date
    end: date
    outlet: str
    channel: str
    points: tuple[Point, ...]
    value: float | None
    n: int
    compare: Base | None
    clipped_from: date | None
    provenance: Provenance
    forecast: tuple[Forecast, ...] = ()
    scaled: Scaled | None = None
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class OutletInfo:
    """An outlet of the partner; `locked` when the plan includes fewer outlets."""

    id: str
    name: str
    bank_name: str
    alias: str
    city: str
    district: str
    channel: str
    opened_on: date | None
    position: int
    locked: Locked | None = None
    mcc: str = ""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new the figures are; `as_of` is the newest day in them."""

    as_of: date
    first_day: date
    data_version: int
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class RunState:
    """The newest run: `started`, `done` or `failed`; how many of its slices are done."""

    status: str
    stage: str
    done: int
    total: int
    started_at: datetime
    finished_at: datetime | None
    as_of: date
    error: str

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return self.done / self.total if self.total else 0.0
