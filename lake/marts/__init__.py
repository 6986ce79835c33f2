"""From payments to compact tables: one pass for all partners, and only over months that changed.

The mart `visits` has one row per merchant, customer, local day and channel, with the hours of its purchases, the mart
`hours` one per merchant, local day, hour and channel. Each of their files is made of transactions of one UTC month and
names their files, so a refresh knows what is new. The same day of a customer may be in several files: a reader adds up.
"""

from lake.marts.folds import HOURS, MARTS, SCHEME, VISITS
from lake.marts.planning import OUTLETS, PARTS
from lake.marts.refresh import marts_refresh

__all__ = ["HOURS", "MARTS", "OUTLETS", "PARTS", "SCHEME", "VISITS", "marts_refresh"]
