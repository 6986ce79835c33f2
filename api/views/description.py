"""`schema/` and `docs/`: the API in OpenAPI, and a page of it. They hold no data and ask for no key."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views import View
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.documentation import curl_of, documentation
from api.problems import KINDS
from api.schema.generator import schema_in
from api.views.base import OpenView


@extend_schema(exclude=True)
class SchemaView(OpenView):
    """The OpenAPI document; JSON, or YAML for those who accept it."""

    renderer_classes: Any = (OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer)

    def get(self, request: Request) -> Response:
        """Answer with the document, for this address."""
        server = request.build_absolute_uri("/").rstrip("/")
        return Response({**schema_in(get_language() or "ru"), "servers": [{"url": server}]})


class DocsView(View):
    """The page, made of the same document."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show every operation with its parameters, its answer and a command to try it."""
        document = schema_in((get_language() or "ru").split("-")[0])
        address = request.build_absolute_uri("/").rstrip("/")
        first = curl_of(f"{address}/api/v1/account/")
        shown = {"operations": documentation(document, address), "kinds": KINDS, "first": first}
        response = render(request, "api/docs.html", shown)
        response["Cache-Control"] = "private, no-cache"
        return response
