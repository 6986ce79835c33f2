"""A seeded demo bank with planted truths, in the contract's form."""

from lake.demo.known import KNOWN, KnownPartner
from lake.demo.world import DemoWorld, demo_write

__all__ = ["KNOWN", "DemoWorld", "KnownPartner", "demo_write"]
