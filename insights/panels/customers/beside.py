"""Which days and which payments of similar businesses stand beside the own figures, in words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.engine.visits import Channel
from ui import dates, numbers

Days = tuple[date, date]


def beside_notes(days: Days | None, *, outlet: str = "", channel: str = "") -> list[str]:
    """Say what the references rest on, and what of it is unlike the own figures; nothing where nothing is told."""
    if days is None:
        return []
    notes = [_("Similar businesses: %(days)s, whatever period is chosen above.") % {"days": dates.period(*days)}]
    if outlet:
        notes.append(_("One outlet of yours stands beside whole businesses, all their outlets together."))
    if channel == Channel.ONLINE:
        notes.append(_("Of similar businesses only payments online are counted too."))
    elif channel:
        notes.append(_("Of similar businesses only payments at the till are counted too."))
    return notes


def untold_note(channel: str) -> str:
    """Say why no similar businesses are shown."""
    if channel:
        return _(
            "Similar businesses are not shown for this channel alone: too few of them sell so to keep each anonymous, "
            "they are not worked out yet, or your plan does not include them."
        )
    return _(
        "Similar businesses are not shown here: there are too few of them to keep each anonymous, they are not "
        "worked out yet, or your plan does not include them."
    )


def behind(count: int | None) -> str:
    """Say how many similar businesses stand behind the marks."""
    if not count:
        return _("The mark on a bar is the share at similar businesses.")
    text = ngettext(
        "The mark on a bar is the share at %(count)s similar business.",
        "The mark on a bar is the share at %(count)s similar businesses.",
        count,
    )
    return text % {"count": numbers.num(count)}
