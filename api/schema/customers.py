"""The forms of answers about customers, for the schema and its page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from api.schema.serializers import ProvenanceSerializer, ScaledSerializer

SHARE = _("Share of the group in the net revenue of all groups, or for the rhythm of the week in purchases")


class PeriodSerializer(s.Serializer[object]):
    """The first and the last day; `from` is a word of Python."""

    def get_fields(self) -> dict[str, Any]:
        """Put the two days before the rest."""
        days = {"from": s.DateField(help_text=_("First day")), "to": s.DateField(help_text=_("Last day"))}
        return {**days, **super().get_fields()}


class BreakdownInfoSerializer(s.Serializer[object]):
    """A breakdown of the catalogue."""

    key = s.CharField(help_text=_("Its name in addresses"))
    title = s.CharField(help_text=_("Its name in words"))
    description = s.CharField(help_text=_("Who is in which group"))
    columns = s.ListField(child=s.CharField(), help_text=_("Fields of a row that name its group"))
    feature = s.CharField(help_text=_("The feature of the plan it belongs to"))
    personal = s.BooleanField(help_text=_("Whether small groups are hidden, as they speak of people"))


class BreakdownPageSerializer(s.Serializer[object]):
    """A page of the catalogue."""

    results = BreakdownInfoSerializer(many=True)
    next = s.URLField(allow_null=True, help_text=_("Address of the next page"))
    previous = s.URLField(allow_null=True, help_text=_("Address of the page before"))


class FiguresSerializer(s.Serializer[object]):
    """The figures of a group."""

    customers = s.IntegerField(allow_null=True, help_text=_("Distinct customers with a purchase"))
    transactions = s.IntegerField(allow_null=True, help_text=_("Purchases"))
    revenue = s.FloatField(allow_null=True, help_text=_("Purchases less refunds, roubles"))
    average_ticket = s.FloatField(allow_null=True, help_text=_("Roubles a purchase"))
    frequency = s.FloatField(allow_null=True, help_text=_("Purchases per customer"))
    share = s.FloatField(allow_null=True, help_text=SHARE)
    hidden = s.BooleanField(help_text=_("Too few people, or another group could be worked out: every figure is null"))
    reference = s.IntegerField(
        allow_null=True, help_text=_("The group's share of customers at similar businesses, %; null where untold")
    )
    index = s.IntegerField(required=False, help_text=_("Solvency only: spending of the group, your customers = 100"))


class GroupRowSerializer(FiguresSerializer):
    """A group with the fields that name it: those of `columns`."""

    gender = s.CharField(required=False, help_text=_("F, M or unknown"))
    age = s.CharField(required=False, help_text=_("<18, 18-24, 25-34, 35-44, 45-54, 55-64, 65+ or unknown"))
    marital_status = s.CharField(required=False, help_text=_("married, single or unknown"))
    status = s.CharField(required=False, help_text=_("new or returning; regular or other"))
    recency = s.CharField(required=False, help_text=_("RFM: 1 to 5, 5 bought last"))
    frequency_score = s.CharField(required=False, help_text=_("RFM: 1 to 5, 5 buys most often"))
    money = s.CharField(required=False, help_text=_("RFM: 1 to 5, 5 spends most"))
    weekday = s.IntegerField(required=False, help_text=_("Seasonality: 0 is Monday"))
    hour = s.IntegerField(required=False, help_text=_("Seasonality: 0 to 23, local time"))


class NamedGroupSerializer(FiguresSerializer):
    """Groups of RFM under one name."""

    key = s.CharField(help_text=_("Its name for programs"))
    title = s.CharField(help_text=_("Its name in words"))
    advice = s.CharField(help_text=_("What to do about these customers"))
    scores = s.ListField(
        child=s.ListField(child=s.IntegerField(), min_length=3, max_length=3),
        help_text=_("Its scores: recency, frequency, money"),
    )


class SeasonSerializer(s.Serializer[object]):
    """A month of the year, or a week."""

    season = s.JSONField(help_text=_("Month 1 to 12; with less than two years of data the Monday of a week"))
    index = s.FloatField(help_text=_("Revenue; the mean is 100"))
    reference = s.IntegerField(
        allow_null=True, help_text=_("The index of the month at similar businesses; null for weeks and where untold")
    )


class HourReferenceSerializer(s.Serializer[object]):
    """Similar businesses' purchases in one hour, or in several."""

    hours = s.CharField(help_text=_("One hour, 0 to 23, or the first and the last of several: 6-9"))
    share = s.IntegerField(help_text=_("Share of purchases, %"))


