"""The forms of answers, for the schema and its page only: field by field, with what each means.

Answers are written by `api.answers`; a test proves that they have these forms.
"""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

GRAINS = ("day", "week", "month", "total")
CHANNELS = ("pos", "online")


class PartnerSerializer(s.Serializer[object]):
    """Whose account it is."""

    name = s.CharField(help_text=_("Name of the business"))
    subdomain = s.CharField(help_text=_("First part of this address"))
    timezone = s.CharField(help_text=_("Zone in which days are cut"))


class LimitSerializer(s.Serializer[object]):
    """A limit of the plan."""

    limit = s.IntegerField(allow_null=True, help_text=_("How many the plan has; null for no limit"))
    used = s.IntegerField(allow_null=True, help_text=_("How many are used; null where nothing is counted"))


class AccountSerializer(s.Serializer[object]):
    """The partner behind a key and what its plan holds."""

    partner = PartnerSerializer()
    plan = s.CharField(help_text=_("Key of the plan in force"))
    features = s.ListField(child=s.CharField(), help_text=_("Keys of what the plan holds"))
    limits = s.DictField(child=LimitSerializer(), help_text=_("By the limit's key; api_calls counts today's calls"))
    as_of = s.DateField(allow_null=True, help_text=_("Newest day of the data; null before the first computation"))


class MetricSerializer(s.Serializer[object]):
    """A metric of the catalogue."""

    key = s.CharField(help_text=_("Its name in addresses"))
    title = s.CharField(help_text=_("Its name in words"))
    unit = s.CharField(help_text=_("What it is counted in: RUB, count, share, per_customer, days"))
    better = s.ChoiceField(choices=["up", "down", "none"], help_text=_("Which way is good"))
    grains = s.ListField(child=s.ChoiceField(choices=GRAINS), help_text=_("Periods it is known for"))
    feature = s.CharField(help_text=_("The feature of the plan it belongs to"))


class MetricPageSerializer(s.Serializer[object]):
    """A page of the catalogue."""

    results = MetricSerializer(many=True)
    next = s.URLField(allow_null=True, help_text=_("Address of the next page"))
    previous = s.URLField(allow_null=True, help_text=_("Address of the page before"))


class PointSerializer(s.Serializer[object]):
    """One period."""

    period = s.DateField(help_text=_("First day of the period"))
    value = s.FloatField(allow_null=True, help_text=_("The value; null where there is nothing to divide by"))
    n = s.IntegerField(help_text=_("Purchases it rests on"))
    partial = s.BooleanField(  # type: ignore[assignment]  # the framework takes fields off the class
        help_text=_("Whether the period is cut off by the range or the data")
    )


class CompareSerializer(s.Serializer[object]):
    """The whole range against the one before, matched by weekdays."""

    value = s.FloatField(allow_null=True, help_text=_("The value of the range before"))
    change = s.FloatField(allow_null=True, help_text=_("value / base − 1; null for a base of 0"))


class ForecastSerializer(s.Serializer[object]):
    """One period ahead."""

    period = s.DateField(help_text=_("First day of the period"))
    value = s.FloatField(help_text=_("What is expected"))
    lo80 = s.FloatField(help_text=_("Lower end of the 80 % interval"))
    hi80 = s.FloatField(help_text=_("Upper end of the 80 % interval"))
    lo95 = s.FloatField(help_text=_("Lower end of the 95 % interval"))
    hi95 = s.FloatField(help_text=_("Upper end of the 95 % interval"))


class ProvenanceSerializer(s.Serializer[object]):
    """How the values came about."""

    formula = s.CharField(help_text=_("The definition in words"))
    rows = s.IntegerField(help_text=_("Payments behind the answer"))
    lake_version = s.IntegerField(help_text=_("Version of the data"))
    computed_at = s.DateTimeField(help_text=_("When it was computed"))


class ScaledSerializer(s.Serializer[object]):
    """A level of revenue as if the bank saw all sales."""

    value = s.FloatField(help_text=_("Of the whole range, in roubles"))
    lo = s.FloatField(allow_null=True, help_text=_("Lower end, 80 %; null with less than three months of turnover"))
    hi = s.FloatField(allow_null=True, help_text=_("Upper end, 80 %"))
    months = s.IntegerField(help_text=_("Months of turnover behind it; 0 for the owner's own estimate"))


class AnswerSerializer(s.Serializer[object]):
    """A metric over a range."""

    key = s.CharField(help_text=_("The metric"))
    unit = s.CharField(help_text=_("What the values are counted in"))
    grain = s.ChoiceField(choices=GRAINS, help_text=_("Length of the periods"))
    as_of = s.DateField(help_text=_("Newest day of the data"))
    points = PointSerializer(many=True)
    compare = CompareSerializer()
    forecast = ForecastSerializer(many=True, help_text=_("Empty until the plan and the data allow one"))
    provenance = ProvenanceSerializer()
    scaled = ScaledSerializer(
        required=False, help_text=_("Only for the revenue of the whole business, once its turnover was entered")
    )
    clipped_from = s.DateField(
        required=False, help_text=_("Only when the plan's history is shorter than asked: the first day shown")
    )
