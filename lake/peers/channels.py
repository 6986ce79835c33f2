"""Payments of all channels together, and of each alone."""

from typing import Final

import ibis.expr.types as ir

CHANNELS: Final = ("pos", "online")
PARTS: Final = ("", *CHANNELS)
"""All channels together, then each."""


def through(rows: ir.Table, part: str) -> ir.BooleanValue:
    """Say of each row whether it is of a part."""
    return rows.channel == part if part else rows.channel.isin(CHANNELS)
