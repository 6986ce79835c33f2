"""Partners and their hosts."""

import uuid
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from tenants.names import inn_validate, schema_name_of, subdomain_validate


def timezone_validate(name: str) -> None:
    """Refuse a name that no time zone has."""
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone of this name. Write it like Europe/Moscow."))


class Partner(TenantMixin):  # type: ignore[misc]
    """A business client of the bank: one schema, one host."""

    class Status(models.TextChoices):
        """What a partner's host answers with."""

        PROVISIONING = "provisioning", _("Being prepared")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        ERASING = "erasing", _("Being erased")

    # Schemas are made by tenants.provisioning, never on save().
    auto_create_schema = False
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    schema_name = models.CharField(
        max_length=63, unique=True, editable=False, validators=[RegexValidator(r"^p_[a-z0-9_]+$")]
    )
    name = models.CharField(_("name"), max_length=200)
    inn = models.CharField(_("INN"), max_length=12, db_index=True, validators=[inn_validate])
    subdomain = models.CharField(_("subdomain"), max_length=40, unique=True, validators=[subdomain_validate])
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.PROVISIONING)
    timezone = models.CharField(_("time zone"), max_length=40, default="Europe/Moscow", validators=[timezone_validate])
    account_manager = models.ForeignKey(
        "tenants.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="partners_managed",
        verbose_name=_("account manager"),
        limit_choices_to={"is_staff": True},
    )
    proven_at = models.DateTimeField(
        _("right to the INN proven"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Without the proof no figure of the outlets is opened."),
    )
    created_at = models.DateTimeField(_("created"), default=now, editable=False)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name", "subdomain"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(schema_name__startswith="p_"), name="partner_schema_has_its_prefix"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Derive the schema's name from the subdomain while it is not set."""
        if not self.schema_name:
            self.schema_name = schema_name_of(self.subdomain)

    @property
    def active(self) -> bool:
        """Whether its host serves."""
        return self.status == self.Status.ACTIVE

    @property
    def proven(self) -> bool:
        """Whether the company's right to its INN was proven."""
        return self.proven_at is not None


class Domain(DomainMixin):  # type: ignore[misc]
    """A host name of a partner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["domain"]

    def __str__(self) -> str:
        return str(self.domain)
