"""Questions that this room asks and rooms above it answer.

A hook is filled once, when its room's application starts. Without an answer nothing is limited.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Hook(Generic[P, R]):
    """One question; whoever answers it is registered with `answered_by`."""

    def __init__(self, default: R) -> None:
        self.default = default
        self.answer: Callable[P, R] | None = None

    def answered_by(self, answer: Callable[P, R]) -> Callable[P, R]:
        """Register the answer; usable as a decorator."""
        self.answer = answer
        return answer

    def ask(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Ask; the default stands where nobody answers."""
        return self.default if self.answer is None else self.answer(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class SignUpUnderWay:
    """A workspace that a person asked for and does not have yet."""

    company: str
    state: str
    url: str


seats: "Hook[..., int | None]" = Hook(None)
"""How many members a partner may have: `seats.ask(partner)`; None for no limit."""

partner_proven: "Hook[..., None]" = Hook(None)
"""A partner's right to its INN was just proven: `partner_proven.ask(partner)`; who answers opens its figures."""

sign_ups: "Hook[..., tuple[SignUpUnderWay, ...]]" = Hook(())
"""Workspaces under way of a person: `sign_ups.ask(user)`."""

suspended: "Hook[..., None]" = Hook(None)
"""A partner was just suspended: `suspended.ask(partner)`; who answers sees to it that it is not charged any more."""

leaving: "Hook[..., None]" = Hook(None)
"""A partner is about to be erased: `leaving.ask(partner)`; who answers ends what would go on costing it, or refuses."""

contributor: "Hook[..., str]" = Hook("")
"""What a partner's company counts as among others, a holding or itself: `contributor.ask(partner)`."""
