"""Errors as `application/problem+json` (RFC 9457): every one, with a sentence that says what to do."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core import signals
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

logger = logging.getLogger("django.request")
MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem; its slug is an anchor on the page of the API."""

    slug: str
    status: int
    title: Any
    meaning: Any


BAD_REQUEST: Final = Kind(
    "bad-request", 400, _("The request can't be read"), _("The body is not the JSON that the path takes.")
)
BAD_PARAMETER: Final = Kind(
    "bad-parameter", 400, _("A parameter is wrong"), _("parameter names it, detail says what is expected.")
)
NO_KEY: Final = Kind(
    "no-key",
    401,
    _("No valid key"),
    _("Send Authorization: Bearer with a key of this address. A key of another address is not known here."),
)
NOT_IN_PLAN: Final = Kind(
    "not-in-plan", 402, _("Not in your plan"), _("feature names what is lacking, plan the first plan that has it.")
)
SCOPE: Final = Kind("scope", 403, _("The key may not do this"), _("The key only reads. Make one that may also write."))
NOT_FOUND: Final = Kind(
    "not-found", 404, _("Not found"), _("There is nothing of yours under this path or with this number.")
)
METHOD: Final = Kind("method", 405, _("The method is not allowed here"), _("Allow lists the methods of the path."))
NOT_ACCEPTABLE: Final = Kind(
    "not-acceptable", 406, _("This form is not on offer"), _("Accept must allow application/json.")
)
CONFLICT: Final = Kind("conflict", 409, _("It has changed meanwhile"), _("Read it again, then repeat the change."))
NOT_PROVEN: Final = Kind(
    "not-proven",
    409,
    _("The company is not proven yet"),
    _("claim says how far the proof is. An owner goes on with it in the workspace; then the figures open."),
)
MEDIA: Final = Kind(
    "media-type", 415, _("The body's form is not supported"), _("Content-Type must be application/json.")
)
TOO_MANY: Final = Kind(
    "too-many-calls", 429, _("The day's calls are used up"), _("Retry-After says in how many seconds they begin anew.")
)
INTERNAL: Final = Kind(
    "internal", 500, _("Something broke on our side"), _("Repeat the request later. We have been told.")
)
KINDS: Final = (BAD_REQUEST, BAD_PARAMETER, NO_KEY, NOT_IN_PLAN, SCOPE, NOT_FOUND, METHOD, NOT_ACCEPTABLE, CONFLICT,
                NOT_PROVEN, MEDIA, TOO_MANY, INTERNAL)  # fmt: skip


class Problem(exceptions.APIException):
    """An error with its kind, its sentence and its further members."""

    def __init__(self, kind: Kind, detail: str, *, headers: Mapping[str, str] | None = None, **members: Any) -> None:
        super().__init__(detail)
        self.kind = kind
        self.status_code = kind.status
        self.text = detail
        self.headers = dict(headers or {})
        self.members = members


def bad_parameter(name: str, detail: str) -> Problem:
    """Name a parameter and say what is expected of it."""
    return Problem(BAD_PARAMETER, detail, parameter=name)


def not_found(detail: str | None = None) -> Problem:
    """Say that there is no such thing, whether it is another's or nobody's."""
    return Problem(NOT_FOUND, detail or gettext("There is nothing under this path. Paths end with a slash."))


def reads_only() -> Problem:
    """Say that the key may not write."""
    return Problem(SCOPE, gettext("This key only reads. Make a key that may also write."))


def no_key() -> Problem:
    """Ask for a key."""
    detail = gettext("Send a valid key of this address: Authorization: Bearer dk_…")
    return Problem(NO_KEY, detail, headers={"WWW-Authenticate": "Bearer"})


def internal() -> Problem:
    """Say that it is our fault, and nothing more."""
    return Problem(INTERNAL, gettext("Something broke on our side. Repeat the request later."))


def problem_body(problem: Problem) -> dict[str, Any]:
    """Write a problem as JSON has it."""
    return {
        "type": f"/api/v1/docs/#{problem.kind.slug}",
        "title": str(problem.kind.title),
        "status": problem.kind.status,
        "detail": problem.text,
        **problem.members,
    }


def problem_response(problem: Problem) -> Response:
    """Write a problem as an answer."""
    headers = {**problem.headers, "Cache-Control": "no-store"}
    return Response(problem_body(problem), status=problem.kind.status, headers=headers, content_type=MEDIA_TYPE)


def problem_handler(error: Exception, context: Mapping[str, Any]) -> Response:
    """Turn whatever a view raised into a problem; an error of ours is logged, and nothing of it is shown."""
    problem = _problem_of(error)
    if problem.kind is INTERNAL:
        request = getattr(context.get("request"), "_request", None)
        signals.got_request_exception.send(sender=problem_handler, request=request)
        logger.error("Internal error of the API", exc_info=error, extra={"status_code": 500, "request": request})
    return problem_response(problem)


def _problem_of(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    for raised, told in _TOLD:
        if isinstance(error, raised):
            return told()
    return internal()


def unreadable() -> Problem:
    """Say that the request can't be read."""
    return Problem(BAD_REQUEST, gettext("The body is not the JSON that this path takes."))


def _method() -> Problem:
    return Problem(METHOD, gettext("This path does not know the method. See the header Allow."))


def _form() -> Problem:
    return Problem(NOT_ACCEPTABLE, gettext("Ask for application/json in the header Accept."))


def _media() -> Problem:
    return Problem(MEDIA, gettext("Send the body as application/json."))


_TOLD: Final[tuple[tuple[type[Exception], Callable[[], Problem]], ...]] = (
    (Http404, not_found),
    (exceptions.NotFound, not_found),
    (exceptions.NotAuthenticated, no_key),
    (exceptions.AuthenticationFailed, no_key),
    (PermissionDenied, reads_only),
    (exceptions.PermissionDenied, reads_only),
    (exceptions.MethodNotAllowed, _method),
    (exceptions.NotAcceptable, _form),
    (exceptions.UnsupportedMediaType, _media),
    (exceptions.ParseError, unreadable),
    (SuspiciousOperation, unreadable),
    (BadRequest, unreadable),
    (exceptions.ValidationError, unreadable),
)
"""What Django and its framework raise, and how we say it."""
