"""Proof that a company may see the outlets of an INN."""

import uuid

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from tenants.models.partner import Partner
from tenants.models.user import User


class Claim(models.Model):
    """One partner's claim to the outlets of its INN. A code is kept only as its hash."""

    class State(models.TextChoices):
        """How far it is."""

        OFFERED = "offered", _("A code can be sent")
        WAITING = "waiting", _("Waits for the account manager")
        CODE_SENT = "code_sent", _("A code was sent")
        PROVEN = "proven", _("Proven")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.OneToOneField(Partner, models.CASCADE, related_name="claim", verbose_name=_("partner"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.WAITING)
    contact = models.CharField(_("address the code went to"), max_length=254, blank=True)
    code_hash = models.CharField(max_length=128, blank=True, editable=False)
    code_expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("wrong codes"), default=0, editable=False)
    sends = models.PositiveSmallIntegerField(_("codes sent"), default=0, editable=False)
    hour_began_at = models.DateTimeField(null=True, blank=True, editable=False)
    sends_in_hour = models.PositiveSmallIntegerField(default=0, editable=False)
    message = models.TextField(_("what the partner wrote"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=now, editable=False)

    class Meta:
        verbose_name = _("claim to an INN")
        verbose_name_plural = _("claims to INNs")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.partner} – {self.get_state_display()}"
