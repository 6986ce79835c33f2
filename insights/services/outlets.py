"""What a partner says about its outlets: their names, and which come first."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from insights.errors import UnknownOutlet
from insights.models import Outlet
from insights.services.recompute import lacking_recompute
from tenants.errors import Refused
from tenants.scope import partner_current

ALIAS_LONGEST: Final = 100


def outlets_rename(*, aliases: Mapping[str, str]) -> int:
    """Give outlets of the open partner other names, an empty one returns the bank's; return how many changed.

    Raises
    ------
    Refused
        For a name that is too long; nothing is changed then.
    UnknownOutlet
        For an outlet that is not this partner's.
    """
    wanted = {key: " ".join(alias.split()) for key, alias in aliases.items()}
    for key, alias in wanted.items():
        if len(alias) > ALIAS_LONGEST:
            raise Refused(_("Shorten the name to %(most)d characters.") % {"most": ALIAS_LONGEST}, field=key)
    with transaction.atomic():
        rows = _locked()
        changed = []
        for key, alias in wanted.items():
            row = _one(rows, key)
            if row.alias != alias:
                row.alias = alias
                changed.append(row)
        Outlet.objects.bulk_update(changed, ["alias"])
    return len(changed)


def outlet_move(*, outlet: str, up: bool) -> None:
    """Move an outlet one place up or down among those the bank lists; at the edge it stays.

    Raises
    ------
    UnknownOutlet
        For an outlet that is not this partner's.
    """
    with transaction.atomic():
        rows = _locked()
        order = [row for row in rows.values() if row.listed]
        at = order.index(_one(rows, outlet))
        other = at - 1 if up else at + 1
        if not 0 <= other < len(order):
            return
        order[at], order[other] = order[other], order[at]
        # Places are counted anew, as the bank's list may have left gaps or twins.
        for place, row in enumerate(order, 1):
            row.position = place
        Outlet.objects.bulk_update(order, ["position"])
        # Another outlet may now be among those that the plan opens.
        transaction.on_commit(partial(lacking_recompute, partner=partner_current()), robust=True)


def _locked() -> dict[str, Outlet]:
    return {row.merchant_id: row for row in Outlet.objects.select_for_update().order_by("position", "merchant_id")}


def _one(rows: Mapping[str, Outlet], key: str) -> Outlet:
    row = rows.get(key)
    if row is None or not row.listed:
        raise UnknownOutlet(key)
    return row
