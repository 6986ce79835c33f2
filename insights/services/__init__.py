"""What people change here: services write, keyword-only."""

from insights.services.outlets import ALIAS_LONGEST, outlet_move, outlets_rename
from insights.services.peer_group import peer_group_choose, peer_group_try, peer_group_undo
from insights.services.recompute import Requested, recompute_request
from insights.services.setting import goal_set, margin_set, outlets_disown, setting_change
from insights.services.turnover import turnover_remove, turnover_set

__all__ = [
    "ALIAS_LONGEST",
    "Requested",
    "goal_set",
    "margin_set",
    "outlet_move",
    "outlets_disown",
    "outlets_rename",
    "peer_group_choose",
    "peer_group_try",
    "peer_group_undo",
    "recompute_request",
    "setting_change",
    "turnover_remove",
    "turnover_set",
]
