"""Computed values. A row holds a whole series: few rows are quick to write, to find and to read."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models


class MetricSeries(models.Model):
    """One metric of one slice by day, week or month, from the lake's first day to the as-of day.

    `values[i]` and `counts[i]` belong to the i-th period from the one that begins on `first`;
    a value that does not exist is NaN. An empty outlet or channel means all of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    metric = models.CharField(max_length=60)
    grain = models.CharField(max_length=5)
    outlet = models.CharField(max_length=100, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    first = models.DateField()
    values = ArrayField(models.FloatField())
    counts = ArrayField(models.BigIntegerField())
    digest = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["metric", "grain", "outlet", "channel"], name="metricseries_one")
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.grain} {self.outlet}{self.channel}"


class MetricTotals(models.Model):
    """One metric of one slice over whole windows: those that pages offer, with what they are compared to.

    `values[i]` and `counts[i]` belong to the window from `starts[i]` to `ends[i]`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    metric = models.CharField(max_length=60)
    outlet = models.CharField(max_length=100, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    starts = ArrayField(models.DateField())
    ends = ArrayField(models.DateField())
    values = ArrayField(models.FloatField())
    counts = ArrayField(models.BigIntegerField())
    digest = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["metric", "outlet", "channel"], name="metrictotals_one")]

    def __str__(self) -> str:
        return f"{self.metric} {self.outlet}{self.channel}"
