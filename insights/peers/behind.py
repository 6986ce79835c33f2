"""Whose comparisons are older than the lake, or lack what the plan holds."""

from billing.entitlements import holdings_keep
from insights.behind import partners_computed
from insights.models import PeerFigure
from insights.peers import solvency
from insights.selectors.peers_held import peers_held
from lake.store import Version
from tenants.models import Partner
from tenants.scope import PartnerUnknown, for_partner


def peers_behind(version: Version) -> list[str]:
    """Return the schemas of the partners that a pass has to be made for; none while the lake is empty."""
    if not version.facts.get("first_day"):
        return []
    partners = partners_computed()
    holdings_keep(partners)
    wanted = int(version.facts["marts_of"]), version.facts["last_day"]
    found = []
    for partner in partners:
        try:
            with for_partner(partner):
                if peers_lacking(partner) or _newest() not in {wanted, None}:
                    found.append(partner.schema_name)
        except PartnerUnknown:  # suspended since it was listed
            continue
    return found


def peers_lacking(partner: Partner) -> bool:
    """Say whether the plan holds comparisons that are not in store. Ask it in the partner's schema."""
    held = peers_held(partner)
    stored = set(PeerFigure.objects.values_list("key", "lens"))
    if held.solvency and (solvency.KEY, solvency.LENS) not in stored:
        return True
    return any((metric.key, str(lens)) not in stored for metric in held.metrics for lens in held.lenses)


def _newest() -> tuple[int, str] | None:
    row = PeerFigure.objects.order_by("-computed_at").first()
    return (row.data_version, row.body["as_of"]) if row else None
