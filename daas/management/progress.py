"""A progress bar: one line on a terminal, nothing elsewhere."""

from typing import TextIO

WIDTH = 30


class Bar:
    """Draws `stage [####    ] 45 %` over itself."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.shown = out.isatty()
        self.drawn = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage has come."""
        if not self.shown:
            return
        share = min(1.0, done / total) if total else 1.0
        filled = int(share * WIDTH)
        line = f"{stage:<12} [{'#' * filled}{' ' * (WIDTH - filled)}] {share:4.0%}"
        if line != self.drawn:
            self.drawn = line
            self.out.write(f"\r{line}")
            self.out.flush()

    def close(self) -> None:
        """Leave the line."""
        if self.drawn:
            self.out.write("\n")
            self.drawn = ""
