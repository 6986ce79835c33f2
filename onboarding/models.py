"""A sign-up under way, from the form to the workspace."""

import uuid

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from tenants.models import Partner, User


class SignUp(models.Model):
    """One person's wish to open a workspace for one company."""

    class State(models.TextChoices):
        """How far it is."""

        UNCONFIRMED = "unconfirmed", _("The e-mail is not confirmed")
        PREPARING = "preparing", _("The workspace is being prepared")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ups", verbose_name=_("person"))
    company = models.CharField(_("company"), max_length=200)
    inn = models.CharField(_("INN"), max_length=12)
    plan_wanted = models.CharField(_("plan looked at"), max_length=16, blank=True)
    consent_at = models.DateTimeField(_("consent given"))
    state = models.CharField(_("state"), max_length=11, choices=State.choices, default=State.UNCONFIRMED)
    partner = models.OneToOneField(
        Partner, models.SET_NULL, null=True, blank=True, related_name="sign_up", verbose_name=_("partner")
    )
    step = models.PositiveSmallIntegerField(_("step of the first set-up"), default=1)
    error = models.CharField(_("error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), default=now, editable=False)
    finished_at = models.DateTimeField(_("set up"), null=True, blank=True)

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.company} ({self.get_state_display()})"
