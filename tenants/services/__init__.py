"""What may be done to partners and their people. Each call checks, acts in one transaction, or refuses."""

from tenants.services.accounts import account_create, email_confirm_send, email_confirmed
from tenants.services.claims import (
    claim_approve,
    claim_code_ask,
    claim_code_check,
    claim_code_send,
    claim_message,
    claim_open,
    claim_refuse,
)
from tenants.services.entry import entry_link_make, entry_link_use, support_link
from tenants.services.erasure import partner_erase
from tenants.services.invitations import invitation_accept, invitation_revoke, member_invite
from tenants.services.members import member_remove, member_role_change, profile_change
from tenants.services.partners import partner_create, partner_resume, partner_suspend

__all__ = [
    "account_create",
    "claim_approve",
    "claim_code_ask",
    "claim_code_check",
    "claim_code_send",
    "claim_message",
    "claim_open",
    "claim_refuse",
    "email_confirm_send",
    "email_confirmed",
    "entry_link_make",
    "entry_link_use",
    "invitation_accept",
    "invitation_revoke",
    "member_invite",
    "member_remove",
    "member_role_change",
    "partner_create",
    "partner_erase",
    "partner_resume",
    "partner_suspend",
    "profile_change",
    "support_link",
]
