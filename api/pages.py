"""Lists in pages that a cursor turns: what comes and goes between two calls neither repeats nor skips a row."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext

from api.problems import bad_parameter

T = TypeVar("T")
PAGE_SIZE: Final = 50
PAGE_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list, with cursors to its neighbours."""

    items: tuple[Any, ...]
    next: str | None
    previous: str | None


def page_of(items: Sequence[T], identity: Callable[[T], str], *, cursor: str | None, size: int) -> Page:
    """Cut the page that a cursor names out of a list in its order.

    Raises
    ------
    Problem
        400 for a cursor that this list never gave out.
    """
    start, stop = 0, size
    if cursor is not None:
        side, name = _read(cursor)
        at = next((i for i, item in enumerate(items) if identity(item) == name), None)
        if at is None:
            raise _bad_cursor()
        start, stop = (at + 1, at + 1 + size) if side == ">" else (max(0, at - size), at)
    part = tuple(items[start:stop])
    return Page(
        items=part,
        next=_write(">", identity(part[-1])) if part and stop < len(items) else None,
        previous=_write("<", identity(part[0])) if part and start > 0 else None,
    )


def page_body(page: Page, results: list[Any], url: str, kept: Mapping[str, str]) -> dict[str, Any]:
    """Write a page as JSON has it; `url` is the list's own address, `kept` what else was asked for."""

    def link(cursor: str | None) -> str | None:
        return None if cursor is None else f"{url}?{urlencode({'cursor': cursor, **kept})}"

    return {"results": results, "next": link(page.next), "previous": link(page.previous)}


def _write(side: str, name: str) -> str:
    return base64.urlsafe_b64encode(f"{side}{name}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[str, str]:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise _bad_cursor() from error
    if text[:1] not in {"<", ">"}:
        raise _bad_cursor()
    return text[0], text[1:]


def _bad_cursor() -> Exception:
    return bad_parameter("cursor", gettext("Take cursor from next or previous of this list."))
