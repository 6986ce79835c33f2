"""Celery and the whole timetable on one screen.

Times are UTC. An entry that is late by more than its `expires` is dropped: the next one does its work.
"""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daas.settings")

app = Celery("daas")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # The bank delivers a day's payments at night; a look every ten minutes finds them soon after they
    # landed, and costs one small read when nothing came.
    "lake-watch": {
        "task": "insights.tasks.lake_watch",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 9 * 60, "queue": "small"},
    },
    # A run whose worker died is taken up again.
    "runs-resume": {
        "task": "insights.tasks.runs_resume",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 4 * 60, "queue": "small"},
    },
    # A model that a plan holds and no fit is in store of: after an upgrade, a pause that ended, a worker that died.
    "models-resume": {
        "task": "segments.models_resume",
        "schedule": crontab(minute="8-59/10"),
        "options": {"expires": 9 * 60, "queue": "small"},
    },
    # A workspace whose worker died or failed is taken up again while its owner looks at the progress.
    "workspaces-resume": {
        "task": "onboarding.workspaces_resume",
        "schedule": crontab(),
        "options": {"expires": 55, "queue": "small"},
    },
    # What all may know of each segment is drawn once for each version of the lake, after the marts.
    "pictures-refresh": {
        "task": "onboarding.pictures_refresh",
        "schedule": crontab(minute="4-59/10"),
        "options": {"expires": 9 * 60, "queue": "big"},
    },
    # An event whose work failed, or whose task was lost with its queue, is taken up again.
    "events-resume": {
        "task": "billing.events_resume",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 4 * 60, "queue": "small"},
    },
    # What the payment provider could not hand over to us, because we were away, is fetched from it.
    "events-sweep": {
        "task": "billing.events_sweep",
        "schedule": crontab(minute="7"),
        "options": {"expires": 50 * 60, "queue": "small"},
    },
    # Trials, days of grace and pauses end by the clock: no event tells of it.
    "dates-watch": {
        "task": "billing.dates_watch",
        "schedule": crontab(minute="41"),
        "options": {"expires": 50 * 60, "queue": "small"},
    },
    # Whatever went wrong with events, once a night every payer is compared with the provider.
    "customers-reconcile": {
        "task": "billing.customers_reconcile",
        "schedule": crontab(hour="0", minute="23"),
        "options": {"expires": 6 * 3600, "queue": "small"},
    },
    # An e-mail address that nobody confirmed within a month is not ours to keep.
    "sign-ups-forget": {
        "task": "onboarding.sign_ups_forget",
        "schedule": crontab(hour="1", minute="47"),
        "options": {"expires": 12 * 3600, "queue": "small"},
    },
    # Ended sessions open nothing; removed once a day, before the bank's morning, so that their table stays small.
    "sessions-clear": {
        "task": "tenants.sessions_clear",
        "schedule": crontab(hour="1", minute="17"),
        "options": {"expires": 12 * 3600, "queue": "small"},
    },
    # What was told about others of days that no figure of today overlaps any more need not be remembered.
    "releases-forget": {
        "task": "tenants.releases_forget",
        "schedule": crontab(hour="2", minute="27", day_of_week="0"),
        "options": {"expires": 12 * 3600, "queue": "small"},
    },
}


@worker_ready.connect
def catch_up(sender: Any, **_: object) -> None:
    """Look at once for what a worker that died here had begun, or held and not begun."""
    for task in (
        "insights.tasks.lake_watch",
        "insights.tasks.runs_resume",
        "onboarding.workspaces_resume",
        "onboarding.pictures_refresh",
    ):
        sender.app.send_task(task, queue="small", expires=9 * 60)
