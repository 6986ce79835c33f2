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


class Customer(models.Model):
    """One customer as this partner sees them: a name of its own, what they bought, what is expected of them.

    Nothing of who they are stands here. Sums in kopecks, expected values in roubles; null where there is none: fifths
    of who bought nothing in the last year, all that is expected where the plan lacks it or data are too few, `alive`
    where the model can't tell.
    """

    pseudonym = models.BigIntegerField(_("pseudonym"), primary_key=True)
    first_day = models.DateField(_("first purchase"))
    last_day = models.DateField(_("last purchase"))
    days = models.IntegerField(_("days with purchases"))
    purchases = models.IntegerField(_("purchases"))
    net = models.BigIntegerField(_("net revenue"))
    recency = models.SmallIntegerField(_("fifth by the last purchase"), null=True)
    frequency = models.SmallIntegerField(_("fifth by the number of purchases"), null=True)
    money = models.SmallIntegerField(_("fifth by the sum"), null=True)
    visits_91 = models.FloatField(_("purchase days expected in 91 days"), null=True)
    visits_182 = models.FloatField(_("purchase days expected in 182 days"), null=True)
    visits_365 = models.FloatField(_("purchase days expected in 365 days"), null=True)
    value_91 = models.FloatField(_("revenue expected in 91 days"), null=True)
    value_182 = models.FloatField(_("revenue expected in 182 days"), null=True)
    value_365 = models.FloatField(_("revenue expected in 365 days"), null=True)
    alive = models.FloatField(_("probability to be a customer still"), null=True)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")

    def __str__(self) -> str:
        return str(self.pk)


class CustomerRun(models.Model):
    """What the list of customers rests on: one row a partner."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    as_of = models.DateField(_("as of"))
    first_day = models.DateField(_("first day"))
    data_version = models.PositiveIntegerField(_("data version"))
    version = models.PositiveSmallIntegerField(_("version of the method"))
    customers = models.PositiveIntegerField(_("customers"))
    payments = models.PositiveBigIntegerField(_("payments read"))
    valued = models.BooleanField(_("asked what is expected of them"))
    has_values = models.BooleanField(_("what is expected of them is known"))
    has_alive = models.BooleanField(_("the model tells who is a customer still"))
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("list of customers")
        verbose_name_plural = _("lists of customers")

    def __str__(self) -> str:
        return f"{self.customers} {self.as_of}"
