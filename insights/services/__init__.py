"""What people change here: services write, keyword-only."""

from insights.services.outlets import ALIAS_LONGEST, outlet_move, outlets_rename
from insights.services.recompute import Requested, recompute_request

__all__ = ["ALIAS_LONGEST", "Requested", "outlet_move", "outlets_rename", "recompute_request"]
