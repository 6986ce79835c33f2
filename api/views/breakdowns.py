"""`breakdowns/`, `breakdowns/{key}/` and `retention/`: who buys, when, and who comes back."""

from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers_customers import breakdown_body, breakdown_info_body, retention_body, seasonality_body
from api.doors import door, opened
from api.problems import not_found
from api.schema.customers import BreakdownPageSerializer, BreakdownSerializer, RetentionSerializer
from api.schema.examples_customers import BREAKDOWN, BREAKDOWNS, RETENTION
from api.schema.parameters import CHANNEL, FROM, OUTLET, PAGES, TO, key_parameter
from api.schema.serializers import CHANNELS
from api.views.base import PlanView
from api.views.lists import listed
from insights.breakdowns.catalogue import UnknownBreakdown
from insights.selectors.breakdowns import breakdown, breakdown_catalogue
from insights.selectors.retention import retention
from insights.selectors.seasonality import seasonality, seasonality_info

SEASONALITY: Final = "seasonality"
"""Not customers in groups but their rhythm: a selector of its own, in the same form."""


class BreakdownListView(PlanView):
    """The catalogue."""

    query = ("cursor", "page_size")

    @extend_schema(
        operation_id="breakdowns",
        summary=_("The catalogue of breakdowns"),
        description=_("Every way to put your customers into groups, with the feature of the plan that it belongs to."),
        parameters=list(PAGES),
        responses={200: BreakdownPageSerializer},
        examples=[BREAKDOWNS],
    )
    def get(self, request: Request) -> Response:
        """Answer with a page of the catalogue."""
        catalogue = (*breakdown_catalogue(self.partner), seasonality_info(self.partner))
        return Response(listed(self, request, catalogue, lambda item: item.key, breakdown_info_body))


class BreakdownView(PlanView):
    """One breakdown."""

    query = ("from", "to", "outlet", "channel")

    @extend_schema(
        operation_id="breakdown",
        summary=_("Customers in groups"),
        description=_(
            "Customers, purchases, revenue, ticket and frequency of each group over a range. Groups of too few people "
            "are hidden, and with them enough others that they can't be worked out. The rows of seasonality are hours "
            "of the week. Customers of one outlet are a feature of their own."
        ),
        parameters=[key_parameter("gender"), FROM, TO, OUTLET, CHANNEL],
        responses={200: BreakdownSerializer},
        examples=[BREAKDOWN],
    )
    def get(self, request: Request, key: str) -> Response:
        """Answer with the groups."""
        asked = self.parameters
        start, end = asked.days()
        given: dict[str, Any] = {
            "start": start,
            "end": end,
            "outlet": asked.word("outlet"),
            "channel": asked.one_of("channel", CHANNELS),
        }
        try:
            with door(self.partner):
                if key == SEASONALITY:
                    return Response(seasonality_body(opened(seasonality(self.partner, **given))))
                return Response(breakdown_body(opened(breakdown(self.partner, key, **given))))
        except UnknownBreakdown as error:
            raise not_found(gettext("There is no such breakdown. The catalogue is at breakdowns/.")) from error


class RetentionView(PlanView):
    """Who comes back."""

    @extend_schema(
        operation_id="retention",
        summary=_("Who comes back"),
        description=_(
            "Customers by the month of their first purchase, with the share that bought in each later month; and of "
            "the customers of each month the share that bought in the next. Always of the whole business."
        ),
        responses={200: RetentionSerializer},
        examples=[RETENTION],
    )
    def get(self, request: Request) -> Response:
        """Answer with the cohorts."""
        with door(self.partner):
            found = opened(retention(self.partner))
        return Response(retention_body(found))
