"""What an account manager gave to, or took from, one partner beside its plan."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models import Partner


class Override(models.Model):
    """One exception for one partner, with its reason and its end."""

    class Kind(models.TextChoices):
        """What the exception does."""

        GRANT = "grant", _("Grants a feature")
        REMOVE = "remove", _("Removes a feature")
        LIMIT = "limit", _("Sets a limit")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="overrides", verbose_name=_("partner"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    name = models.CharField(_("feature or limit"), max_length=40)
    value = models.PositiveBigIntegerField(_("value"), null=True, blank=True, help_text=_("Empty: no limit."))
    reason = models.CharField(_("reason"), max_length=300)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("granted by")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="limit") | models.Q(value=None), name="only_a_limit_has_a_value"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="an_exception_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"
