"""What a partner says about itself."""

from dataclasses import dataclass
from datetime import datetime

from insights.models import Outlet, Setting
from insights.selectors.gate import in_schema
from tenants.models import Partner


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """A partner's own facts and wishes; `margin` is percent of revenue, `step` the next of the first set-up."""

    kind: str
    city: str
    coverage: int | None
    revenue_goal: int | None
    digest_day: int
    digest_language: str
    step: int
    set_up_at: datetime | None
    margin: int | None = None


@dataclass(frozen=True, slots=True)
class KnownOutlet:
    """An outlet that the bank lists under the partner's INN; a disowned one is in no figure."""

    id: str
    name: str
    place: str
    mcc: str
    city: str
    disowned: bool


def setting_of(partner: Partner) -> OwnFacts:
    """Return the partner's own facts, the defaults before it gave any."""
    with in_schema(partner):
        row = Setting.objects.first() or Setting()
    return OwnFacts(
        row.kind,
        row.city,
        row.coverage,
        row.revenue_goal,
        row.digest_day,
        row.digest_language,
        row.step,
        row.set_up_at,
        row.margin,
    )


def outlets_known(partner: Partner) -> tuple[KnownOutlet, ...]:
    """Return the outlets of the partner's INN in their order, those it disowned among them."""
    with in_schema(partner):
        rows = [row for row in Outlet.objects.order_by("position", "merchant_id") if row.listed or row.disowned]
    return tuple(
        KnownOutlet(
            id=row.merchant_id,
            name=row.alias or row.name,
            place=", ".join(part for part in (row.city, row.district) if part),
            mcc=row.mcc,
            city=row.city,
            disowned=row.disowned,
        )
        for row in rows
    )
