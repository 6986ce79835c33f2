"""What stands behind a figure about others: formula, days, group and its version, data version, the API."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.answers_peers import PeerAnswer
from insights.disclosure import businesses_told
from insights.panels.how import How, moment
from insights.panels.links import Address
from ui import dates, numbers


def peer_how_of(answer: PeerAnswer) -> How:
    """List the facts of one comparison. Nobody in the group is named, here as anywhere."""
    facts = [(_("Formula"), str(answer.info.description))]
    if answer.median is not None:
        text = _("Half of the group has more, half has less. Several values around it are averaged and rounded.")
        facts.append((_("The middle of the group"), text))
    if answer.start and answer.end:
        facts.append((_("Period"), dates.period(answer.start, answer.end)))
    if answer.against:
        year = _("the same weeks a year before")
        facts.append((_("Compared with"), year if answer.against == "year" else _("the 13 weeks before")))
    if answer.group:
        group = answer.group
        facts += [
            (_("Group"), ", ".join(filter(None, (group.level_text, businesses(behind(answer)))))),
            (_("Version of the group"), version_of(group.version, group.quarter)),
        ]
    facts.append((_("Data version"), numbers.num(answer.data_version)))
    if isinstance(answer.computed_at, datetime):
        facts.append((_("Computed"), moment(answer.computed_at)))
    return How(tuple(facts), api_of(answer))


def api_of(answer: PeerAnswer) -> str:
    """Answer where a program reads the same figure."""
    wide = answer.group is not None and answer.group.wide
    query = {"lens": answer.lens.value, "group": "wide" if wide else ""}
    return str(Address(f"/api/v1/peers/{answer.info.key}/", query))


def version_of(version: int, quarter: date) -> str:
    """Name a version of a group by its quarter."""
    facts = {"version": version, "number": (quarter.month + 2) // 3, "year": quarter.year}
    return _("%(version)s, quarter %(number)s of %(year)s") % facts


def behind(answer: PeerAnswer) -> int | None:
    """Return how many businesses stand behind a figure; None where too few, or where it is not told."""
    return (
        businesses_told(answer.businesses or answer.group.businesses)
        if answer.group and not answer.suppressed
        else None
    )


def businesses(count: int | None) -> str:
    """Write how many businesses there are; nothing where that is not told."""
    if count is None:
        return ""
    words = ngettext("%(count)s business", "%(count)s businesses", count)
    return words % {"count": numbers.num(count)}
