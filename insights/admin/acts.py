"""What this room lets managers do to a partner: have its figures computed anew."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insights.services import recompute_request
from tenants.admin.acts import Act, Done
from tenants.errors import Refused
from tenants.forms import Form
from tenants.models import Partner, User

RECOMPUTED: Final = "recompute_asked"


def _recompute(*, partner: Partner, by: User) -> Done:
    done = recompute_request(partners=[partner])
    if not done.sent:
        raise Refused(_("The partner is not in service, so nothing is computed."))
    if not done.answered:
        return Done(_("No worker answers. The work waits for six hours; start a worker or ask for it again later."))
    return Done(_("The figures are being computed anew."))


ACTS: Final = (
    Act(
        "recompute",
        gettext_lazy("Compute anew"),
        gettext_lazy("A worker reads the partner's payments again and writes every figure anew."),
        _recompute,
        card="runs",
        form=Form,
        action=RECOMPUTED,
        sentence=gettext_lazy("Had the figures computed anew"),
        offered=lambda partner: partner.active and partner.proven,
    ),
)
