"""Whether a partner's own rows stand behind figures about others: its choice, in force from the next quarter."""

from django.db import transaction
from django.utils.timezone import localdate

from tenants.models import Partner, Sharing, User
from tenants.services.audit import audit
from tenants.sharing import quarter_after


@transaction.atomic
def sharing_set(*, partner: Partner, takes_part: bool, by: User | None) -> Sharing:
    """Take part in comparisons, or no longer; the groups of this quarter are frozen, the next one's follow it."""
    row, _made = Sharing.objects.select_for_update().get_or_create(partner=partner)
    if row.takes_part == takes_part:
        return row
    row.takes_part = takes_part
    row.save(update_fields=["takes_part", "changed_at"])
    acts = quarter_after(localdate())
    audit(
        partner=partner,
        actor=by,
        action="sharing_resumed" if takes_part else "sharing_stopped",
        day=acts.isoformat(),
    )
    return row
