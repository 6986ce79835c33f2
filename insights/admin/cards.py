"""What the room of figures shows on a partner's one screen: its data and the last runs."""

from typing import Final

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from insights.admin.words import age, run_line, stale
from insights.selectors.runs_of_partners import outlet_codes, outlet_count, runs_newest, runs_of
from lake.mcc import code_name
from tenants.admin.cards import Card, Fact
from tenants.models import Claim, Partner
from ui import dates, numbers

SHOWN: Final = 3


def data_card(partner: Partner) -> Card:
    """Show how much there is, how new it is, and whether the right to it is proven."""
    runs = runs_newest([partner])[partner.schema_name]
    today = timezone.localdate()
    claim = Claim.objects.filter(partner=partner).first()
    lang = get_language() or "ru"
    facts = [Fact(_("Outlets"), numbers.num(outlet_count(partner)))]
    if codes := outlet_codes(partner):
        facts.append(Fact(_("Kind of business"), "; ".join(f"{code_name(one, lang)} ({one})" for one in codes)))
    if runs.done is not None:
        covered = (runs.done.as_of - runs.done.first_day).days + 1
        facts += [
            Fact(_("Days covered"), numbers.num(covered)),
            Fact(_("Payments"), numbers.num(runs.done.payments)),
            Fact(
                _("Data as of"),
                f"{dates.day(runs.done.as_of)}, {age(runs.done.as_of, today)}",
                "bad" if stale(runs, today) else "",
            ),
        ]
    else:
        facts.append(Fact(_("Data as of"), _("no figures yet"), "warning"))
    facts.append(_proof(partner, claim))
    context = {"facts": facts, "claim": claim}
    return Card("data", gettext_lazy("Data"), 40, "admin/cards/data.html", context)


def runs_card(partner: Partner) -> Card:
    """Show the last runs with how long they took and why they failed."""
    lines = [run_line(partner, run) for run in runs_of(partner, newest=SHOWN)]
    return Card("runs", gettext_lazy("Runs"), 50, "admin/cards/runs.html", {"lines": lines})


def _proof(partner: Partner, claim: Claim | None) -> Fact:
    if partner.proven_at is not None:
        return Fact(_("Right to the INN"), _("proven on %(day)s") % {"day": dates.day(partner.proven_at)}, "good")
    state = claim.get_state_display() if claim else _("not proven, no claim yet")
    return Fact(_("Right to the INN"), state, "warning")
