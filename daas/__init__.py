"""Composition: settings, addresses, commands, processes. Nothing below imports it."""

# The web processes must use this Celery application, not Celery's default broker.
from celery_app import app as celery

__all__ = ["celery"]
