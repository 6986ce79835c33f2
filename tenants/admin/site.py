"""The admin's words, and its door: the sign-in page of the public host, with its limit of tries."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _


def to_sign_in(request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
    """Lead to the one sign-in page; the admin's own would not count the tries."""
    target = request.GET.get("next") or reverse("admin:index")
    if admin.site.has_permission(request):
        return redirect("admin:index")
    return redirect(f"{reverse('sign-in')}?{urlencode({'next': target})}")


admin.site.login = to_sign_in  # type: ignore[method-assign, assignment]
admin.site.site_header = admin.site.site_title = _("Merchant analytics")
# Its width belongs to the lists: the trail above each page and the first page lead everywhere.
admin.site.enable_nav_sidebar = False
admin.site.index_title = _("For account managers")