class BreakdownSerializer(PeriodSerializer):
    """One breakdown over a range."""

    key = s.CharField(help_text=_("The breakdown"))
    columns = s.ListField(child=s.CharField(), help_text=_("Fields of a row that name its group"))
    as_of = s.DateField(help_text=_("Newest day of the data"))
    rows = GroupRowSerializer(many=True)
    total = FiguresSerializer(help_text=_("All customers, in groups or in none"))
    scaled = ScaledSerializer(
        allow_null=True,
        help_text=_(
            "The revenue of all customers as if the bank saw all sales; null until turnover was entered, and for one "
            "outlet or channel"
        ),
    )
    young_data = s.BooleanField(help_text=_("The range touches the first 91 days of the data, when everyone is new"))
    n_peers = s.IntegerField(allow_null=True, help_text=_("Similar businesses behind the references; null for none"))
    reference_days = PeriodSerializer(
        allow_null=True,
        help_text=_(
            "The days that the references rest on, whatever range was asked: of all outlets of those businesses, of "
            "the channel asked for; null for none"
        ),
    )
    regular_days = s.IntegerField(
        required=False, help_text=_("Regular only: days with a purchase, of the last 91, that make a regular customer")
    )
    index_days = PeriodSerializer(
        required=False, help_text=_("Solvency only: the days that the index rests on, whatever range was asked")
    )
    trailing = GroupRowSerializer(
        many=True, required=False, help_text=_("RFM only: the same groups over the 365 days up to the last")
    )
    named = NamedGroupSerializer(many=True, required=False, help_text=_("RFM only: the groups under a few names"))
    by_week = s.BooleanField(required=False, help_text=_("Seasonality only: whether seasons are weeks"))
    seasons = SeasonSerializer(many=True, required=False, help_text=_("Seasonality only: the index of the year"))
    season_reference_days = PeriodSerializer(
        required=False, allow_null=True, help_text=_("Seasonality only: the months behind the references of seasons")
    )
    hour_references = HourReferenceSerializer(
        many=True, required=False, help_text=_("Seasonality only: similar businesses by hour; empty where untold")
    )
    weekday_references = s.ListField(
        child=s.IntegerField(),
        required=False,
        help_text=_("Seasonality only: similar businesses' share of purchases from Monday on, %; empty where untold"),
    )
    provenance = ProvenanceSerializer()
    clipped_from = s.DateField(
        required=False, help_text=_("Only when the plan's history is shorter than asked: the first day shown")
    )


class CohortSerializer(s.Serializer[object]):
    """Customers whose first purchase was in one month."""

    month = s.DateField(help_text=_("First day of the month"))
    size = s.IntegerField(help_text=_("How many they are"))
    rates = s.ListField(
        child=s.FloatField(allow_null=True), help_text=_("The share that bought one month later, two, and so on")
    )


class MonthRateSerializer(s.Serializer[object]):
    """One month."""

    month = s.DateField(help_text=_("First day of the month"))
    rate = s.FloatField(
        allow_null=True, help_text=_("Of the customers of the month before, the share that bought in this one")
    )
    partial = s.BooleanField(  # type: ignore[assignment]  # the framework takes fields off the class
        help_text=_("Whether the period is cut off by the range or the data")
    )
    reference = s.IntegerField(allow_null=True, help_text=_("What similar businesses keep, %; null where untold"))


class RetentionSerializer(s.Serializer[object]):
    """Cohorts and months."""

    key = s.CharField(help_text=_("The breakdown"))
    as_of = s.DateField(help_text=_("Newest day of the data"))
    first_day = s.DateField(help_text=_("Oldest day of the data"))
    finished = s.BooleanField(help_text=_("Whether the last month is over"))
    cohorts = CohortSerializer(many=True)
    rates = MonthRateSerializer(many=True)
    n_peers = s.IntegerField(allow_null=True, help_text=_("Similar businesses behind the references; null for none"))
    reference_days = PeriodSerializer(
        allow_null=True, help_text=_("The days that the references rest on; null for none")
    )
    provenance = ProvenanceSerializer()
    clipped_from = s.DateField(
        required=False, help_text=_("Only when the plan's history is shorter than asked: the first day shown")
    )
