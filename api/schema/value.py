"""The forms of answers about customer value, for the schema and its page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from api.schema.serializers import ProvenanceSerializer


class HistoricSerializer(s.Serializer[object]):
    """What customers brought up to now."""

    mean = s.FloatField(allow_null=True, help_text=_("Net revenue per customer to date, roubles"))
    total = s.FloatField(help_text=_("Net revenue of all to date, roubles"))


class ModelSerializer(s.Serializer[object]):
    """The fitted model; time in weeks, money in roubles."""

    name = s.CharField(help_text=_("How often by BG/NBD, for how much by Gamma-Gamma"))
    r = s.FloatField(help_text=_("How often: shape"))
    alpha = s.FloatField(help_text=_("How often: scale"))
    a = s.FloatField(help_text=_("Stopping: first parameter"))
    b = s.FloatField(help_text=_("Stopping: second parameter"))
    log_likelihood = s.FloatField(help_text=_("How well it fits; nearer to 0 is better"))
    p = s.FloatField(allow_null=True, help_text=_("Spending: shape of one customer"))
    q = s.FloatField(allow_null=True, help_text=_("Spending: shape across customers"))
    gamma = s.FloatField(allow_null=True, help_text=_("Spending: scale"))
    spend_log_likelihood = s.FloatField(allow_null=True, help_text=_("The same of spending"))


class DecileSerializer(s.Serializer[object]):
    """A tenth of the customers by what was expected of them."""

    customers = s.IntegerField(help_text=_("How many they are"))
    predicted = s.FloatField(help_text=_("Purchase days expected of one"))
    actual = s.FloatField(help_text=_("Purchase days seen"))


class AccuracySerializer(s.Serializer[object]):
    """How the model did on days it had not seen."""

    days = s.IntegerField(help_text=_("How many days it had not seen"))
    customers = s.IntegerField(help_text=_("Customers it was tried on"))
    mae = s.FloatField(help_text=_("Mean error, purchase days of a customer"))
    mae_naive = s.FloatField(help_text=_("The same when each customer just goes on as before"))
    ratio = s.FloatField(allow_null=True, help_text=_("Purchase days expected of all / seen"))
    revenue_ratio = s.FloatField(allow_null=True, help_text=_("Money expected of all / seen"))
    deciles = DecileSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        """Add the first day; `from` is a word of Python."""
        return {**super().get_fields(), "from": s.DateField(help_text=_("The first of those days"))}


class BarSerializer(s.Serializer[object]):
    """Customers by what is expected of them."""

    low = s.FloatField(help_text=_("From so many roubles"))
    high = s.FloatField(allow_null=True, help_text=_("Up to below so many; null for no end"))
    customers = s.IntegerField(help_text=_("How many they are"))


class OutlookSerializer(s.Serializer[object]):
    """What a customer is expected to bring."""

    days = s.IntegerField(help_text=_("In how many days from now"))
    mean = s.FloatField(help_text=_("Of a customer on average, roubles"))
    low = s.FloatField(allow_null=True, help_text=_("Lower end of the 80 % interval"))
    high = s.FloatField(allow_null=True, help_text=_("Upper end of the 80 % interval"))
    median = s.FloatField(help_text=_("Half of the customers bring less"))
    total = s.FloatField(help_text=_("Of all customers, roubles"))
    top_share = s.FloatField(allow_null=True, help_text=_("Share of the best tenth in the total"))
    bars = BarSerializer(many=True)


class AheadSerializer(s.Serializer[object]):
    """One horizon."""

    days = s.IntegerField(help_text=_("In how many days from now"))
    value = s.FloatField(allow_null=True, help_text=_("Expected of a customer, roubles"))


class ValueRowSerializer(s.Serializer[object]):
    """A group of customers."""

    customers = s.IntegerField(allow_null=True, help_text=_("How many they are"))
    historic = s.FloatField(allow_null=True, help_text=_("Net revenue per customer to date, roubles"))
    predicted = AheadSerializer(many=True)
    hidden = s.BooleanField(help_text=_("Too few people, or another group could be worked out: every figure is null"))


class ValueCohortSerializer(ValueRowSerializer):
    """Customers by the quarter of their first purchase."""

    quarter = s.DateField(help_text=_("First day of the quarter"))


class ValueSegmentSerializer(ValueRowSerializer):
    """Customers of one demographic segment."""

    gender = s.CharField(help_text=_("F, M or unknown"))
    age = s.CharField(help_text=_("<18, 18-24, 25-34, 35-44, 45-54, 55-64, 65+ or unknown"))
    marital_status = s.CharField(help_text=_("married, single or unknown"))


class ValueSerializer(s.Serializer[object]):
    """What customers are worth."""

    key = s.CharField(help_text=_("The breakdown"))
    as_of = s.DateField(help_text=_("Newest day of the data"))
    first_day = s.DateField(help_text=_("Oldest day of the data"))
    status = s.ChoiceField(
        choices=["fitted", "fallback", "too_little"],
        help_text=_("Whether the model fits, a simpler estimate stands in, or there are too little data"),
    )
    reason = s.CharField(allow_null=True, help_text=_("Why not the model itself, for programs"))
    detail = s.CharField(allow_null=True, help_text=_("The reason in words"))
    opens_on = s.DateField(allow_null=True, help_text=_("When there will be enough data, where that can be told"))
    customers = s.IntegerField(help_text=_("Customers with a purchase"))
    repeaters = s.IntegerField(help_text=_("Customers with purchases on two days or more"))
    historic = HistoricSerializer()
    margin = s.IntegerField(
        allow_null=True,
        help_text=_(
            "Percent of revenue that the owner gave as margin. With it everything expected is profit (outlooks, their "
            "bars, predicted); null: it is revenue. Historic figures are always revenue"
        ),
    )
    kept = s.FloatField(help_text=_("Share of the money that was not returned"))
    model = ModelSerializer(allow_null=True)
    accuracy = AccuracySerializer(allow_null=True)
    outlooks = OutlookSerializer(many=True)
    cohorts = ValueCohortSerializer(many=True)
    segments = ValueSegmentSerializer(many=True)
    segments_hidden = s.IntegerField(help_text=_("How many segments are hidden"))
    provenance = ProvenanceSerializer()
    clipped_from = s.DateField(
        required=False, help_text=_("Only when the plan's history is shorter than asked: the first day shown")
    )
