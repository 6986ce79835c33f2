"""Whose address a request has: the visitor's, where a proxy that we trust tells it."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ClientAddressMiddleware:
    """Puts the visitor's address into REMOTE_ADDR, so that every limit and record reads the same one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the address and go on."""
        if settings.TRUSTED_PROXIES:
            request.META["REMOTE_ADDR"] = client_address(request)
        return self.get_response(request)


def client_address(request: HttpRequest) -> str:
    """Return the last address in the chain that is no proxy of ours; what stands before it anybody can write."""
    hops = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    address: str = request.META.get("REMOTE_ADDR", "")
    while hops and _trusted(address):
        address = hops.pop()
    return address


def address_of(request: HttpRequest) -> str:
    """Return the address that tries are counted by."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _trusted(address: str) -> bool:
    try:
        here = ip_address(address)
    except ValueError:
        return False
    return any(here in network for network in settings.TRUSTED_PROXIES)
