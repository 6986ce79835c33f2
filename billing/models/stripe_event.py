"""The inbox of the payment provider's events: stored under the event's own id, worked on later."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class StripeEvent(models.Model):
    """One event. Only a hint of what to look up: its content is neither kept nor trusted."""

    class State(models.TextChoices):
        """What became of it."""

        RECEIVED = "received", _("received")
        DONE = "done", _("done")
        DEAD = "dead", _("given up")

    id = models.CharField(primary_key=True, max_length=64)
    type = models.CharField(_("type"), max_length=80)
    customer_id = models.CharField(_("customer"), max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField(_("raised"))
    # By the database's clock, like the reading that it is compared with: hosts' clocks differ.
    received_at = models.DateTimeField(_("received"), db_default=Now())
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.RECEIVED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("last error"), max_length=500, blank=True)
    next_try_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Stripe event")
        verbose_name_plural = _("Stripe events")
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="events_to_do")]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"
