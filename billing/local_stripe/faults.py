"""Faults on demand: what goes wrong with deliveries and answers, seeded so that a run can be repeated."""

import random
import threading
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

ERRORS: dict[str, tuple[int, dict[str, str]]] = {
    "error": (500, {"type": "api_error", "message": "An unknown error occurred."}),
    "conflict": (
        409,
        {
            "type": "idempotency_error",
            "code": "idempotency_key_in_use",
            "message": "There is currently another in-progress request using this idempotency key.",
        },
    ),
    "rate_limit": (
        429,
        {
            "type": "invalid_request_error",
            "code": "rate_limit",
            "message": "Too many requests hit the API too quickly.",
        },
    ),
}
"""Answers given instead of the work: status and Stripe's error."""

KINDS = (*ERRORS, "slow", "cut")
"""``slow`` waits, then works; ``cut`` works, then closes the connection without an answer."""


class FaultError(ValueError):
    """A fault that was asked for can't be: the sentence says what is wrong."""


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """One way in which API answers go wrong: with a probability, or for the next N requests that match."""

    kind: str
    probability: float = 0.0
    next: int = 0
    method: str = ""
    path: str = ""
    seconds: float = 1.0

    def matches(self, method: str, path: str) -> bool:
        """Tell whether a request is meant; an empty method or path means any, a path is the beginning of one."""
        return self.method in {"", method} and path.startswith(self.path or "/v1/")


@dataclass(frozen=True, slots=True)
class DeliveryFaults:
    """How often deliveries go wrong; each is a probability of one delivery, except where said."""

    duplicate: float = 0.0
    duplicates: int = 1  # at most so many extra copies
    reorder: float = 0.0
    drop: float = 0.0  # lost for good: only a sweep of undelivered events finds it
    delay: float = 0.0
    delay_seconds: float = 600.0  # of the local clock, at most
    fail: float = 0.0  # of one attempt: it is tried again
    forge: float = 0.0  # a second event, well signed, of foreign metadata
    forged_metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fate:
    """What happens to one new delivery."""

    dropped: bool = False
    copies: int = 0
    delay: float = 0.0
    forged: bool = False


class Faults:
    """The faults in force, safe to ask from every thread; none until some are set."""

    def __init__(self, seed: int = 0) -> None:
        self._lock = threading.Lock()
        self.clear(seed)

    def clear(self, seed: int = 0) -> None:
        """Let everything go right again and start the dice anew."""
        with self._lock:
            self._seed = seed
            self._dice = random.Random(seed)  # noqa: S311  repeatable on purpose
            self._answers: list[AnswerFault] = []
            self._deliveries = DeliveryFaults()
            self._done: dict[str, int] = {}

    def set(self, wanted: dict[str, Any]) -> None:
        """Take faults in the form that ``describe`` gives; what is not named stays as it is."""
        unknown = set(wanted) - {"seed", "answers", "deliveries"}
        if unknown:
            raise FaultError(f"Unknown: {', '.join(sorted(unknown))}. Known: seed, answers, deliveries.")
        answers = [_answer(each) for each in wanted["answers"]] if "answers" in wanted else None
        with self._lock:
            deliveries = _deliveries(self._deliveries, wanted.get("deliveries") or {})
            if "seed" in wanted:
                self._seed = int(wanted["seed"])
                self._dice = random.Random(self._seed)  # noqa: S311
            if answers is not None:
                self._answers = answers
            self._deliveries = deliveries

    def describe(self) -> dict[str, Any]:
        """Return the faults in force and how often each has struck."""
        with self._lock:
            return {
                "seed": self._seed,
                "answers": [asdict(each) for each in self._answers],
                "deliveries": asdict(self._deliveries),
                "done": dict(self._done),
            }

    def answer(self, method: str, path: str) -> AnswerFault | None:
        """Decide what goes wrong with a request; a counted fault is used up by it."""
        with self._lock:
            for index, each in enumerate(self._answers):
                if not each.matches(method, path):
                    continue
                if each.next > 0:
                    self._answers[index] = replace(each, next=each.next - 1)
                elif self._dice.random() >= each.probability:
                    continue
                self._count(each.kind)
                return each
        return None

    def fate(self) -> Fate:
        """Decide what happens to a new delivery."""
        with self._lock:
            now = self._deliveries
            return Fate(
                dropped=self._strikes("drop", now.drop),
                copies=self._dice.randint(1, now.duplicates) if self._strikes("duplicate", now.duplicate) else 0,
                delay=self._dice.uniform(0, now.delay_seconds) if self._strikes("delay", now.delay) else 0.0,
                forged=self._strikes("forge", now.forge),
            )

    def fails(self) -> bool:
        """Decide whether one attempt is lost on its way."""
        with self._lock:
            return self._strikes("fail", self._deliveries.fail)

    def pick(self, waiting: int) -> int:
        """Choose which of the due deliveries goes next: the first, or any when they are out of order."""
        with self._lock:
            if waiting > 1 and self._strikes("reorder", self._deliveries.reorder):
                return self._dice.randrange(waiting)
        return 0

    def forged_metadata(self) -> dict[str, str]:
        """Return the metadata that a forged event carries."""
        with self._lock:
            return dict(self._deliveries.forged_metadata)

    def _strikes(self, name: str, probability: float) -> bool:
        struck = probability > 0 and self._dice.random() < probability
        if struck:
            self._count(name)
        return struck

    def _count(self, name: str) -> None:
        self._done[name] = self._done.get(name, 0) + 1


def _answer(wanted: dict[str, Any]) -> AnswerFault:
    made: AnswerFault = _changed(AnswerFault(kind=""), wanted, "answers")
    if made.kind not in KINDS:
        raise FaultError(f"There is no kind {made.kind!r}. There are: {', '.join(KINDS)}.")
    _probable(made.probability, "probability")
    return made


def _deliveries(now: DeliveryFaults, wanted: dict[str, Any]) -> DeliveryFaults:
    made: DeliveryFaults = _changed(now, wanted, "deliveries")
    for name in ("duplicate", "reorder", "drop", "delay", "fail", "forge"):
        _probable(getattr(made, name), name)
    if made.duplicates < 1:
        raise FaultError("duplicates is how many copies there are at most: 1 or more.")
    return made


def _changed(before: Any, wanted: dict[str, Any], where: str) -> Any:
    """Return a copy with the wanted values, each brought to the type of what stood there: forms carry only text."""
    known = {each.name for each in fields(before)}
    if unknown := set(wanted) - known:
        raise FaultError(f"Unknown in {where}: {', '.join(sorted(unknown))}. Known: {', '.join(sorted(known))}.")
    try:
        return replace(before, **{name: type(getattr(before, name))(value) for name, value in wanted.items()})
    except (TypeError, ValueError) as error:
        raise FaultError(f"A value in {where} is of the wrong kind: {error}.") from error


def _probable(value: float, name: str) -> None:
    if not 0 <= value <= 1:
        raise FaultError(f"{name} is a probability: a number from 0 to 1.")
