"""A partner's addresses and one more: the page that every signed-in page is at least."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path

from daas.urls_partner import urlpatterns as own
from tenants.access import members_only


@members_only
def empty(request: HttpRequest) -> HttpResponse:
    """Show the frame of a page and nothing in it."""
    return render(request, "base.html")


urlpatterns: list[URLPattern | URLResolver] = [path("empty/", empty), *own]
