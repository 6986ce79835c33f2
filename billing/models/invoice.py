"""Invoices as the provider keeps them, mirrored for the pages."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models import Partner


class Invoice(models.Model):
    """One invoice. Amounts in kopecks, VAT included."""

    class Status(models.TextChoices):
        """Whether it is paid."""

        OPEN = "open", _("to be paid")
        PAID = "paid", _("paid")
        VOID = "void", _("void")
        UNCOLLECTIBLE = "uncollectible", _("written off")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="invoices", verbose_name=_("partner"))
    provider_id = models.CharField(max_length=64, unique=True)
    number = models.CharField(_("number"), max_length=64, blank=True)
    status = models.CharField(_("state"), max_length=13, choices=Status.choices)
    total = models.BigIntegerField(_("total, kopecks"))
    vat = models.BigIntegerField(_("VAT, kopecks"), default=0)
    due = models.BigIntegerField(_("to pay, kopecks"), default=0)
    created_at = models.DateTimeField(_("made"))
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)
    period_start = models.DateTimeField(null=True, blank=True)
    period_end = models.DateTimeField(null=True, blank=True)
    text = models.CharField(_("for"), max_length=300, blank=True)
    page_url = models.URLField(max_length=500, blank=True)
    pdf_url = models.URLField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.number or self.provider_id
