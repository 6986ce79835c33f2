"""A partner's pages speak in the words of its kind of business."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from insights.selectors.kind import own_words
from tenants.access import partner_or_none
from tenants.models import User

Handler = Callable[[HttpRequest], HttpResponse]


class WordsMiddleware:
    """Says “guests” to the people of a café and “patients” to those of a clinic; visitors get the texts as written."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request in the partner's words."""
        partner = partner_or_none(request)
        member = request.user.membership if isinstance(request.user, User) else None
        if partner is None or member is None or member.partner_id != partner.pk:
            return self.get_response(request)
        with own_words(partner):
            return self.get_response(request)
