"""Text in figures: how wide it is about to be, where it goes so that nothing overlaps, and numbers in words."""

import html
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from shapviz.games.summary import Interval

# Advance widths of Inter in em, rounded up by class; marks come from whatever font the system has them in.
_WIDTHS = {0.31: "ijlI .,:;'|!", 0.42: "frt()[]-1", 0.73: "ABCDGHNOPQRSTUVXZKEFLY", 1.0: "mwMW%@●■◆▲✚▼★⬢→"}
_MARKUP = re.compile(r"<[^>]*>")
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}


@lru_cache(maxsize=4096)  # every frame asks for the same names
def text_width(text: str, size: float) -> float:
    """Return about how many px `text` takes in Inter at `size` px; rather too many than too few."""
    return sum(_WIDTH_OF.get(letter, 0.62) for letter in text) * size * 1.04


def plain_width(text: str, size: float) -> float:
    """Return the width of `text` without its markup."""
    return text_width(_MARKUP.sub("", text), size)


def shortened(name: str, size: float, room: float) -> str:
    """Return `name`, cut with an ellipsis if it takes more than `room` px at `size` px."""
    if text_width(name, size) <= room:
        return name
    cut = next((end for end in range(len(name) - 1, 1, -1) if text_width(name[:end] + "…", size) <= room), 1)
    return name[:cut] + "…"


def spread(wanted: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Return places as near as possible to `wanted` (ascending) that are `gap` apart and lie within [low, high].

    Least squares under the constraint: with the gaps taken out, what remains is an isotonic regression. Where they
    cannot all fit, the gap shrinks to what there is.
    """
    gap = min(gap, (high - low) / max(len(wanted) - 1, 1))
    level = _isotonic([place - rank * gap for rank, place in enumerate(wanted)])
    highest = high - (len(wanted) - 1) * gap
    return [min(max(place, low), highest) + rank * gap for rank, place in enumerate(level)]


def _isotonic(values: Iterable[float]) -> list[float]:
    """Return the ascending sequence nearest to `values`, by pooling neighbours that are out of order.

    scipy has the same, but is a second of the app's start away.
    """
    pools: list[tuple[float, int]] = []
    for value in values:
        mean, count = value, 1
        while pools and pools[-1][0] > mean:
            before, weight = pools.pop()
            mean, count = (before * weight + mean * count) / (weight + count), weight + count
        pools.append((mean, count))
    return [mean for mean, count in pools for _ in range(count)]


def escaped(text: str) -> str:
    """Return `text` so that Plotly shows it as it is and takes nothing in it for markup."""
    return html.escape(text, quote=False)


def percent(value: float) -> str:
    """Return a fraction as a whole percentage, e.g. `31 %`."""
    return f"{100 * value:.0f} %"


def decimal(value: float) -> str:
    """Return a number with two decimals, signed as `points` are."""
    return _signed(f"{value:.2f}")


def points(value: float, digits: int = 0) -> str:
    """Return a fraction in points, e.g. `−33`, with a true minus sign; what rounds to zero has none."""
    return _signed(f"{100 * value:.{digits}f}")


def _signed(number: str) -> str:
    return number.replace("-", "−" if float(number) else "")


def bracketed(interval: Interval) -> str:
    """Return the two ends of an interval, e.g. `[0.02, 0.09]`."""
    return f"[{decimal(interval.low)}, {decimal(interval.high)}]"


def duration(seconds: float) -> str:
    """Return a time as people read it: `0.3 ms`, `12 s`, `3 min`."""
    if seconds < 1:
        return f"{1000 * seconds:.{1 if seconds < 0.01 else 0}f} ms"
    return f"{seconds:.{1 if seconds < 10 else 0}f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def note(text: str, **place: Any) -> dict[str, Any]:
    """Return an annotation; arrow, font and axes are those of the figure's template unless `place` says otherwise."""
    return {"text": text, **place}
