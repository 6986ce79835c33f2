"""`metrics/` and `metrics/{key}/`: the catalogue, and a metric over a range."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers import answer_body, metric_body
from api.doors import door, opened
from api.problems import not_found
from api.schema.examples import METRIC, METRICS
from api.schema.parameters import CHANNEL, FROM, OUTLET, PAGES, TO, key_parameter
from api.schema.serializers import CHANNELS, GRAINS, AnswerSerializer, MetricPageSerializer
from api.views.base import PlanView
from api.views.lists import listed
from insights import selectors
from insights.metrics.catalogue import UnknownMetric


class MetricListView(PlanView):
    """The catalogue."""

    query = ("cursor", "page_size")

    @extend_schema(
        operation_id="metrics",
        summary=_("The catalogue of metrics"),
        description=_("Every metric there is, with its unit and the feature of the plan that it belongs to."),
        parameters=list(PAGES),
        responses={200: MetricPageSerializer},
        examples=[METRICS],
    )
    def get(self, request: Request) -> Response:
        """Answer with a page of the catalogue."""
        catalogue = selectors.catalogue(self.partner)
        return Response(listed(self, request, catalogue, lambda item: item.key, metric_body))


class MetricView(PlanView):
    """One metric."""

    query = ("from", "to", "grain", "outlet", "channel")

    @extend_schema(
        operation_id="metric",
        summary=_("A metric over a range"),
        description=_(
            "Values by period, the comparison with the range before, and how they came about. Money is rounded "
            "half-up to kopecks, everything else is unrounded. A range beyond the plan's history is clipped, and "
            "clipped_from says so."
        ),
        parameters=[
            key_parameter("revenue"),
            FROM,
            TO,
            OpenApiParameter(
                "grain",
                {"type": "string", "enum": list(GRAINS), "default": "day"},
                description=_("Length of the periods"),
            ),
            OUTLET,
            CHANNEL,
        ],
        responses={200: AnswerSerializer},
        examples=[METRIC],
    )
    def get(self, request: Request, key: str) -> Response:
        """Answer with the metric's values."""
        asked = self.parameters
        start, end = asked.days()
        try:
            with door(self.partner):
                found = selectors.metric(
                    self.partner,
                    key,
                    start=start,
                    end=end,
                    grain=asked.one_of("grain", GRAINS) or "day",
                    outlet=asked.word("outlet"),
                    channel=asked.one_of("channel", CHANNELS),
                )
        except UnknownMetric as error:
            raise not_found(gettext("There is no such metric. The catalogue is at metrics/.")) from error
        return Response(answer_body(opened(found)))
