"""`metrics/` and `metrics/{key}/`: the catalogue, and a metric over a range."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers import answer_body, metric_body
from api.gate import locked_problem
from api.pages import PAGE_MAX, PAGE_SIZE, page_body, page_of
from api.problems import NOT_PROVEN, Problem, bad_parameter, not_found
from api.schema.examples import METRIC, METRICS
from api.schema.serializers import CHANNELS, GRAINS, AnswerSerializer, MetricPageSerializer
from api.views.base import PlanView
from billing.entitlements import Locked
from insights import selectors
from insights.errors import BadParameter, NotComputedYet, NotProvenYet, UnknownOutlet
from insights.metrics.catalogue import UnknownMetric
from tenants.selectors import claim_of


class MetricListView(PlanView):
    """The catalogue."""

    query = ("cursor", "page_size")

    @extend_schema(
        operation_id="metrics",
        summary=_("The catalogue of metrics"),
        description=_("Every metric there is, with its unit and the feature of the plan that it belongs to."),
        parameters=[
            OpenApiParameter("cursor", str, description=_("From next or previous of this list")),
            OpenApiParameter(
                "page_size", {"type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": PAGE_SIZE},
                description=_("Rows on a page"),
            ),
        ],
        responses={200: MetricPageSerializer},
        examples=[METRICS],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Answer with a page of the catalogue."""
        size = self.parameters.whole("page_size", PAGE_SIZE, 1, PAGE_MAX)
        catalogue = selectors.catalogue(self.partner)
        page = page_of(catalogue, lambda item: item.key, cursor=self.parameters.word("cursor"), size=size)
        url = request.build_absolute_uri(request.path)
        asked = size if "page_size" in request.query_params else None
        return Response(page_body(page, [metric_body(item) for item in page.items], url, asked))


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
            OpenApiParameter(
                "key",
                str,
                OpenApiParameter.PATH,
                description=_("A key of the catalogue"),
                examples=[OpenApiExample("revenue", value="revenue")],
            ),
            OpenApiParameter("from", OpenApiTypes.DATE, description=_("First day; to − 27 days by default")),
            OpenApiParameter("to", OpenApiTypes.DATE, description=_("Last day; the newest of the data by default")),
            OpenApiParameter(
                "grain",
                {"type": "string", "enum": list(GRAINS), "default": "day"},
                description=_("Length of the periods"),
            ),
            OpenApiParameter("outlet", str, description=_("One of your outlets; all of them by default")),
            OpenApiParameter(
                "channel", {"type": "string", "enum": list(CHANNELS)}, description=_("How was paid; both by default")
            ),
        ],
        responses={200: AnswerSerializer},
        examples=[METRIC],
    )
    def get(self, request: Request, key: str) -> Response:
        """Answer with the metric's values."""
        asked = self.parameters
        start, end = asked.day("from"), asked.day("to")
        if start and end and start > end:
            raise bad_parameter("from", gettext("from must not be later than to."))
        try:
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
        except NotProvenYet as error:
            raise Problem(NOT_PROVEN, str(error), claim=self._claim()) from error
        except (UnknownOutlet, NotComputedYet) as error:
            raise not_found(str(error)) from error
        except BadParameter as error:
            raise bad_parameter(error.parameter, error.message) from error
        if isinstance(found, Locked):
            raise locked_problem(found)
        return Response(answer_body(found))

    def _claim(self) -> str:
        claim = claim_of(self.partner)
        return str(claim.state) if claim else ""
