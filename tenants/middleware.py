"""From a host to its partner, from a person to their language."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django_tenants.postgresql_backend.base import FakeTenant

from tenants.database import connection
from tenants.hosts import host_is_public, partner_at, schema_serves
from tenants.migrating import PUBLIC
from tenants.models import Partner, User


class HostRequest(HttpRequest):
    """A request whose host is known."""

    tenant: Partner | FakeTenant
    closed: str


Handler = Callable[[HttpRequest], HttpResponse]


class HostMiddleware:
    """Opens the schema of the host for the request and closes it afterwards.

    A host that can't serve gets an URLconf of one page which says why; nothing ever falls through to public.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HostRequest) -> HttpResponse:
        """Serve the request in the schema of its host."""
        before = connection.tenant
        try:
            zone = self._open(request)
            with timezone.override(zone):
                return self.get_response(request)
        finally:
            connection.set_tenant(before)

    def _open(self, request: HostRequest) -> ZoneInfo:
        host = split_domain_port(request.get_host())[0].lower()
        request.tenant = FakeTenant(PUBLIC)
        connection.set_schema_to_public()
        zone = ZoneInfo(settings.TIME_ZONE)
        if host_is_public(host):
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
            return zone
        partner = partner_at(host)
        state = host_state(partner)
        if partner is None or state:
            request.urlconf = "tenants.urls_closed"
            request.closed = state
            # Unseen, the session is left alone: nobody is signed out by a minute of maintenance.
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
            return zone
        request.tenant = partner
        request.urlconf = settings.ROOT_URLCONF
        connection.set_tenant(partner)
        return ZoneInfo(partner.timezone)


def host_state(partner: Partner | None) -> str:
    """Say why a host can't serve: unknown, provisioning, suspended, maintenance; empty when it can."""
    if partner is None or partner.status == Partner.Status.ERASING:
        return "unknown"
    if partner.status != Partner.Status.ACTIVE:
        return str(partner.status)
    return "" if schema_serves(partner.schema_name) else "maintenance"


class LanguageMiddleware:
    """Speaks the language chosen in this browser, else the person's, else the browser's, else Russian."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request in that language."""
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in User.Language.values:
            # The same cached look-up that request.user makes; without a session cookie it costs no query.
            person = get_user(request)
            spoken = getattr(person, "language", "")
            language = spoken or translation.get_language_from_request(request)
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
