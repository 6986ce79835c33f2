"""What the till took in all, card and cash, as the partner wrote it down."""

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Turnover(models.Model):
    """The total turnover of one month."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.DateField(_("month"), unique=True)
    roubles = models.PositiveBigIntegerField(_("turnover, roubles"), validators=[MinValueValidator(1)])
    entered_at = models.DateTimeField(_("entered"), auto_now=True)

    class Meta:
        verbose_name = _("turnover of a month")
        verbose_name_plural = _("turnover by month")
        ordering = ["month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
