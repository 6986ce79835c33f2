"""`account/`: who the key belongs to and what the plan holds. Any valid key, any plan, uncounted."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.account import account
from api.schema.examples import ACCOUNT
from api.schema.serializers import AccountSerializer
from api.views.base import KeyView


class AccountView(KeyView):
    """The account."""

    @extend_schema(
        operation_id="account",
        summary=_("The account behind the key"),
        description=_("Partner, plan, features, limits with their use, and the newest day of the data. Not counted."),
        responses={200: AccountSerializer},
        examples=[ACCOUNT],
    )
    def get(self, request: Request) -> Response:
        """Answer with the account."""
        found = account(self.partner)
        body: dict[str, Any] = {
            "partner": {"name": found.name, "subdomain": found.subdomain, "timezone": found.timezone},
            "plan": found.plan,
            "features": list(found.features),
            "limits": {limit.key: {"limit": limit.limit, "used": limit.used} for limit in found.limits},
            "as_of": found.as_of.isoformat() if found.as_of else None,
        }
        return Response(body)
