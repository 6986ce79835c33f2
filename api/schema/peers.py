"""The forms of answers about similar businesses, for the schema and its page."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from api.schema.customers import PeriodSerializer

LENSES = ("kind", "size", "shared", "custom")
WIDTHS = ("usual", "wide")
BANDS = ("any", "near")
UNITS = ("share", "RUB", "per_customer", "index", "lift", "correlation")


class PeerInfoSerializer(s.Serializer[object]):
    """A comparison of the catalogue."""

    key = s.CharField(help_text=_("Its name in addresses"))
    title = s.CharField(help_text=_("Its name in words"))
    description = s.CharField(help_text=_("What is compared"))
    unit = s.ChoiceField(choices=UNITS, help_text=_("What the values are counted in"))
    better = s.ChoiceField(choices=["up", "down", "none"], help_text=_("Which way is good"))
    feature = s.CharField(help_text=_("The feature of the plan it belongs to"))


class TraitSerializer(s.Serializer[object]):
    """A trait of the group beside yours."""

    key = s.CharField(help_text=_("The trait"))
    title = s.CharField(help_text=_("The trait in words"))
    unit = s.ChoiceField(choices=UNITS, help_text=_("What the values are counted in"))
    you = s.FloatField(allow_null=True, help_text=_("Yours"))
    low = s.FloatField(allow_null=True, help_text=_("Lower end of the middle half of the group"))
    high = s.FloatField(allow_null=True, help_text=_("Upper end of the middle half of the group"))


class ChosenSerializer(s.Serializer[object]):
    """Whom you want to be compared with. Without cities and regions it is the whole country."""

    kinds = s.ListField(child=s.CharField(), help_text=_("Kinds of business"))
    groups = s.ListField(child=s.CharField(), help_text=_("Groups of kinds"))
    cities = s.ListField(child=s.CharField(), help_text=_("Cities"))
    regions = s.ListField(child=s.CharField(), help_text=_("Regions"))
    size = s.ChoiceField(choices=BANDS, help_text=_("near: revenue from half to twice yours"))
    ticket = s.ChoiceField(choices=BANDS, help_text=_("near: average ticket near yours"))


class PeerGroupSerializer(s.Serializer[object]):
    """Who the similar businesses are. Names never leave the bank."""

    lens = s.ChoiceField(
        choices=LENSES,
        help_text=_("How they are chosen: by kind and place, size, shared customers, or as you described"),
    )
    group = s.ChoiceField(choices=WIDTHS, help_text=_("The usual group or the wider one"))
    level = s.CharField(help_text=_("How wide it is, for programs: kind|city"))
    title = s.CharField(help_text=_("The group in words"))
    n_peers = s.IntegerField(
        allow_null=True, help_text=_("Businesses in it, companies of one holding as one; null where too few")
    )
    quarter = s.DateField(help_text=_("First day of the quarter for which it is frozen"))
    version = s.IntegerField(help_text=_("Version of the group"))
    traits = TraitSerializer(many=True)
    chosen = ChosenSerializer(required=False, help_text=_("What you described; of your own group only"))


class PeerPageSerializer(s.Serializer[object]):
    """A page of the catalogue, and the groups."""

    results = PeerInfoSerializer(many=True)
    next = s.URLField(allow_null=True, help_text=_("Address of the next page"))
    previous = s.URLField(allow_null=True, help_text=_("Address of the page before"))
    groups = PeerGroupSerializer(many=True, help_text=_("The groups through the lenses that the plan holds"))


class SuppressedSerializer(s.Serializer[object]):
    """Why a figure about others is not told."""

    reason = s.CharField(help_text=_("The reason, for programs"))
    detail = s.CharField(help_text=_("The reason in words"))
    wider = s.BooleanField(help_text=_("Whether group=wide can be asked instead"))


class PeerProvenanceSerializer(s.Serializer[object]):
    """How the values came about."""

    formula = s.CharField(help_text=_("The definition in words"))
    lake_version = s.IntegerField(help_text=_("Version of the data"))
    computed_at = s.DateTimeField(allow_null=True, help_text=_("When it was computed; null before"))
    quarter = s.DateField(allow_null=True, help_text=_("First day of the quarter for which the group is frozen"))
    group_version = s.IntegerField(allow_null=True, help_text=_("Version of the group"))


class PeerPointSerializer(s.Serializer[object]):
    """One step of a line; indices of each one's own revenue."""

    period = s.DateField(help_text=_("First day of the step: four weeks of a year's line, or a week"))
    you = s.FloatField(allow_null=True, help_text=_("Your index"))
    median = s.FloatField(allow_null=True, help_text=_("The middle of the others' indices, a whole number"))
    q1 = s.FloatField(allow_null=True, help_text=_("A quarter of the others lies below, rounded"))
    q3 = s.FloatField(allow_null=True, help_text=_("A quarter of the others lies above, rounded"))
    provisional = s.BooleanField(help_text=_("The newest weeks may still change a little"))


class PeerAnswerSerializer(s.Serializer[object]):
    """One comparison."""

    key = s.CharField(help_text=_("The comparison"))
    unit = s.ChoiceField(choices=UNITS, help_text=_("What the values are counted in"))
    lens = s.ChoiceField(choices=LENSES, help_text=_("How similar businesses are chosen"))
    group = s.ChoiceField(choices=WIDTHS, allow_null=True, help_text=_("The group that was asked; null without any"))
    level = s.CharField(allow_null=True, help_text=_("How wide the group is, for programs"))
    n_peers = s.IntegerField(allow_null=True, help_text=_("Businesses behind the figures; null where too few"))
    period = PeriodSerializer(allow_null=True, help_text=_("Whole weeks that ended a week before the newest day"))
    you = s.FloatField(allow_null=True, help_text=_("Yours"))
    median = s.FloatField(allow_null=True, help_text=_("The middle of the others, rounded"))
    q1 = s.FloatField(allow_null=True, help_text=_("A quarter of the others lies below, rounded"))
    q3 = s.FloatField(allow_null=True, help_text=_("A quarter of the others lies above, rounded"))
    percentile = s.IntegerField(allow_null=True, help_text=_("Your place among them, in steps of 5"))
    difference = s.FloatField(
        allow_null=True, help_text=_("Growth: you less the median, as a share; else you / median − 1")
    )
    against = s.CharField(allow_null=True, help_text=_("What growth is against: year or previous"))
    provisional = s.BooleanField(help_text=_("The newest weeks may still change a little"))
    suppressed = SuppressedSerializer(allow_null=True, help_text=_("Why figures are null; null where they are told"))
    parts = s.DictField(
        child=s.FloatField(),
        required=False,
        help_text=_("Lost customers only: shares that went to competitors, elsewhere, or buy nothing"),
    )
    points = PeerPointSerializer(
        many=True,
        required=False,
        help_text=_(
            "The year's line by four weeks, the first being 100; with the correlation, weeks of half a year without "
            "the trend, the mean week of each being 100"
        ),
    )
    provenance = PeerProvenanceSerializer()
