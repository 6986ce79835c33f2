"""What may be done to plans and payments. Each call checks, acts in one transaction, or refuses."""

from billing.services.changing import (
    downgrade,
    downgrade_undo,
    subscription_cancel,
    subscription_end,
    subscription_pause,
    subscription_resume,
    upgrade,
    upgrade_preview,
)
from billing.services.overrides import override_grant, override_revoke
from billing.services.plans import partner_open, plan_set, trial_extend, trial_start
from billing.services.subscribing import checkout_begin, portal_open, subscription_refresh

__all__ = [
    "checkout_begin",
    "downgrade",
    "downgrade_undo",
    "override_grant",
    "override_revoke",
    "partner_open",
    "plan_set",
    "portal_open",
    "subscription_cancel",
    "subscription_end",
    "subscription_pause",
    "subscription_refresh",
    "subscription_resume",
    "trial_extend",
    "trial_start",
    "upgrade",
    "upgrade_preview",
]
