"""`ltv/`: what customers are worth, and how well that is known."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers_value import value_body
from api.doors import door, opened
from api.schema.examples_customers import VALUE
from api.schema.value import ValueSerializer
from api.views.base import PlanView
from segments.selectors import ltv


class ValueView(PlanView):
    """What customers are worth."""

    @extend_schema(
        operation_id="ltv",
        summary=_("What customers are worth"),
        description=_(
            "What a customer brought to date and is expected to bring in 91, 182 and 365 days: of all, by the quarter "
            "of the first purchase, by demographic segment. With the parameters of the model and how it did on days "
            "it had not seen; where it can't be trusted, status says what stands in."
        ),
        responses={200: ValueSerializer},
        examples=[VALUE],
    )
    def get(self, request: Request) -> Response:
        """Answer with the values."""
        with door(self.partner):
            found = opened(ltv(self.partner))
        return Response(value_body(found))
