"""Addresses of partners' pages."""

from django.conf import settings

from tenants.models import Partner


def partner_host(subdomain: str) -> str:
    """Return the host name of a subdomain."""
    return f"{subdomain}.{settings.BASE_HOST}"


def partner_address(partner: Partner | str, path: str = "/") -> str:
    """Return the full address of a page on a partner's host."""
    subdomain = partner if isinstance(partner, str) else partner.subdomain
    return f"{settings.SCHEME}://{subdomain}.{settings.BASE_DOMAIN}{path}"


def public_address(path: str = "/") -> str:
    """Return the full address of a page on the public host."""
    return f"{settings.SCHEME}://{settings.BASE_DOMAIN}{path}"
