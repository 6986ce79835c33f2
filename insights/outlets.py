"""A partner's outlets follow the bank's list; what the partner wrote about them stays."""

from collections.abc import Sequence

from insights.models import Outlet
from lake.scope import OutletRow

FROM_BANK = ("name", "mcc", "city", "district", "channel", "opened_on", "listed")


def outlets_sync(*, rows: Sequence[OutletRow]) -> int:
    """Bring the open partner's outlets up to the bank's list; return how many it lists.

    A new outlet goes to the end, so that those a plan includes stay the same.
    """
    known = {outlet.merchant_id: outlet for outlet in Outlet.objects.all()}
    position = max((outlet.position for outlet in known.values()), default=0)
    fresh, changed = [], []
    for row in rows:
        wanted = _from_bank(row)
        outlet = known.pop(row.id, None)
        if outlet is None:
            position += 1
            fresh.append(Outlet(merchant_id=row.id, position=position, **wanted))
        elif any(getattr(outlet, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(outlet, name, value)
            changed.append(outlet)
    # Two that look at the same moment find the same outlets: the second leaves them as they are.
    Outlet.objects.bulk_create(fresh, ignore_conflicts=True)
    if changed:
        Outlet.objects.bulk_update(changed, FROM_BANK)
    gone = [outlet.pk for outlet in known.values() if outlet.listed]
    if gone:
        Outlet.objects.filter(pk__in=gone).update(listed=False)
    return len(rows)


def outlets_in_plan(*, rows: Sequence[OutletRow], room: int | None) -> list[str]:
    """Return the open partner's outlets that a plan has room for, by the places they have or will get."""
    if room is None or room >= len(rows):
        return [row.id for row in rows]
    place = {key: (position, key) for key, position in Outlet.objects.values_list("merchant_id", "position")}
    known = sorted((row.id for row in rows if row.id in place), key=place.__getitem__)
    return [*known, *(row.id for row in rows if row.id not in place)][:room]


def _from_bank(row: OutletRow) -> dict[str, object]:
    return {
        "name": row.name[:300],
        "mcc": row.mcc,
        "city": (row.city or "")[:200],
        "district": (row.district or "")[:200],
        "channel": row.channel or "",
        "opened_on": row.opened_on,
        "listed": True,
    }
