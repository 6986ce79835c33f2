"""Figures about others, judged before they were written: what stands here may be shown."""

import uuid

from django.db import models


class PeerFigure(models.Model):
    """One comparison through one lens; `wide` is the wider group that is offered where the usual one is too small."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=60)
    lens = models.CharField(max_length=10)
    wide = models.BooleanField(default=False)
    data_version = models.PositiveIntegerField()
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    body = models.JSONField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "lens", "wide"], name="peerfigure_one")]

    def __str__(self) -> str:
        return f"{self.key} {self.lens}{' wide' if self.wide else ''}"
