"""Runs: what was computed, of which data, and whether it was finished."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class MetricRun(models.Model):
    """One recompute of a partner. STARTED before, DONE after; killed in between, it is simply done again."""

    class Status(models.TextChoices):
        """How far a run has come."""

        STARTED = "started", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.STARTED)
    data_version = models.PositiveIntegerField(_("data version"))
    first_day = models.DateField(_("first day"))
    as_of = models.DateField(_("as of"))
    fingerprint = models.CharField(_("what was computed"), max_length=64)
    started_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=20, default="")
    done = models.PositiveIntegerField(_("slices done"), default=0)
    total = models.PositiveIntegerField(_("slices in all"), default=0)
    rows = models.BigIntegerField(_("visits read"), default=0)
    payments = models.BigIntegerField(_("payments they stand for"), default=0)
    written = models.PositiveIntegerField(_("rows written"), default=0)
    error = models.TextField(_("what went wrong"), blank=True, default="")

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-started_at"]
        constraints = [
            # The claim: a schema is one partner's, so one run at a time is a run of that partner.
            models.UniqueConstraint(
                fields=["status"], condition=models.Q(status="started"), name="metricrun_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["status", "-finished_at"], name="metricrun_newest")]

    def __str__(self) -> str:
        return f"{self.as_of} v{self.data_version} {self.status}"
