"""Every path that is no address: a problem, not a page."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.problems import not_found
from api.views.base import OpenView


@extend_schema(exclude=True)
class NothingView(OpenView):
    """Answers 404 to everything, whatever the method and the body."""

    http_method_names: Any = ("get", "post", "put", "patch", "delete", "head", "options", "trace")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse before anything else is looked at."""
        raise not_found()
