"""What is left of an erased partner: the proof."""

import uuid

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from tenants.models.user import User


class ErasureCertificate(models.Model):
    """One erasure: whose, asked by whom, what went. It outlives the partner's row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner_name = models.CharField(_("partner"), max_length=200)
    subdomain = models.CharField(_("subdomain"), max_length=40)
    schema_name = models.CharField(max_length=63)
    inn_hash = models.CharField(_("hash of the INN"), max_length=64)
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("requested by"))
    started_at = models.DateTimeField(_("started"), default=now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    removed = models.JSONField(_("removed"), default=dict)

    class Meta:
        verbose_name = _("certificate of erasure")
        verbose_name_plural = _("certificates of erasure")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["schema_name"], condition=models.Q(finished_at=None), name="one_erasure_under_way"
            ),
        ]

    def __str__(self) -> str:
        return self.partner_name
