"""What may be done on the way in: sign up, open the workspace, set it up."""

from onboarding.services.first_steps import claim_code_deliver, company_save, coverage_save, outlets_save, wishes_save
from onboarding.services.workspace import workspace_prepare

__all__ = [
    "claim_code_deliver",
    "company_save",
    "coverage_save",
    "outlets_save",
    "wishes_save",
    "workspace_prepare",
]
