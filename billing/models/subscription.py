"""Which plan a partner is on. A thin mirror: a payment provider will fill it."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.plans import AFTER_TRIAL, PLANS
from tenants.models import Partner


def plan_validate(key: str) -> None:
    """Refuse what is no plan."""
    if key not in PLANS:
        raise ValidationError(_("There is no such plan."))


class Subscription(models.Model):
    """A partner's plan, its trial and its pause."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.OneToOneField(
        Partner, models.CASCADE, related_name="subscription", verbose_name=_("partner"), editable=False
    )
    plan = models.CharField(_("plan"), max_length=16, default=AFTER_TRIAL.key, validators=[plan_validate])
    trial_until = models.DateTimeField(_("trial until"), null=True, blank=True)
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return str(PLANS[self.plan].title) if self.plan in PLANS else self.plan
