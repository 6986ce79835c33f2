"""Every change of the plan in force and of what is paid for it: the source of MRR, churn and plan mix."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models import Partner


class PlanChange(models.Model):
    """One change of one partner. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="plan_changes", verbose_name=_("partner"))
    at = models.DateTimeField(_("time"), default=timezone.now)
    plan_before = models.CharField(_("plan before"), max_length=16, blank=True)
    plan_after = models.CharField(_("plan after"), max_length=16)
    mrr_before = models.BigIntegerField(_("a month before, kopecks"), default=0)
    mrr_after = models.BigIntegerField(_("a month after, kopecks"), default=0)
    cause = models.CharField(_("cause"), max_length=30)

    class Meta:
        verbose_name = _("change of plan")
        verbose_name_plural = _("changes of plans")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.plan_before} → {self.plan_after}"
