"""Who buys: gender, age, both at once, all groups by revenue, and which of them spend most everywhere."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from billing.entitlements import Locked
from billing.panels.way import Viewer
from insights.answers_customers import BreakdownAnswer
from insights.panels.customers import findings
from insights.panels.customers.beside import beside_notes
from insights.panels.customers.block import Block
from insights.panels.customers.groups import groups_of, measure_note, ranked
from insights.panels.customers.how import how_of_range
from insights.panels.customers.names import UNKNOWN
from insights.panels.customers.pyramid import LEAST, pyramid_of, pyramid_title, shown, unknown_note
from insights.panels.customers.solvency import nobody_ranked, ranking_notes, ranking_of, rule, solvency_title
from insights.panels.customers.states import empty_of, hidden_note, not_known, peers_note, too_few
from insights.panels.upsell import offer

Answers = Mapping[str, BreakdownAnswer | Locked]
KEYS = ("gender", "age", "demographic_segment", "solvency")


def portrait_blocks(answers: Answers, viewer: Viewer, outlet: str = "") -> list[Block]:
    """Lay out the page; a part that the plan lacks is an offer, and the rest stays."""

    def made(key: str, width: str, build: Callable[[BreakdownAnswer], Block]) -> list[Block]:
        answer = answers.get(key)
        if answer is None:
            return []
        if isinstance(answer, Locked):
            return [Block(key, width=width, locked=offer(answer, viewer))]
        return [build(answer)]

    parts = answers["demographic_segment"]
    told = isinstance(parts, BreakdownAnswer) and not empty_of(parts, "")
    blocks = made("gender", "w6", lambda answer: gender_block(answer, outlet))
    blocks += made("age", "w6", lambda answer: age_block(answer, outlet, tall=told))
    # Without ages there are no groups by age either: one offer is enough.
    if isinstance(parts, BreakdownAnswer):
        blocks += [pyramid_block(parts, answers, outlet)] if told else []
        blocks.append(segment_block(parts, outlet))
    return blocks + made("solvency", "", lambda answer: solvency_block(answer, outlet))


def gender_block(answer: BreakdownAnswer, outlet: str = "") -> Block:
    """Show women and men."""
    return group_block("gender", answer, findings.gender(answer), _("Customers by gender"), _("Gender"), outlet=outlet)


def age_block(answer: BreakdownAnswer, outlet: str = "", *, tall: bool = False) -> Block:
    """Show the bands of age; `tall` beside two cards, one below the other."""
    return group_block(
        "age",
        answer,
        findings.age(answer),
        _("Customers by age"),
        _("Age"),
        outlet=outlet,
        width="w6 tall" if tall else "w6",
    )


def group_block(
    name: str, answer: BreakdownAnswer, title: str, caption: str, head: str, *,
    outlet: str = "", width: str = "w6", personal: bool = True, notes: Sequence[str] = (),
) -> Block:  # fmt: skip
    """Show groups side by side, and all figures of each below."""
    how = how_of_range(answer, outlet=outlet, peers=answer.peers)
    if empty := empty_of(answer, caption):
        return Block(name, caption, width=width, empty=empty, how=how)
    return Block(
        name,
        title,
        measure_note(answer),
        width,
        "insights/customers/groups.html",
        groups_of(answer, caption, head),
        [
            *notes,
            *hidden_note(answer),
            *beside_notes(answer.peers_days, outlet=answer.outlet, channel=answer.channel),
            *(peers_note(answer) if personal else ()),
        ],
        how,
    )


def pyramid_block(answer: BreakdownAnswer, answers: Answers, outlet: str = "") -> Block:
    """Show women and men by age."""
    caption = _("Women and men by age")
    how = how_of_range(answer, outlet=outlet)
    genders, ages = (one if isinstance(one := answers[key], BreakdownAnswer) else None for key in ("gender", "age"))
    made = pyramid_of(answer, genders)
    if not any(UNKNOWN not in row.group[:2] for row in answer.rows):
        return Block("pyramid", caption, width="w6", empty=not_known(caption), how=how)
    if shown(made) < LEAST and any(row.hidden for row in answer.rows):
        few = too_few(caption, answer.total.customers or 0)
        return Block("pyramid", caption, width="w6", empty=few, how=how)
    notes = unknown_note(genders, ages)
    if made.partly:
        notes.append(_("A plus: some more people are in groups too small to be shown."))
    return Block(
        "pyramid",
        pyramid_title(answer, made),
        _("Customers: women on the left, men on the right, by age."),
        "w6",
        template="insights/customers/pyramid.html",
        facts=made,
        notes=notes,
        how=how,
    )


def segment_block(answer: BreakdownAnswer, outlet: str = "") -> Block:
    """Rank all groups by revenue."""
    caption = _("Groups by revenue")
    how = how_of_range(answer, outlet=outlet)
    if empty := empty_of(answer, caption):
        return Block("segments", caption, empty=empty, how=how)
    return Block(
        "segments",
        findings.segments(answer),
        _("Gender, age and marital status together, by revenue. Bars are shares of revenue."),
        template="insights/customers/segments.html",
        facts=ranked(answer, caption, _("Group")),
        notes=hidden_note(answer),
        how=how,
    )


def solvency_block(answer: BreakdownAnswer, outlet: str = "") -> Block:
    """Rank the groups by what they spend everywhere."""
    caption = _("Who spends most")
    how = how_of_range(answer, outlet=outlet)
    ranking = ranking_of(answer, caption)
    if not ranking.places:
        return Block("solvency", caption, empty=nobody_ranked(answer, caption), how=how)
    return Block(
        "solvency", solvency_title(answer), rule(), template="insights/customers/solvency.html", facts=ranking,
        notes=ranking_notes(answer), how=how,
    )  # fmt: skip
