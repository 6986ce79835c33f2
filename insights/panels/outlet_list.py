"""The list of outlets in the settings: which the plan includes, their names, their order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from billing.entitlements import Locked
from billing.panels.way import Viewer
from insights.answers import OutletInfo
from insights.panels.upsell import Offer, offer
from lake.mcc import code_name
from ui import numbers


@dataclass(frozen=True)
class OutletRow:
    """One outlet as the list shows it."""

    id: str
    name: str
    bank_name: str
    alias: str
    place: str
    included: bool
    form: forms.Form
    first: bool
    last: bool


@dataclass(frozen=True)
class OutletList:
    """What templates/insights/outlets.html shows."""

    rows: Sequence[OutletRow]
    summary: str
    may_edit: bool
    upsell: Offer | None


def outlet_list(
    outlets: Sequence[OutletInfo], entered: Sequence[forms.Form], room: int | None, viewer: Viewer
) -> OutletList:
    """Lay out the list; ``entered`` holds a form for each outlet, ``room`` how many the plan includes."""
    last = len(outlets) - 1
    rows = [
        OutletRow(
            id=one.id,
            name=one.name,
            bank_name=one.bank_name,
            alias=one.alias,
            place=place_of(one),
            included=one.locked is None,
            form=form,
            first=at == 0,
            last=at == last,
        )
        for at, (one, form) in enumerate(zip(outlets, entered, strict=True))
    ]
    locked = next((one.locked for one in outlets if one.locked), None)
    return OutletList(
        rows, summary(len(outlets), room), viewer.owner, outlets_offer(locked, viewer) if locked else None
    )


def place_of(outlet: OutletInfo) -> str:
    """Say what the bank takes an outlet for, and where it is."""
    kind = code_name(outlet.mcc, get_language() or "ru") if outlet.mcc else ""
    where = ", ".join(part for part in (outlet.city, outlet.district) if part)
    return " · ".join(part for part in (kind, where) if part)


def outlets_offer(locked: Locked, viewer: Viewer) -> Offer:
    """Offer the plan that opens more outlets one by one."""
    text = _("Figures of each of the other outlets open with a larger plan. Totals include all outlets already.")
    return offer(locked, viewer, title=_("More outlets"), text=text)


def summary(count: int, room: int | None) -> str:
    """Say how many outlets there are and how many the plan opens one by one."""
    facts = {"count": numbers.num(count), "room": numbers.num(room or 0)}
    if room is None or room >= count:
        text = ngettext(
            "%(count)s outlet, included in your plan.", "%(count)s outlets, all included in your plan.", count
        )
        return text % facts
    text = ngettext(
        "%(count)s outlet. Your plan opens the first %(room)s one by one.",
        "%(count)s outlets. Your plan opens the first %(room)s one by one.",
        count,
    )
    return text % facts
