"""A door of one use from one host to another."""

import uuid

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from tenants.models.partner import Partner
from tenants.models.user import User


class EntryLink(models.Model):
    """Lets one person into one partner's host once, within a minute. Its secret is kept only as its hash."""

    class Kind(models.TextChoices):
        """Who comes."""

        HANDOVER = "handover", _("A member comes from another host")
        SUPPORT = "support", _("An account manager looks, read-only")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="entry_links", verbose_name=_("partner"))
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # A second factor given on the host they come from is not asked for again.
    second_factor = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("created"), default=now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("entry link")
        verbose_name_plural = _("entry links")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="handover") | ~models.Q(reason=""), name="support_says_why_it_enters"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.partner}"
