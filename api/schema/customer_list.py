"""The form of the list of customers, for the schema and its page."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers as s

from api.schema.examples import answer
from insights.breakdowns.rfm import SCORES
from insights.breakdowns.rfm_groups import GROUPS
from segments.customers.choice import SORTS
from segments.value.outlook import HORIZONS

GROUP_KEYS: Final = [one.key for one in GROUPS]


class CustomerScoresSerializer(s.Serializer[object]):
    """Fifths of the last 365 days; 5 is best."""

    recency = s.IntegerField(help_text=_("By the last purchase, 1 to 5"))
    frequency = s.IntegerField(help_text=_("By the number of purchases, 1 to 5"))
    money = s.IntegerField(help_text=_("By the sum, 1 to 5"))


class CustomerAheadSerializer(s.Serializer[object]):
    """What is expected of one customer."""

    days = s.IntegerField(help_text=_("In how many days from now"))
    purchase_days = s.FloatField(help_text=_("Days with a purchase"))
    value = s.FloatField(help_text=_("Roubles of revenue; of profit where the owner gave a margin"))


class CustomerSerializer(s.Serializer[object]):
    """One customer, under a code that only you see."""

    customer = s.CharField(help_text=_("The code. It leads to no person, and other businesses see another one"))
    first_purchase = s.DateField(allow_null=True, help_text=_("Null: before the history of your plan"))
    last_purchase = s.DateField(allow_null=True, help_text=_("Null: before the history of your plan"))
    purchase_days = s.IntegerField(help_text=_("Days with a purchase so far"))
    purchases = s.IntegerField(help_text=_("Purchases so far"))
    revenue = s.FloatField(help_text=_("Net revenue so far, roubles"))
    scores = CustomerScoresSerializer(allow_null=True, help_text=_("Null: bought nothing in the last 365 days"))
    group = s.ChoiceField(choices=GROUP_KEYS, allow_null=True, help_text=_("The named group of these scores"))
    alive = s.FloatField(
        allow_null=True, help_text=_("Probability to be a customer still; null where no model can tell")
    )
    predicted = CustomerAheadSerializer(many=True, help_text=_("Empty with too little data"))


class CustomerPageSerializer(s.Serializer[object]):
    """A page of the list."""

    results = CustomerSerializer(many=True)
    next = s.URLField(allow_null=True, help_text=_("Address of the next page"))
    previous = s.URLField(allow_null=True, help_text=_("Address of the page before"))
    as_of = s.DateField(help_text=_("Newest day of the data"))
    count = s.IntegerField(help_text=_("Customers that fit the choice"))
    margin = s.IntegerField(allow_null=True, help_text=_("Percent of revenue that makes predicted values profit"))
    clipped_from = s.DateField(
        required=False, help_text=_("Only when the plan's history is shorter than asked: the first day shown")
    )


def _score(name: str, text: object) -> OpenApiParameter:
    return OpenApiParameter(name, {"type": "integer", "enum": list(SCORES)}, description=text)  # type: ignore[arg-type]


CHOICES: Final = (
    _score("recency", _("Only this fifth by the last purchase")),
    _score("frequency", _("Only this fifth by the number of purchases")),
    _score("money", _("Only this fifth by the sum")),
    OpenApiParameter("group", {"type": "string", "enum": GROUP_KEYS}, description=_("Only this named group")),
    OpenApiParameter(
        "sort",
        {"type": "string", "enum": [sign + key for key in SORTS for sign in ("", "-")]},
        description=_("What the list is ordered by, with a minus from the most to the least; -value by default"),
    ),
    OpenApiParameter(
        "horizon",
        {"type": "integer", "enum": list(HORIZONS), "default": HORIZONS[-1]},
        description=_("How many days ahead an order by expected figures looks"),
    ),
)
CUSTOMERS: Final = answer(
    {
        "results": [
            {
                "customer": "7K3M-9QTB-04XW",
                "first_purchase": "2025-03-02",
                "last_purchase": "2026-11-20",
                "purchase_days": 41,
                "purchases": 44,
                "revenue": 18210.5,
                "scores": {"recency": 5, "frequency": 5, "money": 4},
                "group": "champions",
                "alive": 0.97,
                "predicted": [{"days": 365, "purchase_days": 21.4, "value": 9410.2}],
            }
        ],
        "next": None,
        "previous": None,
        "as_of": "2026-11-22",
        "count": 1,
        "margin": None,
    }
)
