"""Groups that viewers describe themselves: each tries a few, and takes the first that it may."""

from collections.abc import Iterable

from insights.services.peer_group import peer_group_choose
from lake.mcc import kind_of
from lake.peers.own_choice import Band, Description
from tenants.errors import Refused
from tests.attacks.recorded import Viewer
from tests.attacks.towns import KINDS


def own_groups_choose(viewers: Iterable[Viewer]) -> int:
    """Let each viewer choose a group of its own; return how many have found one."""
    found = 0
    for one in viewers:
        kind = kind_of(KINDS[one.slot % len(KINDS)])
        for description in (
            Description(kinds=(kind.key,), ticket=Band.NEAR),
            Description(kinds=(kind.key,), size=Band.NEAR),
            Description(groups=(kind.group,)),
        ):
            try:
                peer_group_choose(partner=one.partner, description=description, by=None)
            except Refused:
                continue
            found += 1
            break
    return found
