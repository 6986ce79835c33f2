"""What people change here: services write, keyword-only."""

from insights.services.outlets import ALIAS_LONGEST, outlet_move, outlets_rename

__all__ = ["ALIAS_LONGEST", "outlet_move", "outlets_rename"]
