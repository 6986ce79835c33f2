"""What acts about the plan are called in the access log that a partner's owner reads."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.features import FEATURES, LIMITS
from billing.plans import PLANS
from tenants.services.audit import act_name
from ui.dates import day

Details = dict[str, Any]


def acts_name() -> None:
    """Give each act its sentence; called once, when the room's application starts."""
    act_name("billing_checkout", gettext_lazy("Began to pay for the plan “%(plan)s”"), _plan)
    act_name("billing_upgrade", gettext_lazy("Moved to the plan “%(plan)s” at once"), _plan)
    act_name("billing_downgrade", gettext_lazy("Chose the plan “%(plan)s” from the period's end"), _plan)
    act_name("billing_downgrade_undo", gettext_lazy("Took the planned change of plan back"))
    act_name("billing_cancel", gettext_lazy("Cancelled the plan"))
    act_name("billing_resume", gettext_lazy("Took the cancellation or the pause of the plan back"))
    act_name("billing_pause", gettext_lazy("Paused the plan, months: %(months)s"))
    act_name("billing_portal", gettext_lazy("Opened the payment service's page"))
    act_name("billing_customer", gettext_lazy("Made the paying account"))
    act_name("billing_changed", gettext_lazy("The payment service reported a change; the paid plan: %(plan)s"), _plan)
    act_name("trial_extended", gettext_lazy("Extended the trial until %(until)s. Reason: %(reason)s"), _until)
    act_name("override_granted", gettext_lazy("Made an exception: %(name)s. Reason: %(reason)s"), _named)
    act_name("override_revoked", gettext_lazy("Ended an exception: %(name)s"), _named)


def _plan(details: Details) -> Details:
    plan = PLANS.get(str(details.get("plan", "")))
    return {"plan": str(plan.title) if plan else _("none")}


def _named(details: Details) -> Details:
    name = str(details.get("name", ""))
    known = FEATURES.get(name) or LIMITS.get(name)
    return {"name": str(known.title) if known else name}


def _until(details: Details) -> Details:
    return {"until": day(date.fromisoformat(str(details["until"])[:10]))} if details.get("until") else {}
