"""What a partner is subscribed to: by agreement with the bank, by payment, on trial."""

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
    """One row a partner. What is paid mirrors the provider and is written by `billing.sync` alone."""

    class Interval(models.TextChoices):
        """How often it is paid."""

        MONTH = "month", _("monthly")
        YEAR = "year", _("yearly")

    class PaidStatus(models.TextChoices):
        """How the paid subscription stands with the provider."""

        NONE = "", _("none")
        INCOMPLETE = "incomplete", _("first payment not finished")
        ACTIVE = "active", _("paid")
        PAST_DUE = "past_due", _("payment failed")
        ENDED = "ended", _("ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.OneToOneField(
        Partner, models.CASCADE, related_name="subscription", verbose_name=_("partner"), editable=False
    )
    plan = models.CharField(_("plan by agreement"), max_length=16, default=AFTER_TRIAL.key, validators=[plan_validate])
    trial_until = models.DateTimeField(_("trial until"), null=True, blank=True)
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    grace_until = models.DateTimeField(_("grace until"), null=True, blank=True)
    # --- the provider's side, mirrored -------------------------------------------------------------
    customer_id = models.CharField(_("customer at the provider"), max_length=64, unique=True, null=True, blank=True)
    subscription_id = models.CharField(_("subscription at the provider"), max_length=64, blank=True)
    paid_plan = models.CharField(_("paid plan"), max_length=16, blank=True)
    paid_status = models.CharField(
        _("payment"), max_length=10, choices=PaidStatus.choices, default=PaidStatus.NONE, blank=True
    )
    interval = models.CharField(_("paid"), max_length=5, choices=Interval.choices, blank=True)
    period_start = models.DateTimeField(_("period from"), null=True, blank=True)
    period_end = models.DateTimeField(_("period to"), null=True, blank=True)
    cancel_at = models.DateTimeField(_("ends on"), null=True, blank=True)
    next_plan = models.CharField(_("plan from the next period"), max_length=16, blank=True)
    next_interval = models.CharField(max_length=5, choices=Interval.choices, blank=True)
    amount = models.BigIntegerField(_("a period, kopecks"), default=0)
    next_amount = models.BigIntegerField(_("next charge, kopecks"), null=True, blank=True)
    discount = models.CharField(_("discount"), max_length=100, blank=True)
    card = models.CharField(_("card"), max_length=40, blank=True)
    synced_at = models.DateTimeField(_("compared with the provider"), null=True, blank=True)
    # When the last reading began, by the database's clock: an event received before it has nothing to add.
    read_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Counts the acts: part of each idempotency key, so that an act begun twice is one act.
    version = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return str(PLANS[self.plan].title) if self.plan in PLANS else self.plan
