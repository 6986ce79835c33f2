"""What may be done to plans and payments. Each call checks, acts in one transaction, or refuses."""

from billing.services.overrides import override_grant, override_revoke
from billing.services.plans import partner_open, plan_set, trial_extend, trial_start

__all__ = ["override_grant", "override_revoke", "partner_open", "plan_set", "trial_extend", "trial_start"]
