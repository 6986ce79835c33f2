"""The choices above the list of customers, a select each."""

from django.utils.translation import gettext as _

from insights.breakdowns.rfm_groups import GROUPS
from insights.panels.controls import Option, Select
from insights.panels.customers.rfm import SCORES, frequency_name, recency_name
from segments.answers_customers import CustomersAnswer
from segments.customers.choice import Choice
from segments.panels.horizons import Horizon, select_of


def selects_of(answer: CustomersAnswer, choice: Choice, horizon: Horizon) -> list[Select]:
    """Lay out what can be chosen: groups and scores where the plan has them, how far ahead where that is known."""
    found = []
    if answer.groups_locked is None:
        found += [_groups(choice.group), *_scores(choice)]
    if answer.has_values:
        found.append(select_of(horizon))
    return found


def _groups(chosen: str) -> Select:
    options = [Option("", _("all")), *(Option(one.key, str(one.title)) for one in GROUPS)]
    return Select("group", _("Group"), chosen, options)


def _scores(choice: Choice) -> list[Select]:
    named = (
        ("recency", _("Last purchase"), recency_name, choice.recency),
        ("frequency", _("How often"), frequency_name, choice.frequency),
        ("money", _("For how much"), money_name, choice.money),
    )
    return [
        Select(
            name,
            label,
            str(score or ""),
            [Option("", _("any")), *(Option(key, f"{key}: {words(key)}") for key in SCORES)],
        )
        for name, label, words, score in named
    ]


def money_name(score: str) -> str:
    """Name a fifth by the sum of the last year."""
    return {
        "5": _("spent most"),
        "4": _("spent much"),
        "3": _("middle"),
        "2": _("spent little"),
        "1": _("spent least"),
    }[score]
