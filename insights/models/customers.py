"""Figures of customers by group, computed by a worker for the windows that pages offer."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models


class CustomerFigures(models.Model):
    """One breakdown, cohort table or seasonal pattern of one slice over one window.

    An empty outlet or channel means all of them. `body` holds whole numbers (sums in kopecks) as its room writes
    them; nothing in it is hidden yet: the read door hides what must not be told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    key = models.CharField(max_length=60)
    outlet = models.CharField(max_length=100, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    start = models.DateField()
    end = models.DateField()
    body = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    digest = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "outlet", "channel", "start", "end"], name="customerfigures_one")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.start}–{self.end} {self.outlet}{self.channel}"
