"""What every page knows about the person who looks at it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tenants.access import partner_or_none
from tenants.models import User
from tenants.selectors import workspaces_of
from tenants.support import support_visit


def people(request: HttpRequest) -> dict[str, Any]:
    """Name the visit of an account manager, the person's workspaces, and the shell of pages about oneself."""
    user = getattr(request, "user", None)
    partner = partner_or_none(request)
    shell = {"person_shell": "settings_base.html" if partner else "tenants/person_base.html"}
    if not isinstance(user, User):
        return shell
    visit = support_visit(request)
    if visit is not None:
        return {**shell, "support": visit}
    # Read only where a template asks: most answers are parts of pages.
    return {**shell, "workspaces": SimpleLazyObject(lambda: workspaces_of(user, here=partner))}
