"""`make bench`: every promised figure, each as a ratio within one run.

`SIZE=` payments; unless given, 1 000 000 for the lake and 100 000 for what pandas has to follow.
`ONLY=import,marts,recompute,page,provision,value,peers,look` for a part.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from bench.figures import Figure

PARTS: Final = ("import", "marts", "recompute", "page", "provision", "value", "peers", "look")
"""Each is a module `bench.<part>_bench`, loaded only when it is measured."""
WHOLE: Final = {"import", "marts"}
"""Parts that pandas does not have to follow."""
ALONE: Final = (sys.executable, "-m", "bench")


def figures_of(part: str, size: int, *, given: bool) -> Iterator[Figure]:
    """Measure one part with so many payments; where no size was given, with as many as the part promises."""
    module = import_module(f"bench.{part}_bench")
    promised = getattr(module, "CUSTOMERS", size if part in WHOLE else size // 10)
    figures: Iterator[Figure] = module.figures(size if given else promised)
    return figures


def main() -> int:
    """Print the figures as they come; 1 when one misses its aim."""
    given = os.environ.get("SIZE")
    size = int(given or 1_000_000)
    wanted = (os.environ.get("ONLY") or ",".join(PARTS)).split(",")
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.stderr.write(f"ONLY knows {', '.join(PARTS)}, not {', '.join(unknown)}.\n")
        return 1
    if len(wanted) > 1:
        # Each has servers of its own, and a process keeps the first ones that it was told of.
        codes = [subprocess.run(ALONE, env=os.environ | {"ONLY": name}, check=False).returncode for name in wanted]
        return max(codes)
    print(f"{size:,} payments".replace(",", " "))
    met = True
    for figure in figures_of(wanted[0], size, given=bool(given)):
        print(figure, flush=True)
        met &= figure.met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
