"""What a partner says about itself: asked in the first set-up, changed later."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Setting(models.Model):
    """The one row of a partner's own facts and wishes."""

    class Day(models.IntegerChoices):
        """Days of the week, from Monday."""

        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    only = models.BooleanField(default=True, unique=True, editable=False)
    kind = models.CharField(_("kind of business"), max_length=20, blank=True, default="")
    city = models.CharField(_("city"), max_length=200, blank=True, default="")
    coverage = models.PositiveSmallIntegerField(_("share of sales paid by card at this bank, %"), null=True, blank=True)
    margin = models.PositiveSmallIntegerField(_("margin, % of revenue"), null=True, blank=True)
    revenue_goal = models.PositiveBigIntegerField(_("revenue goal a month, roubles"), null=True, blank=True)
    digest_day = models.PositiveSmallIntegerField(_("day of the digest"), choices=Day.choices, default=Day.MONDAY)
    digest_language = models.CharField(_("language of the digest"), max_length=2, default="ru")
    step = models.PositiveSmallIntegerField(_("next step of the first set-up"), default=1)
    set_up_at = models.DateTimeField(_("set up"), null=True, blank=True)

    class Meta:
        verbose_name = _("settings")
        verbose_name_plural = _("settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="setting_is_one_row"),
            models.CheckConstraint(
                condition=models.Q(coverage=None) | models.Q(coverage__gte=10, coverage__lte=100),
                name="setting_coverage_is_a_share",
            ),
            models.CheckConstraint(
                condition=models.Q(margin=None) | models.Q(margin__gte=1, margin__lte=100),
                name="setting_margin_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return self.kind
