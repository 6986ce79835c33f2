"""The account managers' admin, on the public host only.

Rooms above extend `PartnerAdmin` and register their own in its place, so that each column comes from the room
that knows it.
"""

from tenants.admin import claims, people, records
from tenants.admin.partners import PartnerAdmin

__all__ = ["PartnerAdmin", "claims", "people", "records"]
