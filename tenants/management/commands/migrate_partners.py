"""`manage.py migrate_partners`: public, the template, then every partner that is behind."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.migrating import MigrationReport, migrate_all
from tenants.services.bank import groups_make


class Command(BaseCommand):
    """Bring every schema to this version; one that fails stops no other."""

    help = "Migrate the public schema, the template and every partner that is behind."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the options."""
        parser.add_argument("--json", action="store_true", help="print the reports as JSON")

    def handle(self, **options: Any) -> None:
        """Migrate and report."""
        reports = migrate_all(None if options["json"] else self._say)
        if reports[0].state != "failed":
            groups_make()
        failed = [report for report in reports if report.state == "failed"]
        if options["json"]:
            self.stdout.write(json.dumps([asdict(report) for report in reports]))
        else:
            changed = sum(report.state == "migrated" for report in reports)
            self.stdout.write(f"{len(reports)} schemas: {changed} migrated, {len(failed)} failed.")
        if failed:
            raise CommandError(f"These schemas could not be migrated: {', '.join(r.schema for r in failed)}.")

    def _say(self, report: MigrationReport) -> None:
        if report.state != "current":
            self.stdout.write(f"{report.schema}: {report.state} in {report.seconds:.1f} s. {report.error}".rstrip())
