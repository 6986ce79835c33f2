"""What account managers see of partners' figures, on the public host.

The room's models live in partners' schemas, so none of them is registered here: their rows come as frozen
dataclasses from `insights.selectors.runs_of_partners`.
"""

from insights.admin.partners import PartnerAdmin
from insights.admin.runs import runs_overall

__all__ = ["PartnerAdmin", "runs_overall"]
