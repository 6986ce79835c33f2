"""Outlets: the shops and sites of a partner."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outlet(models.Model):
    """A shop or a site: one merchant of the bank; its `alias` and `position` are the partner's own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    merchant_id = models.CharField(_("number at the bank"), max_length=100, unique=True)
    name = models.CharField(_("name at the bank"), max_length=300)
    alias = models.CharField(_("your name for it"), max_length=100, blank=True, default="")
    mcc = models.CharField(_("kind of business"), max_length=4, blank=True, default="")
    city = models.CharField(_("city"), max_length=200, blank=True, default="")
    district = models.CharField(_("district"), max_length=200, blank=True, default="")
    channel = models.CharField(_("channel"), max_length=10, blank=True, default="")
    opened_on = models.DateField(_("opened"), null=True, blank=True)
    position = models.PositiveIntegerField(_("place in the list"), default=0)
    listed = models.BooleanField(_("the bank lists it under your INN"), default=True)
    disowned = models.BooleanField(_("the partner says it is not its own"), default=False)

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ["position", "merchant_id"]

    def __str__(self) -> str:
        return self.alias or self.name
