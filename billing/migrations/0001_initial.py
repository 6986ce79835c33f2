import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import billing.models.subscription


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenants", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "plan",
                    models.CharField(
                        default="start",
                        max_length=16,
                        validators=[billing.models.subscription.plan_validate],
                        verbose_name="plan",
                    ),
                ),
                ("trial_until", models.DateTimeField(blank=True, null=True, verbose_name="trial until")),
                ("paused_until", models.DateTimeField(blank=True, null=True, verbose_name="paused until")),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="changed"),
                ),
                (
                    "partner",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscription",
                        to="tenants.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={"verbose_name": "subscription", "verbose_name_plural": "subscriptions"},
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("grant", "Grants a feature"),
                            ("remove", "Removes a feature"),
                            ("limit", "Sets a limit"),
                        ],
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="feature or limit")),
                (
                    "value",
                    models.PositiveBigIntegerField(
                        blank=True, help_text="Empty: no limit.", null=True, verbose_name="value"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="created"),
                ),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="revoked")),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="granted by",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="overrides",
                        to="tenants.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "exception",
                "verbose_name_plural": "exceptions",
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", "limit"), ("value", None), _connector="OR"),
                        name="only_a_limit_has_a_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="an_exception_has_a_reason"
                    ),
                ],
            },
        ),
    ]
