"""What goes wrong before a view is reached: a problem for programs, the usual page for everybody else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import translation
from django.views import defaults

from api.language import language_of
from api.problems import MEDIA_TYPE, Problem, internal, problem_body, unreadable


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 400."""
    if not _is_ours(request):
        return defaults.bad_request(request, exception)
    return _told(request, unreadable)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Answer 500."""
    if not _is_ours(request):
        return defaults.server_error(request)
    return _told(request, internal)


def _is_ours(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _told(request: HttpRequest, problem: Callable[[], Problem]) -> HttpResponseBase:
    with translation.override(language_of(request.headers.get("Accept-Language", ""))):
        said = problem()
        answer = JsonResponse(problem_body(said), status=said.kind.status, content_type=MEDIA_TYPE)
    answer["Cache-Control"] = "no-store"
    return answer
