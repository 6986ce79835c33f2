"""Letters about payment that were sent: the unique row makes each go out once."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models import Partner


class Notice(models.Model):
    """One letter of one kind about one thing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="notices", verbose_name=_("partner"))
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("about"), max_length=100)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)

    class Meta:
        verbose_name = _("payment letter")
        verbose_name_plural = _("payment letters")
        ordering = ["-sent_at"]
        constraints = [models.UniqueConstraint(fields=["partner", "kind", "key"], name="a_letter_is_sent_once")]

    def __str__(self) -> str:
        return self.kind
