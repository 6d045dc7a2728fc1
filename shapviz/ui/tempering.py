"""What other temperatures would do to a run: accuracies before and after, with everybody and with each one missing."""

from collections.abc import Mapping
from typing import Any

from shapviz.games.summary import Interval
from shapviz.runs.sampled import SampleTable, Tempered
from shapviz.ui.words import Sentence


def told(table: SampleTable, temperatures: Mapping[str, float], *, seed: int) -> dict[str, Any]:
    """Return what the page shows: a headline, and a row for everybody and for each one missing.

    Args:
        table: Of the validation samples.
        temperatures: By modality.
        seed: Of the bootstrap.

    Raises:
        UsageError: If the head is not additive.
    """
    found = table.temper(temperatures, seed=seed)
    gains = [("everybody", found.full, found.gain.full)]
    gains += [(name, found.missing[name], found.gain.missing[name]) for name in table.modalities]
    return {
        "title": headline(found),
        "temperatures": {name: f"{value:.2f}" for name, value in temperatures.items()},
        "rows": [_row(name, after, gain) for name, after, gain in gains],
        "note": f"Accuracy of {len(table)} validation samples, intervals paired over samples. Above 1 a modality is "
        "heard less, below 1 more. What looks best here was chosen on these very samples.",
    }


def headline(found: Tempered) -> Sentence:
    """Return what surely changes: with everybody present, else without somebody, else nothing."""
    if not _changes(found):
        return ["At temperature 1 nothing changes"]
    if not found.gain.full.inconclusive:
        return [_points(found.gain.full.estimate), " with all modalities"]
    moved = {name: gain for name, gain in found.gain.missing.items() if not gain.inconclusive}
    if moved:
        name = max(moved, key=lambda name: abs(moved[name].estimate))
        return [_points(moved[name].estimate), " without ", {"tag": name}, ", no sure change with all"]
    return ["No sure change: every interval covers zero"]


def _changes(found: Tempered) -> bool:
    return any(gain.low or gain.high for gain in (found.gain.full, *found.gain.missing.values()))


def _row(name: str, after: Interval, gain: Interval) -> dict[str, Any]:
    return {
        "name": name,
        "before": f"{100 * (after.estimate - gain.estimate):.1f}",
        "after": f"{100 * after.estimate:.1f} [{100 * after.low:.0f}, {100 * after.high:.0f}]",
        "gain": f"{_signed(gain.estimate)} [{_signed(gain.low)}, {_signed(gain.high)}]",
        "sure": not gain.inconclusive,
    }


def _points(value: float) -> str:
    return f"{_signed(value)} points"


def _signed(value: float) -> str:
    """Return a difference of accuracies in points, with its sign."""
    text = f"{100 * value:+.1f}".replace("-", "−")
    return text if text.strip("+−0.") else "0"
