"""Sentences about the own figure beside the others. Each is whole, so that a translator can order its words freely."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from insights.answers_peers import PeerAnswer
from insights.panels.peers.others import among
from insights.panels.peers.units import written
from insights.panels.peers.verdict import GROWTH, Side, side_of
from ui import numbers

FLAT = 0.005
"""Growth that rounds to no percent at all."""
FAR = 1.0
"""From twice as much on people speak of times, not of percents."""


def title_of(answer: PeerAnswer) -> str:
    """Say in a title where the own figure stands."""
    facts = {"metric": answer.info.title}
    side = side_of(answer)
    if side is Side.UNKNOWN:
        return str(answer.info.title)
    if answer.info.key in GROWTH:
        return {
            Side.ABOVE: _("%(metric)s: you are ahead of similar businesses"),
            Side.ALIKE: _("%(metric)s: you keep up with similar businesses"),
            Side.BELOW: _("%(metric)s: you are behind similar businesses"),
        }[side] % facts
    return {
        Side.ABOVE: _("%(metric)s: more than at similar businesses"),
        Side.ALIKE: _("%(metric)s: as at similar businesses"),
        Side.BELOW: _("%(metric)s: less than at similar businesses"),
    }[side] % facts


def sentence_of(answer: PeerAnswer) -> str:
    """Say the own figure and that of the middle of the group, as far as each is known."""
    own = own_of(answer)
    if answer.median is None or answer.group is None:
        return own
    count = answer.businesses or answer.group.businesses
    facts = {
        "others": among(answer.group, count),
        "median": written(answer.median, answer.info.unit),
        "growth": written(abs(answer.median), answer.info.unit),
        "difference": numbers.pct(abs(answer.difference or 0.0), 0),
        "times": numbers.num(1 + (answer.difference or 0.0), 1),
    }
    theirs = _group_growth(answer) if answer.info.key in GROWTH else _group_level(answer)
    return " ".join(filter(None, (own, theirs % facts if theirs else "")))


def own_of(answer: PeerAnswer) -> str:
    """Say the own figure alone; nothing where there is none."""
    if answer.you is None:
        return ""
    facts = {"own": written(answer.you, answer.info.unit), "growth": written(abs(answer.you), answer.info.unit)}
    way = way_of(answer.you)
    sentences: Mapping[str, Mapping[int, str] | str] = {
        "revenue_vs_peers": {
            1: _("Your revenue grew by %(growth)s."),
            0: _("Your revenue hardly changed."),
            -1: _("Your revenue fell by %(growth)s."),
        },
        "customers_vs_peers": {
            1: _("The number of your customers grew by %(growth)s."),
            0: _("The number of your customers hardly changed."),
            -1: _("The number of your customers fell by %(growth)s."),
        },
        "ticket_vs_peers": _("Your average purchase is %(own)s."),
        "frequency_vs_peers": _("A customer of yours buys %(own)s times in this period."),
        "customers_per_outlet_vs_peers": "",
    }
    found = sentences.get(answer.info.key, "")
    return (found if isinstance(found, str) else found[way]) % facts


def _group_growth(answer: PeerAnswer) -> str:
    way = way_of(answer.median or 0.0)
    if answer.info.key == "revenue_vs_peers":
        return {
            1: _("In the middle of %(others)s it grew by %(growth)s."),
            0: _("In the middle of %(others)s it hardly changed."),
            -1: _("In the middle of %(others)s it fell by %(growth)s."),
        }[way]
    return {
        1: _("In the middle of %(others)s their number grew by %(growth)s."),
        0: _("In the middle of %(others)s their number hardly changed."),
        -1: _("In the middle of %(others)s their number fell by %(growth)s."),
    }[way]


def _group_level(answer: PeerAnswer) -> str:
    side = side_of(answer)
    far = (answer.difference or 0.0) >= FAR
    if answer.info.key == "customers_per_outlet_vs_peers":
        return _per_outlet(side, far=far)
    if far:
        return _("In the middle of %(others)s it is %(median)s: yours is %(times)s times as much.")
    return {
        Side.ABOVE: _("In the middle of %(others)s it is %(median)s: yours is %(difference)s more."),
        Side.ALIKE: _("In the middle of %(others)s it is %(median)s: about the same."),
        Side.BELOW: _("In the middle of %(others)s it is %(median)s: yours is %(difference)s less."),
        Side.UNKNOWN: _("In the middle of %(others)s it is %(median)s."),
    }[side]


def _per_outlet(side: Side, *, far: bool) -> str:
    if far:
        return _("One outlet of yours has %(times)s times as many customers as the middle of %(others)s.")
    return {
        Side.ABOVE: _("One outlet of yours has %(difference)s more customers than the middle of %(others)s."),
        Side.ALIKE: _("One outlet of yours has about as many customers as the middle of %(others)s."),
        Side.BELOW: _("One outlet of yours has %(difference)s fewer customers than the middle of %(others)s."),
        Side.UNKNOWN: "",
    }[side]


def standing_of(answer: PeerAnswer) -> str:
    """Say where in the group the own figure stands: by the percentile, else by the middle half."""
    if answer.you is None:
        return ""
    if answer.percentile is not None:
        return _by_percentile(answer.percentile)
    if answer.q1 is None or answer.q3 is None:
        return ""
    if answer.q1 <= answer.you <= answer.q3:
        return _("You are within the middle half.")
    return _("You are among the upper quarter.") if answer.you > answer.q3 else _("You are among the lower quarter.")


def _by_percentile(percentile: int) -> str:
    if percentile >= 95:
        return _("Higher than at nearly all of them.")
    if percentile <= 5:
        return _("Lower than at nearly all of them.")
    return _("Higher than at about %(percent)s of them.") % {"percent": numbers.pct(percentile / 100, 0)}


def way_of(value: float) -> int:
    """Return 1 for growth, −1 for a fall, 0 for what rounds to no percent at all."""
    return 0 if abs(value) < FLAT else 1 if value > 0 else -1
