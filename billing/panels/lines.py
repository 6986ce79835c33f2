"""What a line of an invoice is for, in the reader's language: the provider gives `plan:interval`."""

from django.utils.translation import gettext as _

from billing.plans import PLANS, Plan


def plan_in(text: str) -> Plan | None:
    """Return the plan that a line names; None where the provider has words of its own."""
    return PLANS.get(text.partition(":")[0])


def line_words(text: str) -> str:
    """Say what a line is for; the provider's own words stay as they are."""
    plan = plan_in(text)
    if plan is None:
        return text
    how = _("by the year") if text.endswith(":year") else _("by the month")
    return _("“%(plan)s”, %(how)s") % {"plan": plan.title, "how": how}
