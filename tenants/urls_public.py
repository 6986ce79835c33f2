"""People on the public host: they confirm their address, sign in, and go on to their workspaces."""

from django.urls import URLPattern, URLResolver, include, path

from tenants.urls_people import own
from tenants.views import confirm, entry, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tenants.urls_people")),
    path("confirm/<str:token>/", confirm.confirm, name="email-confirm"),
    path("email-sent/", sign_in.email_sent, name="email-sent"),
    path("workspaces/", own(entry.workspaces), name="workspaces"),
]
