"""The small line of a tile: an SVG of our own, without axes and without an engine."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT, PAD = 160, 40, 3


def _points(values: Sequence[float | None]) -> list[list[tuple[float, float]]]:
    """Cut the line where a value is missing, so that a gap stays a gap."""
    present = [float(value) for value in values if value is not None]
    low, high = min(present), max(present)
    span = (high - low) or 1.0
    step = (WIDTH - 2 * PAD) / max(1, len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        height = 0.5 if high == low else (float(value) - low) / span
        runs[-1].append((PAD + at * step, HEIGHT - PAD - height * (HEIGHT - 2 * PAD)))
    return [run for run in runs if run]


def sparkline(values: Sequence[float | None]) -> SafeString:
    """Draw the values as a decorative line; nothing when fewer than two are known.

    It is hidden from screen readers: the tile says the value and the change in words.
    """
    if sum(value is not None for value in values) < 2:
        return mark_safe("")
    lines, runs = [], _points(values)
    for run in runs:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
        lines.append(f'<polyline points="{path}"/>')
        if len(run) > 1:
            area = f"{run[0][0]:.1f},{HEIGHT} {path} {run[-1][0]:.1f},{HEIGHT}"
            lines.insert(0, f'<polygon points="{area}"/>')
    x, y = runs[-1][-1]
    # Only numbers made here enter the markup.
    return mark_safe(  # noqa: S308
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{"".join(lines)}<path class="spark-end" d="M{x:.1f} {y:.1f}h0"/></svg>'
    )
