"""A study goes through its samples in portions, so that it can say how far it is, and be stopped."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from shapviz.runs.attribution import Attribution

PORTION: Final = 64  # samples; the same on every machine, since what some methods draw depends on it


def chosen(rows: Sequence[int], samples: int, *, seed: int) -> tuple[int, ...]:
    """Return so many of the rows, drawn without replacement and left in their order; 0, or too many, takes all."""
    if not 0 < samples < len(rows):
        return tuple(rows)
    places = np.random.default_rng(seed).choice(len(rows), size=samples, replace=False)
    return tuple(rows[place] for place in sorted(places))


def portions(rows: Sequence[int], size: int = PORTION) -> tuple[Sequence[int], ...]:
    """Return the rows, so many at a time."""
    return tuple(rows[start : start + size] for start in range(0, len(rows), size))


def joined(parts: Sequence[Attribution]) -> Attribution:
    """Return what one method has found about portions as what it has found about all samples."""
    first, rows = parts[0], tuple(row for part in parts for row in part.rows)
    arrays = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("values", "low", "high", "interactions", "nobody", "everybody")
        if getattr(first, name) is not None
    }
    calls = sum(part.calls * len(part.rows) for part in parts) / len(rows)
    seconds = sum(part.seconds for part in parts)
    return first.model_copy(update={"rows": rows, "calls": calls, "seconds": seconds, **arrays})
