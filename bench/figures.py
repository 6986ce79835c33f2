"""A figure of the bench: a ratio within one run, and what it should be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report.

    Parameters
    ----------
    name : str
        What is compared with what.
    value : float
        The ratio (or the count) that was seen.
    aim : str
        What it should be, in words.
    met : bool
        Whether it is.
    detail : str
        The seconds behind the ratio.
    """

    name: str
    value: float
    aim: str
    met: bool
    detail: str = ""

    def __str__(self) -> str:
        return f"{'ok ' if self.met else 'NO '} {self.name:58} {self.value:9.3f}   {self.aim:18} {self.detail}"


def at_most(name: str, value: float, aim: float, detail: str = "") -> Figure:
    """Return a figure that should not exceed `aim`."""
    return Figure(name, value, f"≤ {aim:.3g}", value <= aim, detail)


def at_least(name: str, value: float, aim: float, detail: str = "") -> Figure:
    """Return a figure that should reach `aim`."""
    return Figure(name, value, f"≥ {aim:.3g}", value >= aim, detail)
