"""What every address of the API has in common: key, plan, scope, daily limit, language, ETag."""

from contextlib import ExitStack
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.conditional import conditional
from api.gate import call_allow, plan_require
from api.language import language_of
from api.parameters import Parameters
from api.problems import no_key, not_found, reads_only
from api.selectors import Key
from insights.selectors.kind import own_words
from tenants.models import Partner


class OpenView(APIView):
    """Speaks the caller's language and tags what it gives; asks for no key."""

    authentication_classes: Any = ()
    permission_classes: Any = ()
    metadata_class: Any = None
    http_method_names: Any = ("get", "post", "put", "patch", "delete", "head")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in the language of Accept-Language, whatever a cookie says."""
        language = language_of(request.headers.get("Accept-Language", ""))
        with translation.override(language), ExitStack() as self.words:
            response = super().dispatch(request, *args, **kwargs)
            if isinstance(response, Response):
                response.render()
        response["Content-Language"] = language
        patch_vary_headers(response, ("Authorization", "Accept-Language", "Accept-Encoding"))
        if request.method in {"GET", "HEAD"} and response.status_code == 200:
            schema = str(getattr(self.partner, "schema_name", ""))
            held = request.headers.get("If-None-Match")
            return conditional(response, getattr(response, "content", b""), held, schema, language)
        return response

    @property
    def partner(self) -> Partner:
        """The partner of this host."""
        here = getattr(self.request, "tenant", None)
        if not isinstance(here, Partner):
            raise not_found()
        return here


class KeyView(OpenView):
    """Asks for a key of this host; its scope must allow the method."""

    authentication_classes: Any = APIView.authentication_classes
    query: tuple[str, ...] = ()
    """Names of the query parameters that the address takes."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what may not pass, cheapest first."""
        super().initial(request, *args, **kwargs)
        key = request.auth
        if not isinstance(key, Key):
            raise no_key()
        if request.method not in SAFE_METHODS and not key.may_write:
            raise reads_only()
        self.admit()
        self.parameters = Parameters(request.query_params, self.query)

    def admit(self) -> None:
        """Let every valid key in."""


class PlanView(KeyView):
    """Is part of the plan, counts, and answers in the words of the partner's kind of business."""

    def admit(self) -> None:
        """Ask the gate, count the call, then choose the words; all of it is said in them."""
        plan_require(self.partner)
        call_allow(self.partner)
        self.words.enter_context(own_words(self.partner))
