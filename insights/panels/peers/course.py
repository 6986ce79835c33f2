"""A year of revenue as a line against the middle of the group: both begin at 100."""

from typing import Final

from django.utils.translation import gettext as _

from insights.answers_peers import PeerAnswer
from insights.panels.peers.cards import HALF, PeerCard, quiet_of, subtitle_of
from insights.panels.peers.how import peer_how_of
from insights.panels.peers.others import among
from insights.panels.peers.words import way_of
from ui import dates, numbers
from ui.charts import Chart, Course, Step, cached_chart, course_chart

COURSE: Final = "revenue_course"
START: Final = 100.0


def course_card(answer: PeerAnswer, later: str = "") -> PeerCard:
    """Draw both lines, or say why the group's is not told."""
    title = str(answer.info.title)
    quiet = quiet_of(answer, later)
    if quiet or not answer.points:
        return PeerCard(
            id=COURSE,
            title=title,
            subtitle=subtitle_of(answer, title),
            sentence=own_course(answer),
            how=peer_how_of(answer),
            quiet=quiet,
            width=HALF,
        )
    finding = course_title(answer)
    return PeerCard(
        id=COURSE,
        title=finding,
        subtitle=subtitle_of(answer, finding),
        sentence=_who(answer),
        notes=(_("Each step is four weeks, the first is 100 for everybody. The seasons are left in."),),
        provisional=answer.provisional,
        chart=course_drawn(answer, finding),
        how=peer_how_of(answer),
        width="",
    )


def course_title(answer: PeerAnswer) -> str:
    """Say how the own revenue went from the first four weeks to the last, and the middle of the group's."""
    own, theirs = _growth(answer.you), _growth(answer.median)
    facts = {"own": numbers.pct(abs(own), 0), "theirs": numbers.pct(abs(theirs), 0)}
    return {
        (1, 1): _("Over a year your revenue grew by %(own)s, in the middle of the group by %(theirs)s"),
        (1, 0): _("Over a year your revenue grew by %(own)s, in the middle of the group it hardly changed"),
        (1, -1): _("Over a year your revenue grew by %(own)s, in the middle of the group it fell by %(theirs)s"),
        (0, 1): _("Over a year your revenue hardly changed, in the middle of the group it grew by %(theirs)s"),
        (0, 0): _("Over a year your revenue hardly changed, in the middle of the group neither"),
        (0, -1): _("Over a year your revenue hardly changed, in the middle of the group it fell by %(theirs)s"),
        (-1, 1): _("Over a year your revenue fell by %(own)s, in the middle of the group it grew by %(theirs)s"),
        (-1, 0): _("Over a year your revenue fell by %(own)s, in the middle of the group it hardly changed"),
        (-1, -1): _("Over a year your revenue fell by %(own)s, in the middle of the group by %(theirs)s"),
    }[way_of(own), way_of(theirs)] % facts


def own_course(answer: PeerAnswer) -> str:
    """Say how the own revenue went alone; nothing where the first four weeks are missing."""
    if answer.you is None:
        return ""
    own = _growth(answer.you)
    return {
        1: _("Over a year your revenue grew by %(own)s."),
        0: _("Over a year your revenue hardly changed."),
        -1: _("Over a year your revenue fell by %(own)s."),
    }[way_of(own)] % {"own": numbers.pct(abs(own), 0)}


def course_drawn(answer: PeerAnswer, title: str) -> Chart:
    """Draw the lines; the drawing is kept until the figures or the words change."""
    steps = tuple(
        Step(
            label=dates.day_short(point.start),
            title=dates.period(point.start, point.end),
            you=point.you,
            median=point.median,
            low=point.q1,
            high=point.q3,
            provisional=point.provisional,
        )
        for point in answer.points or ()
    )
    made = Course(title, ", ".join((str(answer.info.title), _period(answer))), steps)
    return cached_chart(f"{COURSE}|{made}", lambda: course_chart(made, name="course"))


def _growth(index: float | None) -> float:
    return ((START if index is None else index) - START) / START


def _who(answer: PeerAnswer) -> str:
    if answer.group is None:
        return ""
    facts = {"others": among(answer.group, answer.businesses or answer.group.businesses)}
    return _("The middle is that of %(others)s: of all that had revenue in the first four weeks.") % facts


def _period(answer: PeerAnswer) -> str:
    return dates.period(answer.start, answer.end) if answer.start and answer.end else ""
