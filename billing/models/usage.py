"""How much of a counted limit a partner has used in a period."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models import Partner


class UsageCounter(models.Model):
    """One counter: used so far in the period that began on a day. Only ever changed by a conditional update."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="usage", verbose_name=_("partner"))
    name = models.CharField(_("limit"), max_length=40)
    period_start = models.DateField(_("since"))
    used = models.PositiveBigIntegerField(_("used"), default=0)

    class Meta:
        verbose_name = _("usage")
        verbose_name_plural = _("usage")
        ordering = ["-period_start", "name"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "name", "period_start"], name="one_counter_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.used}"
