"""What a block or a page says where there is little or nothing: what it can, why not more, and when."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.panels.way import Viewer
from insights.answers import Freshness
from insights.answers_customers import BreakdownAnswer
from insights.panels.customers.beside import untold_note
from insights.panels.empty import Empty
from insights.panels.lines import Lines, freshness_words
from insights.panels.notices import Notice, clipped, young
from ui import dates, numbers


def days_lines(start: date, end: date, fresh: Freshness) -> Lines:
    """Write the days of a page that compares nothing."""
    period = dates.period(start, end)
    line = _("%(period)s. Data up to %(as_of)s.") % {"period": period, "as_of": dates.day(fresh.as_of)}
    return Lines(period, "", line, freshness_words(fresh))


def nobody(heading: str) -> Empty:
    """Say that nobody bought in the chosen days."""
    return Empty(
        heading,
        _("Nobody bought in these days"),
        _("Choose a longer period, or all outlets and channels together."),
        "calendar",
    )


def too_few(heading: str, customers: int) -> Empty:
    """Say that every group is too small to be shown, and what opens it."""
    text = ngettext(
        "%(count)s customer bought in these days. Cut into groups, there are too few people in each: somebody "
        "could be recognised. Choose a longer period; with more customers the groups open by themselves.",
        "%(count)s customers bought in these days. Cut into groups, there are too few people in each: somebody "
        "could be recognised. Choose a longer period; with more customers the groups open by themselves.",
        customers,
    )
    return Empty(heading, _("Too few people to show"), text % {"count": numbers.num(customers)}, "users-group")


def empty_of(answer: BreakdownAnswer, heading: str) -> Empty | None:
    """Return why a breakdown shows no group; None when it shows one."""
    customers = answer.total.customers
    if customers == 0:
        return nobody(heading)
    if all(row.hidden for row in answer.rows):
        # The total itself may be too small to be told.
        return too_few(heading, customers) if customers else hidden_all(heading)
    return None


def hidden_all(heading: str) -> Empty:
    """Say that there are people, but so few that even their number stays untold."""
    return Empty(
        heading,
        _("Too few people to show"),
        _("So few people are not shown, so that nobody can be recognised. Choose a longer period."),
        "users-group",
    )


def not_known(heading: str) -> Empty:
    """Say that the bank knows nobody's gender and age."""
    return Empty(
        heading,
        _("Gender and age are not known"),
        _("The bank does not know the gender and age of the people who bought in these days. Choose a longer period."),
        "users-group",
    )


def hidden_note(answer: BreakdownAnswer) -> list[str]:
    """Say how many groups are left out, and why."""
    count = sum(row.hidden for row in answer.rows)
    if not count:
        return []
    text = ngettext(
        "%(count)s group is not shown: too few people in it, or a smaller one could be worked out from it.",
        "%(count)s groups are not shown: too few people in them, or a smaller one could be worked out from them.",
        count,
    )
    return [text % {"count": numbers.num(count)}]


def peers_note(answer: BreakdownAnswer) -> list[str]:
    """Say why no similar businesses stand beside the groups; nothing where they do."""
    told = [row.reference is not None for row in answer.rows if not row.hidden]
    if any(told):
        note = _("Where nothing stands beside a group, similar businesses have too few people in it to tell.")
        return [] if all(told) else [note]
    return [untold_note(answer.channel)]


def notices(
    start: date, clipped_from: date | None, fresh: Freshness, viewer: Viewer, *, warn: bool = True
) -> list[Notice]:
    """Collect what a reader should know before the figures."""
    found = [one for one in (young(fresh.first_day, start),) if one and warn]
    if clipped_from:
        found.append(clipped(clipped_from, viewer))
    return found


def second_month(first_day: date) -> date:
    """Return the day after the second calendar month of the data: when the first month can be followed."""
    on = first_day.replace(day=1)
    for _month in range(2):
        on = (on + timedelta(days=32)).replace(day=1)
    return on
