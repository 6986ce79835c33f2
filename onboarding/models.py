"""A sign-up under way, from the form to the workspace; and the pictures of segments that everyone may see."""

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

    class Stage(models.TextChoices):
        """What the worker is at."""

        QUEUED = "queued", _("Waiting for a free worker")
        WORKSPACE = "workspace", _("Opening your workspace")
        BANK = "bank", _("Asking the bank about your company")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ups", verbose_name=_("person"))
    company = models.CharField(_("company"), max_length=200)
    inn = models.CharField(_("INN"), max_length=12)
    subdomain = models.CharField(_("subdomain"), max_length=40, blank=True)
    plan_wanted = models.CharField(_("plan looked at"), max_length=16, blank=True)
    consent_at = models.DateTimeField(_("consent given"))
    state = models.CharField(_("state"), max_length=11, choices=State.choices, default=State.UNCONFIRMED)
    stage = models.CharField(_("stage"), max_length=9, choices=Stage.choices, default=Stage.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    partner = models.OneToOneField(
        Partner, models.SET_NULL, null=True, blank=True, related_name="sign_up", verbose_name=_("partner")
    )
    error = models.CharField(_("error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), default=now, editable=False)
    opened_at = models.DateTimeField(_("opening asked for"), null=True, blank=True)
    touched_at = models.DateTimeField(_("last attempt"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ready"), null=True, blank=True)

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "inn"], name="one_sign_up_of_a_person_for_a_company"),
        ]

    def __str__(self) -> str:
        return f"{self.company} ({self.get_state_display()})"


class SegmentPicture(models.Model):
    """What all may know of one segment, of the newest data; it says nothing of any one business."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    segment = models.CharField(_("segment"), max_length=300, unique=True)
    data_version = models.PositiveIntegerField(_("data version"))
    body = models.JSONField(_("picture"), default=dict)
    made_at = models.DateTimeField(_("made"), default=now)

    class Meta:
        verbose_name = _("picture of a segment")
        verbose_name_plural = _("pictures of segments")
        ordering = ["segment"]

    def __str__(self) -> str:
        return self.segment
