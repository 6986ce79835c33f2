"""`make bench`: every promised figure, each as a ratio within one run.

`SIZE=` payments; unless given, 1 000 000 for the lake and 100 000 for what pandas has to follow.
`ONLY=import,marts,recompute,page,provision,value,peers` for a part.
"""

import os
import sys
from collections.abc import Callable, Iterator

from bench.figures import Figure


def _import(size: int) -> Iterator[Figure]:
    from bench.import_bench import figures  # noqa: PLC0415  each part loads what it needs only

    yield from figures(size)


def _marts(size: int) -> Iterator[Figure]:
    from bench.marts_bench import figures  # noqa: PLC0415

    yield from figures(size)


def _recompute(size: int) -> Iterator[Figure]:
    from bench.recompute_bench import figures  # noqa: PLC0415

    yield from figures(size)


def _page(size: int) -> Iterator[Figure]:
    from bench.page_bench import figures  # noqa: PLC0415

    yield from figures(size)


def _provision(size: int) -> Iterator[Figure]:
    from bench.provision_bench import figures  # noqa: PLC0415

    yield from figures(size)


def _value(size: int) -> Iterator[Figure]:
    from bench.value_bench import CUSTOMERS, figures  # noqa: PLC0415

    # The promise is about a million customers; a smaller bench asks as many customers as payments.
    yield from figures(size if os.environ.get("SIZE") else CUSTOMERS)


def _peers(size: int) -> Iterator[Figure]:
    from bench.peers_bench import figures  # noqa: PLC0415

    yield from figures(size)


PARTS: dict[str, Callable[[int], Iterator[Figure]]] = {
    "import": _import,
    "marts": _marts,
    "recompute": _recompute,
    "page": _page,
    "provision": _provision,
    "value": _value,
    "peers": _peers,
}


def main() -> int:
    """Print the figures as they come; 1 when one misses its aim."""
    given = os.environ.get("SIZE")
    size = int(given or 1_000_000)
    wanted = (os.environ.get("ONLY") or ",".join(PARTS)).split(",")
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.stderr.write(f"ONLY knows {', '.join(PARTS)}, not {', '.join(unknown)}.\n")
        return 1
    print(f"{size:,} payments".replace(",", " "))
    met = True
    for name in wanted:
        for figure in PARTS[name](size if given or name in {"import", "marts"} else size // 10):
            print(figure, flush=True)
            met &= figure.met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
