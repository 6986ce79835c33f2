"""`manage.py recompute`: bring partners' figures up to the lake."""

import time
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError, CommandParser

from daas.management.one_line import OneLineCommand, iso_day
from insights.behind import partners_active, partners_computed
from insights.lake_access import lake_options, lake_store
from insights.peers.claim import Busy, peers_claimed
from insights.peers.recompute import peers_recompute
from insights.queueing import Queued, queue_all, worker_answers
from insights.recompute import Outcome, RunReport, recompute_each
from insights.tasks import EXPIRES, peers_refresh
from lake.contract import LakeError
from lake.marts import marts_refresh
from lake.store import Version
from tenants.errors import PartnerUnknown
from tenants.models import Partner

PATIENCE_SECONDS = 300.0
LOOK_SECONDS = 0.5
WORKER_STARTS_WITHIN_SECONDS = 30.0


class Command(OneLineCommand):
    """Recompute partners, here or by the workers."""

    help = "Bring the marts and the partners' figures up to the newest data."

    def add_arguments(self, parser: CommandParser) -> None:
        """Choose partners, day and place."""
        whom = parser.add_mutually_exclusive_group()
        whom.add_argument("--all", action="store_true", help="every active partner; the default")
        whom.add_argument("--partner", action="extend", nargs="+", metavar="SUBDOMAIN", default=[])
        parser.add_argument("--as-of", type=iso_day, metavar="DATE", help="the last day that counts")
        parser.add_argument("--inline", action="store_true", help="in this process, without workers")
        parser.add_argument("--force", action="store_true", help="although nothing changed")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refresh the marts, then every partner."""
        partners = _partners(options["partner"])
        version = self._marts(options["as_of"], needed=bool(partners))
        reports = self._inline(partners, options) if options["inline"] else self._queued(partners, version, options)
        counts = {outcome: sum(report.outcome is outcome for report in reports) for outcome in Outcome}
        said = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
        self.say(f"Partners: {said or 'none'}")
        if partners:
            self._compare(partners, options)
        self.answer({"partners": [asdict(report) for report in reports]})
        if failed := [report for report in reports if report.outcome is Outcome.FAILED]:
            first = failed[0]
            raise CommandError(f"{len(failed)} of {len(reports)} partners failed; {first.partner}: {first.error}")

    def _marts(self, as_of: Any, *, needed: bool) -> Version:
        bar = self.bar()
        version = marts_refresh(
            lake_store(), options=lake_options(), on_progress=lambda done, total: bar("months", done, total)
        )
        bar.close()
        first_day = version.facts.get("first_day")
        if needed and not first_day:
            raise LakeError("Nothing has been imported yet; run 'manage.py lake_import PATH'.")
        if as_of and first_day and as_of.isoformat() < first_day:
            raise LakeError(f"The lake begins on {first_day}; choose that day or a later one.")
        return version

    def _inline(self, partners: list[Partner], options: dict[str, Any]) -> list[RunReport]:
        bar = self.bar()
        reports = recompute_each(
            partners,
            as_of=options["as_of"],
            force=options["force"],
            on_done=lambda done, total: bar("partners", done, total),
        )
        bar.close()
        return reports

    def _compare(self, partners: list[Partner], options: dict[str, Any]) -> None:
        """Compare partners with similar businesses: after all of them, in one pass."""
        if options["inline"]:
            try:
                with peers_claimed():
                    report = peers_recompute(partners, as_of=options["as_of"])
            except Busy:
                self.say("Comparisons: a worker is at it")
                return
            self.say(f"Comparisons: {report.done} done" + (f", {len(report.failed)} failed" if report.failed else ""))
            return
        day = options["as_of"].isoformat() if options["as_of"] else None
        peers_refresh.apply_async(([one.schema_name for one in partners], day), expires=EXPIRES, queue="big")
        self.say("Comparisons: sent")

    def _queued(self, partners: list[Partner], version: Version, options: dict[str, Any]) -> list[RunReport]:
        if partners and not worker_answers(wait_seconds=WORKER_STARTS_WITHIN_SECONDS):
            raise CommandError("No worker answers; start the product, or add --inline.")
        queued = queue_all(partners, version=version, as_of=options["as_of"], force=options["force"])
        return self._wait(queued)

    def _wait(self, queued: Queued) -> list[RunReport]:
        bar, seen, patient_until = self.bar(), -1.0, time.monotonic() + PATIENCE_SECONDS
        waiting = {partner.subdomain: partner for partner in queued.partners}
        reports: list[RunReport] = []
        while waiting:
            found, under_way = queued.look(waiting.values())
            for report in found:
                waiting.pop(report.partner)
            reports += found
            bar("partners", int((len(reports) + under_way) * 100), len(queued.partners) * 100)
            if len(reports) + under_way > seen:
                seen, patient_until = len(reports) + under_way, time.monotonic() + PATIENCE_SECONDS
            if waiting and time.monotonic() > patient_until:
                bar.close()
                raise CommandError(f"{len(waiting)} of {len(queued.partners)} partners are still waiting for a worker.")
            time.sleep(LOOK_SECONDS if waiting else 0)
        bar.close()
        return sorted(reports, key=lambda report: report.partner)


def _partners(subdomains: list[str]) -> list[Partner]:
    if not subdomains:
        return partners_computed()
    known = {partner.subdomain: partner for partner in partners_active()}
    if unknown := [name for name in subdomains if name not in known]:
        raise PartnerUnknown(f"There is no active partner {', '.join(unknown)}.")
    return [known[name] for name in dict.fromkeys(subdomains)]
