"""An ETag on every read, and 304 for those who have it already; what is sent compressed has a weak one."""

import hashlib

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import parse_etags


def etag_of(body: bytes, *scope: str) -> str:
    """Return the tag of a body within its scope (partner, language).

    Made of the body itself, which follows from data, plan and request: a tag of the data's version alone would
    stay when a plan or a grant changes.
    """
    digest = hashlib.sha256("\0".join(scope).encode() + b"\0" + body).hexdigest()
    return f'"{digest[:40]}"'


def conditional(response: HttpResponseBase, body: bytes, if_none_match: str | None, *scope: str) -> HttpResponseBase:
    """Tag a rendered answer; give 304 in its place when the caller holds the same."""
    etag = etag_of(body, *scope)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    if if_none_match is None:
        return response
    # Compressing weakens tags, ours and a proxy's; If-None-Match compares weakly (RFC 9110, 13.1.2).
    held = {tag.removeprefix("W/") for tag in parse_etags(if_none_match)}
    if etag not in held and "*" not in held:
        return response
    unchanged = HttpResponse(status=304)
    del unchanged["Content-Type"]
    for name in ("ETag", "Cache-Control", "Vary", "Content-Language"):
        if name in response:
            unchanged[name] = response[name]
    return unchanged
