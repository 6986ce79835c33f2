"""The contributor's page: what the own data went into, what others can never see, the choice to take no part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.answers_peers import PeerInfo
from insights.breakdowns import solvency
from insights.breakdowns.catalogue import breakdown_of
from insights.peers.references import BREAKDOWNS, HOUR, MONTH, PREFIX, RETENTION, WEEKDAY
from tenants.sharing import Contributions, quarter_after
from ui import dates, numbers

STEPS: Final = 10
"""Shares are told in tenths."""


@dataclass(frozen=True)
class Gone:
    """What the own data went into, in sentences, and by figure."""

    cells: str
    facts: tuple[str, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Privacy:
    """What templates/insights/privacy.html shows."""

    gone: Gone
    never: tuple[str, ...]
    takes_part: bool
    state: str
    next_freeze: str
    loses: tuple[str, ...]
    may_change: bool


def titles_of(comparisons: Iterable[PeerInfo]) -> dict[str, str]:
    """Name every figure about others by its key in the ledger."""
    groups = {key: str(breakdown_of(key).title) for key in BREAKDOWNS}
    groups[solvency.KEY] = str(breakdown_of(solvency.KEY).title)
    others = {
        WEEKDAY: _("Customers by weekday"),
        HOUR: _("Purchases by hour"),
        MONTH: _("Revenue by month of the year"),
        RETENTION: _("Customers who come back"),
    }
    return {**{info.key: str(info.title) for info in comparisons}, **groups, **others}


def privacy_of(made: Contributions, *, titles: Mapping[str, str], today: date, owner: bool) -> Privacy:
    """Lay out the page for a member; only owners may change the choice."""
    return Privacy(
        gone=gone_of(made, titles),
        never=never_seen(),
        takes_part=made.takes_part,
        state=state_of(made),
        next_freeze=dates.day_in_text(quarter_after(today)),
        loses=lost(),
        may_change=owner,
    )


def gone_of(made: Contributions, titles: Mapping[str, str]) -> Gone:
    """Say in how many published figures the own data are, beside how many others, with what share at most."""
    if not made.cells or made.others_at_least is None:
        return Gone(_("So far your data stand behind no figure that others see."))
    cells = ngettext(
        "Your data stand behind %(count)s figure that other businesses see.",
        "Your data stand behind %(count)s figures that other businesses see.",
        made.cells,
    )
    beside = ngettext(
        "In each of them at least %(count)s other business stands beside you.",
        "In each of them at least %(count)s other businesses stand beside you.",
        made.others_at_least,
    )
    facts = [
        beside % {"count": numbers.num(made.others_at_least)},
        share_words(made.largest_share or 0.0),
    ]
    if made.since:
        facts.append(_("The first was told on %(day)s.") % {"day": dates.day_in_text(made.since)})
    return Gone(
        cells % {"count": numbers.num(made.cells)},
        tuple(facts),
        tuple((name, numbers.num(count)) for name, count in _by_title(made, titles).items()),
    )


def share_words(share: float) -> str:
    """Say roughly how much of a figure is one's own: by the exact share of a sum one could work out the rest of it."""
    return _("Your share in each of them is %(share)s at most.") % {
        "share": numbers.pct(ceil(share * STEPS) / STEPS, 0)
    }


def _by_title(made: Contributions, titles: Mapping[str, str]) -> dict[str, int]:
    """Add up what readers call by one name: others' shares are told of several spans of days."""
    found: dict[str, int] = {}
    for key, count in made.by_metric:
        name = titles.get(key.removeprefix(PREFIX).split(":")[0], _("Other figures"))
        found[name] = found.get(name, 0) + count
    return found


def state_of(made: Contributions) -> str:
    """Say what is chosen, and from when it acts."""
    facts = {"day": dates.day_in_text(made.changes_on) if made.changes_on else ""}
    if made.takes_part and made.changes_on:
        return _("You take part. Groups that are chosen on %(day)s count you in.") % facts
    if made.takes_part:
        return _("You take part: your data stand behind figures about groups, and you see such figures yourself.")
    if made.changes_on:
        return _("You take no part from %(day)s. Until then the groups of this quarter stay as they are.") % facts
    return _("You take no part: your data stand behind no new figure, and there is nothing to compare you with.")


def never_seen() -> tuple[str, ...]:
    """List what nobody else can see, whatever they pay."""
    return (
        _("your name, your address or that you are in a group at all"),
        _("your revenue, the number of your customers or any other figure of yours alone"),
        _("who your customers are: everybody sees customers under signs of their own, which can't be matched"),
        _("any figure that rests on so few businesses, or so much on one, that it could be worked out"),
        _("single days: figures about others are whole weeks that ended at least a week ago"),
    )


def lost() -> tuple[str, ...]:
    """List what a partner goes without that takes no part."""
    return (
        _("comparison with similar businesses and your share of the segment"),
        _("shared customers, the share of wallet and where lost customers went"),
        _("what is usual at similar businesses on the page of customers"),
    )
