"""A partner is erased: schema, files, cache, sessions, people. A certificate remains.

Each step can be done again, and the partner's row goes last: an erasure that was killed is finished by calling
it once more.
"""

import hashlib
import hmac
import shutil
from pathlib import Path
from typing import Any

import redis
import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tenants.utils import quote_schema_name

from tenants import hooks
from tenants.hosts import hosts_forget
from tenants.migrating import schema_exists
from tenants.models import Domain, ErasureCertificate, Membership, Partner, Session, User

log = structlog.get_logger(__name__)


def partner_erase(*, partner: Partner, requested_by: User | None) -> ErasureCertificate:
    """Remove all that belongs to a partner and return the certificate of it.

    Raises
    ------
    Refused
        When a room above can't end what would go on; nothing is removed then.
    """
    hooks.leaving.ask(partner)
    certificate = _begin(partner, requested_by)
    with transaction.atomic():
        gone = _rows_remove(partner)
        _add(certificate, gone)
    _add(certificate, {"files": _files_remove(partner), "cache_keys": _cache_remove(partner)})
    with transaction.atomic():
        _add(certificate, {"hosts": Domain.objects.filter(tenant=partner).delete()[0]})
        certificate.finished_at = timezone.now()
        certificate.save()
        Partner.objects.filter(pk=partner.pk).delete()
    hosts_forget()
    log.info("partner erased", schema=partner.schema_name, **certificate.removed)
    return certificate


def _begin(partner: Partner, requested_by: User | None) -> ErasureCertificate:
    with transaction.atomic():
        Partner.objects.filter(pk=partner.pk).update(status=Partner.Status.ERASING)
        certificate, _created = ErasureCertificate.objects.get_or_create(
            schema_name=partner.schema_name,
            finished_at=None,
            defaults={
                "partner_name": partner.name,
                "subdomain": partner.subdomain,
                # Keyed: ten digits could be found by trying them all.
                "inn_hash": hmac.new(settings.SECRET_KEY.encode(), partner.inn.encode(), hashlib.sha256).hexdigest(),
                "requested_by": requested_by,
            },
        )
    hosts_forget()
    return certificate


def _rows_remove(partner: Partner) -> dict[str, int]:
    gone = _schema_drop(partner.schema_name)
    gone["sessions"] = Session.objects.filter(schema_name=partner.schema_name).delete()[0]
    members = list(Membership.objects.filter(partner=partner).values_list("user_id", flat=True))
    gone["memberships"] = Membership.objects.filter(partner=partner).delete()[0]
    gone["invitations"] = partner.invitations.all().delete()[0]
    strangers = User.objects.filter(pk__in=members, is_staff=False, memberships=None)
    gone["people"] = strangers.count()
    strangers.delete()
    return gone


def _schema_drop(schema: str) -> dict[str, int]:
    if not schema_exists(schema):
        return {"schemas": 0, "tables": 0, "rows": 0}
    name = quote_schema_name(schema)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        tables = [table for (table,) in cursor.fetchall()]
        rows = 0
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM {name}."{table}"')  # noqa: S608  names from the catalogue
            rows += cursor.fetchone()[0]
        cursor.execute(f"DROP SCHEMA {name} CASCADE")
    return {"schemas": 1, "tables": len(tables), "rows": rows}


def _files_remove(partner: Partner) -> int:
    folder = Path(settings.MEDIA_ROOT) / partner.schema_name
    if not folder.exists():
        return 0
    count = sum(1 for path in folder.rglob("*") if path.is_file())
    shutil.rmtree(folder)
    return count


def _cache_remove(partner: Partner) -> int:
    client = redis.Redis.from_url(settings.CACHES["default"]["LOCATION"])
    # Every key begins with its schema (django_tenants.cache.make_key).
    keys = list(client.scan_iter(match=f"{partner.schema_name}:*", count=1000))
    return sum(client.delete(*keys[start : start + 1000]) for start in range(0, len(keys), 1000))


def _add(certificate: ErasureCertificate, gone: dict[str, Any]) -> None:
    for what, count in gone.items():
        certificate.removed[what] = certificate.removed.get(what, 0) + count
    certificate.save(update_fields=["removed"])
