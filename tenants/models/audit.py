"""Who did what at a partner; its owner can read it."""

import uuid

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from tenants.models.partner import Partner
from tenants.models.user import User


class AuditEntry(models.Model):
    """One act. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="audit_entries", verbose_name=_("partner"))
    actor = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person"))
    by_bank = models.BooleanField(_("by the bank"), default=False)
    action = models.CharField(_("action"), max_length=40)
    details = models.JSONField(_("details"), default=dict)
    at = models.DateTimeField(_("time"), default=now, editable=False)

    class Meta:
        verbose_name = _("record of an act")
        verbose_name_plural = _("records of acts")
        ordering = ["-at"]
        indexes = [models.Index(fields=["partner", "-at"], name="audit_of_partner")]

    def __str__(self) -> str:
        return self.action
