"""What is kept of a fitted model: its card, its figures, and whether it may be believed."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class ModelRun(models.Model):
    """The newest fit of one estimator for the partner; `card` says how good it is, `body` holds its figures."""

    class Status(models.TextChoices):
        """Whether the model is shown, a simpler one in its place, or nothing."""

        FITTED = "fitted", _("Fitted")
        FALLBACK = "fallback", _("A simpler estimate in its place")
        TOO_LITTLE = "too_little", _("Too little data")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    estimator = models.CharField(_("model"), max_length=60, unique=True)
    status = models.CharField(_("state"), max_length=12, choices=Status.choices)
    reason = models.CharField(_("why not the model itself"), max_length=60, blank=True, default="")
    data_version = models.PositiveIntegerField(_("data version"))
    as_of = models.DateField(_("as of"))
    version = models.PositiveSmallIntegerField(_("version of the method"))
    card = models.JSONField(_("card"), default=dict)
    body = models.JSONField(_("figures"), default=dict)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("model")
        verbose_name_plural = _("models")

    def __str__(self) -> str:
        return f"{self.estimator} {self.as_of} {self.status}"
