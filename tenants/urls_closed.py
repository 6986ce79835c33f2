"""All that a host answers which can't serve: one page that says why."""

from django.urls import re_path

from tenants.views.closed import closed

urlpatterns = [re_path(r"", closed)]
