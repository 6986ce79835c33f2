"""What was told to whom about whom: frozen groups, the ledger of what was released, who takes no part."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PeerSet(models.Model):
    """The businesses that a partner is compared with through one lens, frozen for a quarter.

    `companies` are INNs, `members` their holdings in the same order, or themselves: as they were when it was frozen.
    They are shown to nobody. Without a partner it is one set for all: whose sales make up what customers spend
    everywhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("tenants.Partner", models.CASCADE, related_name="+", null=True)
    lens = models.CharField(_("how chosen"), max_length=10)
    wide = models.BooleanField(_("the wider group"), default=False)
    quarter = models.DateField(_("first day of the quarter"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    level = models.CharField(_("level"), max_length=200)
    members = ArrayField(models.CharField(max_length=300), default=list)
    companies = ArrayField(models.CharField(max_length=100), default=list)
    traits = models.JSONField(_("ranges of traits"), default=dict)
    description = models.JSONField(_("description, of an own choice"), default=dict)
    frozen_at = models.DateTimeField(_("frozen"))

    class Meta:
        verbose_name = _("group of similar businesses")
        verbose_name_plural = _("groups of similar businesses")
        constraints = [
            models.UniqueConstraint(fields=["partner", "lens", "wide", "quarter", "version"], name="peerset_one"),
            models.UniqueConstraint(fields=["lens", "quarter"], condition=Q(partner=None), name="peerset_of_all"),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.lens} {self.quarter} v{self.version}"


class Release(models.Model):
    """One published cell: who saw which figure of which days, and whose rows stood behind it.

    `shares[i]` is what `contributors[i]` brought to it, of 1. Nobody outside the bank reads this table; a contributor
    sees counts of it on its own privacy page.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("tenants.Partner", models.CASCADE, related_name="+", verbose_name=_("viewer"))
    holding = models.CharField(_("holding of the viewer"), max_length=300)
    metric = models.CharField(_("metric"), max_length=60)
    lens = models.CharField(_("how chosen"), max_length=10)
    level = models.CharField(_("level"), max_length=200)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    contributors = ArrayField(models.CharField(max_length=300))
    shares = ArrayField(models.FloatField())
    who = models.CharField(_("fingerprint of the contributors"), max_length=32)
    data_version = models.PositiveIntegerField(_("data version"))
    released_at = models.DateTimeField(_("released"))

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            # Told again of the same businesses it stays one row; of others it is one more, for both were seen.
            models.UniqueConstraint(
                fields=["partner", "metric", "lens", "level", "start", "end", "who"], name="release_one"
            )
        ]
        indexes = [
            GinIndex(fields=["contributors"], name="release_contributors"),
            models.Index(fields=["holding", "end"], name="release_of_holding"),
            models.Index(fields=["end"], name="release_end"),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.lens} {self.end}"


class Sharing(models.Model):
    """A partner's choice to take no part: from the next freeze its rows stand behind no figure about others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.OneToOneField("tenants.Partner", models.CASCADE, related_name="sharing")
    takes_part = models.BooleanField(_("takes part in comparisons"), default=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("part in comparisons")
        verbose_name_plural = _("part in comparisons")

    def __str__(self) -> str:
        return f"{self.partner_id} {self.takes_part}"


class PeerChoice(models.Model):
    """Whom a partner wants to be compared with: a description, in force from a quarter until a newer one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("tenants.Partner", models.CASCADE, related_name="+")
    quarter = models.DateField(_("in force from the quarter"))
    description = models.JSONField(_("description"))
    chosen_at = models.DateTimeField(_("chosen"), auto_now=True)

    class Meta:
        verbose_name = _("own group of comparison")
        verbose_name_plural = _("own groups of comparison")
        constraints = [models.UniqueConstraint(fields=["partner", "quarter"], name="peerchoice_one")]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.quarter}"


class PeerTry(models.Model):
    """One description that a partner tried, and the one word it was told; `members` are shown to nobody.

    Viewers of one holding are taken for one. `judged` is false where an earlier answer for nearly the same businesses
    was given again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("tenants.Partner", models.CASCADE, related_name="+")
    holding = models.CharField(_("holding of the viewer"), max_length=300)
    quarter = models.DateField(_("first day of the quarter"))
    fingerprint = models.CharField(_("fingerprint of the description"), max_length=32)
    members = ArrayField(models.CharField(max_length=300), default=list)
    fits = models.BooleanField(_("it fits"))
    judged = models.BooleanField(_("found from these businesses"))
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("tried group of comparison")
        verbose_name_plural = _("tried groups of comparison")
        constraints = [models.UniqueConstraint(fields=["partner", "quarter", "fingerprint"], name="peertry_one")]
        indexes = [models.Index(fields=["holding", "quarter"], name="peertry_of_holding")]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.day}"


class PeerCensus(models.Model):
    """What all companies are chosen by, as the newest comparison found it: one row, shown to nobody.

    `companies` are lists in the order of the fields of `lake.peers.own_choice.Company`: a try reads them. A page reads
    the rest: `places` are cities and regions that may be named, `partners` holding, kind, city and region by INN.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quarter = models.DateField(_("first day of the quarter"))
    data_version = models.PositiveIntegerField(_("data version"))
    companies = models.JSONField(_("companies"))
    places = models.JSONField(_("places"))
    partners = models.JSONField(_("partners"))

    class Meta:
        verbose_name = _("companies to choose from")
        verbose_name_plural = _("companies to choose from")

    def __str__(self) -> str:
        return f"{self.quarter} {self.data_version}"
