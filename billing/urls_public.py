"""Front page and plans, on the public host; where the payment provider tells of events."""

from django.urls import URLPattern, URLResolver, path

from billing.views import public
from billing.webhook import webhook

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.front, name="front"),
    path("plans/", public.plans, name="plans"),
    path("connect/", public.connect, name="connect"),
    path("billing/webhook/", webhook, name="billing-webhook"),
]
