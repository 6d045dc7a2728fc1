"""What a change of a network does to its accuracy, with everybody present and with one modality missing.

The two belong side by side: what makes a network better with all its modalities may make it worse without one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shapviz.games.bootstrap import percentile_interval, resampled_means
from shapviz.games.coalition import one_missing
from shapviz.games.summary import Interval


@dataclass(frozen=True)
class Robustness:
    """Accuracies, or differences of accuracies, each with its 95 % interval over samples."""

    full: Interval  # everybody is present
    missing: dict[str, Interval]  # everybody but this modality is
    one_missing: Interval  # the mean of `missing`


@dataclass(frozen=True)
class Outcome(Robustness):
    """Accuracies after a change, and what they have gained by it."""

    accuracy: tuple[float, ...]  # (2**M,) by bit mask
    gain: Robustness  # after - before, paired over samples


def outcome(
    players: Sequence[str],
    before: NDArray[np.bool_],
    after: NDArray[np.bool_],
    *,
    resamples: int = 1000,
    seed: int = 0,
) -> Outcome:
    """Return the accuracies after a change, and their differences from those before.

    Both are looked at on the same samples and on the same resamples of them, so the intervals of the differences are
    those of a paired comparison. As everywhere, they know of the samples only.

    Args:
        players: Names of the players; bit i of a mask is `players[i]`.
        before: (N, 2**M), which coalition predicted which sample.
        after: The same after the change.
        resamples: How often the bootstrap draws.
        seed: Of the bootstrap.
    """
    level, base = _columns(after, len(players)), _columns(before, len(players))
    both = np.hstack([level, level - base])
    low, high = percentile_interval(resampled_means(both, resamples=resamples, seed=seed))
    intervals = list(map(Interval, both.mean(axis=0).tolist(), low.tolist(), high.tolist()))
    full, *missing, one_missing = intervals[: level.shape[1]]
    full_gain, *missing_gain, one_missing_gain = intervals[level.shape[1] :]
    return Outcome(
        full=full,
        missing=dict(zip(players, missing, strict=True)),
        one_missing=one_missing,
        accuracy=tuple(after.mean(axis=0).tolist()),
        gain=Robustness(full_gain, dict(zip(players, missing_gain, strict=True)), one_missing_gain),
    )


def _columns(right: NDArray[np.bool_], players: int) -> NDArray[np.float64]:
    """Return who is right with everybody present, with each player missing, and on average over these: (N, M + 2)."""
    missing = right[:, one_missing(players)]
    return np.column_stack([right[:, -1], missing, missing.mean(axis=1)]).astype(np.float64)
