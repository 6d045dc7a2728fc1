"""What is looked at: one or two networks under some conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shapviz.errors import UsageError
from shapviz.runs.corruptions import Corruption
from shapviz.runs.robustness import Conditions, Reading, Sweep
from shapviz.runs.spec import RunSpec


@dataclass(frozen=True)
class Side:
    """One network. `beside.why_not` says which two are not subtracted sample by sample."""

    run: str  # its name
    reading: Reading
    sweeps: Mapping[str, Sweep] = field(default_factory=dict)  # by modality, as far as they are known
    spec: RunSpec = field(default_factory=RunSpec)  # what it was trained with
    split: str = "test"


@dataclass(frozen=True)
class Scenario:
    """One or two networks of the same modalities under the same conditions.

    Raises:
        UsageError: If there are not one or two sides, or their modalities are not those of `kinds`.
    """

    sides: Sequence[Side]
    kinds: Mapping[str, str]  # image, audio, text, series or features, by modality in the order of bits
    corruptions: Mapping[str, Corruption] = field(default_factory=dict)  # by modality, of its curve
    focus: str | None = None  # the modality that the grid is about; None: the most corrupted one

    def __post_init__(self) -> None:
        if not 1 <= len(self.sides) <= 2:
            raise UsageError(
                f"One network is looked at, or two side by side; found {len(self.sides)}.",
                remedy="Name one run, or one and another beside it.",
            )
        for side in self.sides:
            if side.reading.players != self.players:
                raise UsageError(
                    f"{side.run} has the modalities {', '.join(side.reading.players)}; "
                    f"expected {', '.join(self.players)}.",
                    remedy="Put runs of the same modalities side by side.",
                )

    @property
    def players(self) -> tuple[str, ...]:
        """The modalities, in the order of bits."""
        return tuple(self.kinds)

    @property
    def conditions(self) -> Conditions:
        """What the networks are looked at under."""
        return self.sides[0].reading.conditions
