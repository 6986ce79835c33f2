"""`ltv/` and `ltv/customers/`: what customers are worth, how well that is known, and each of them."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers_list import customer_body, customers_facts
from api.answers_value import value_body
from api.doors import door, opened
from api.pages import PAGE_MAX, PAGE_SIZE, Page
from api.schema.customer_list import CHOICES, CUSTOMERS, CustomerPageSerializer
from api.schema.examples_customers import VALUE
from api.schema.parameters import PAGES
from api.schema.value import ValueSerializer
from api.views.base import PlanView
from api.views.lists import paged
from segments.customers.choice import NAMES, choice_from
from segments.selectors import customers_slice, ltv


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


class CustomerListView(PlanView):
    """Each customer."""

    query = (*NAMES, "cursor", "page_size")

    @extend_schema(
        operation_id="ltv_customers",
        summary=_("Customers by value"),
        description=_(
            "Each of your customers under a code of your own: what they bought and what is expected of them, from "
            "your payments alone. A code leads to no person and can't be joined with another business's list. "
            "Filters keep only customers of these groups of the last 365 days."
        ),
        parameters=[*CHOICES, *PAGES],
        responses={200: CustomerPageSerializer},
        examples=[CUSTOMERS],
    )
    def get(self, request: Request) -> Response:
        """Answer with a page of the list."""
        given = {name: value for name in NAMES if (value := self.parameters.word(name)) is not None}
        size = self.parameters.whole("page_size", PAGE_SIZE, 1, PAGE_MAX)
        with door(self.partner):
            choice = choice_from(given)
            found = opened(customers_slice(self.partner, choice, self.parameters.word("cursor"), size))
        page = Page(found.rows, found.after, found.before)
        return Response({**paged(request, page, [customer_body(row) for row in found.rows]), **customers_facts(found)})
