"""How loyal customers are: new and returning, regular ones, and the groups of the last year."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.entitlements import Locked
from billing.panels.way import Viewer
from insights.answers_customers import BreakdownAnswer
from insights.breakdowns.regular_customers import DAYS
from insights.panels.customers import findings
from insights.panels.customers.beside import beside_notes, untold_note
from insights.panels.customers.block import Block
from insights.panels.customers.how import how_of_range
from insights.panels.customers.portrait import group_block
from insights.panels.customers.rfm import named_of, rfm_of, rfm_title
from insights.panels.customers.states import nobody
from insights.panels.upsell import offer
from ui import numbers

Answers = Mapping[str, BreakdownAnswer | Locked]
KEYS = ("new_returning", "regular_customers", "rfm")


def loyalty_blocks(answers: Answers, viewer: Viewer, outlet: str = "") -> list[Block]:
    """Lay out the page; a part that the plan lacks is an offer, and the rest stays."""
    blocks = []
    for key, width, build in (
        ("new_returning", "w6", new_block),
        ("regular_customers", "w6", regular_block),
        ("rfm", "", rfm_block),
    ):
        answer = answers[key]
        made = (
            Block(key, width=width, locked=offer(answer, viewer))
            if isinstance(answer, Locked)
            else build(answer, outlet)
        )
        blocks.append(made)
    return blocks


def new_block(answer: BreakdownAnswer, outlet: str = "") -> Block:
    """Show new customers beside those who came back."""
    notes = [_("New: the first purchase ever at your business falls in these days. All others came back.")]
    if answer.young_lake:
        notes.append(
            _("These days touch the first 91 days of the data, when everyone counts as new: read it with care.")
        )
    caption = _("New and returning customers")
    return group_block(
        "new_returning", answer, findings.new_returning(answer), caption, _("Group"),
        outlet=outlet, personal=False, notes=notes,
    )  # fmt: skip


def regular_block(answer: BreakdownAnswer, outlet: str = "") -> Block:
    """Show regular customers beside the others."""
    notes = [regular_words(answer.regular_days)] if answer.regular_days else []
    if answer.young_lake:
        notes.append(
            _("These days touch the first 91 days of the data, when few can be regular yet: read it with care.")
        )
    return group_block(
        "regular_customers", answer, findings.regular(answer), _("Regular customers and the others"), _("Group"),
        outlet=outlet, personal=False, notes=notes,
    )  # fmt: skip


def regular_words(days: int) -> str:
    """Say who is regular."""
    text = ngettext(
        "Regular: bought on at least %(count)s day of the last %(days)s before the end of the period, "
        "as fits your kind of business.",
        "Regular: bought on at least %(count)s different days of the last %(days)s before the end of the period, "
        "as fits your kind of business.",
        days,
    )
    return text % {"count": numbers.num(days), "days": numbers.num(DAYS)}


def rfm_block(answer: BreakdownAnswer, outlet: str = "") -> Block:
    """Show the grid of the last year and its named groups."""
    caption = _("Customers of the last year by how recently, how often and for how much they bought")
    how = how_of_range(answer, outlet=outlet, peers=answer.peers)
    if not answer.trailing:
        return Block("rfm", caption, empty=nobody(caption), how=how)
    named = named_of(answer)
    return Block(
        "rfm",
        rfm_title(named) or caption,
        _("Customers of the 365 days up to the end of the period, in fifths by their last purchase and by how often."),
        template="insights/customers/rfm.html",
        facts=rfm_of(answer, named),
        notes=rfm_notes(answer),
        how=how,
    )


def rfm_notes(answer: BreakdownAnswer) -> list[str]:
    """Say what stands beside the named groups, or why nothing does."""
    if not answer.peers:
        return [untold_note(answer.channel)]
    text = ngettext(
        "Beside the named groups: the share of customers at %(count)s similar business, by its own fifths.",
        "Beside the named groups: the share of customers at %(count)s similar businesses, each by its own fifths.",
        answer.peers,
    )
    notes = beside_notes(answer.peers_days, outlet=answer.outlet, channel=answer.channel)
    return [text % {"count": numbers.num(answer.peers)}, *notes]
