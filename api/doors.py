"""The read door as an address knocks at it: what it refuses becomes a problem, what the plan lacks a 402."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from api.gate import locked_problem
from api.problems import NOT_PROVEN, Problem, bad_parameter, not_found
from billing.entitlements import Locked
from insights.errors import BadParameter, NotComputedYet, NotProvenYet, UnknownOutlet
from tenants.models import Partner
from tenants.selectors import claim_of

T = TypeVar("T")


@contextmanager
def door(partner: Partner) -> Iterator[None]:
    """Tell what the read door refuses as a problem."""
    try:
        yield
    except NotProvenYet as error:
        claim = claim_of(partner)
        raise Problem(NOT_PROVEN, str(error), claim=str(claim.state) if claim else "") from error
    except (UnknownOutlet, NotComputedYet) as error:
        raise not_found(str(error)) from error
    except BadParameter as error:
        raise bad_parameter(error.parameter, error.message) from error


def opened(found: T | Locked) -> T:
    """Return what was found, or refuse with 402 where the plan lacks it."""
    if isinstance(found, Locked):
        raise locked_problem(found)
    return found
