"""What every list does: cut the page that was asked for, and name its neighbours."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from rest_framework.request import Request

from api.pages import PAGE_MAX, PAGE_SIZE, Page, page_body, page_of
from api.views.base import KeyView

T = TypeVar("T")


def listed(
    view: KeyView,
    request: Request,
    items: Sequence[T],
    identity: Callable[[T], str],
    write: Callable[[T], dict[str, Any]],
) -> dict[str, Any]:
    """Write the page of a list that the request's cursor names."""
    size = view.parameters.whole("page_size", PAGE_SIZE, 1, PAGE_MAX)
    page = page_of(items, identity, cursor=view.parameters.word("cursor"), size=size)
    return paged(request, page, [write(item) for item in page.items])


def paged(request: Request, page: Page, results: list[Any]) -> dict[str, Any]:
    """Write a page whose neighbours keep all that was asked for."""
    kept = {name: str(request.query_params[name]) for name in request.query_params if name != "cursor"}
    return page_body(page, results, request.build_absolute_uri(request.path), kept)
