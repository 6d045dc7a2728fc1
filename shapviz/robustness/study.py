"""What every corruption does to a trained network, one modality at a time: the record at the end of a run."""

from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

import numpy as np

from shapviz.games import one_missing
from shapviz.games.bootstrap import percentile_interval
from shapviz.games.summary import Interval
from shapviz.games.trials import resampled_trials
from shapviz.robustness.bench import Bench
from shapviz.robustness.measure import Floats, measured
from shapviz.runs import rightness
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.records import Overall, Progress, RobustnessRecord
from shapviz.runs.rightness import Rightness, Sweeping
from shapviz.runs.robustness import Conditions, Measured, Player, Sweep, stages
from shapviz.runs.rounding import rounded
from shapviz.runs.severity import SEVERITIES
from shapviz.runs.spec import RunSpec

DIGITS: Final = 5  # of every number in the record: finer than a sample of any split is worth
CORRUPTING: Final = SEVERITIES[1:]


def study(
    spec: RunSpec, bench: Bench, artifacts: ArtifactStore | None = None, run_id: str = ""
) -> Iterator[Progress | RobustnessRecord]:
    """Yield how far it is, and then what every corruption that `spec` asks for does at every severity.

    Every draw throws the dice of corruptions and stand-ins anew. Estimates are means over samples and draws; intervals
    come from resamples of both (`shapviz.games.trials`), and with a single draw from the samples alone. The dice of
    most corruptions fall for each sample by itself, so that their luck shows among the samples; but who is mispaired
    with whom is luck that samples share, and only other draws can show it. Where such intervals err, they are wide.
    Changes are paired with clean inputs by sample and draw.

    What each sweep has shown is kept as it comes, so that after a stop or a kill the study goes on with the next.

    Args:
        spec: Its section `robustness` says what is asked for.
        bench: The trained network.
        artifacts: Where the run keeps its checkpoints; None keeps nothing.
        run_id: The run.
    """
    desk = _Desk(spec, bench, artifacts, run_id)
    clean = yield from desk.right(None, part=0)
    sweeps, together = [], np.zeros(clean.shape[:-1])  # who is right with everybody present, all sweeps added up
    for part, sweeping in enumerate(desk.sweepings, start=1):
        right = yield from desk.right(sweeping, part=part)
        sweeps.append(desk.sweep(sweeping, right, clean))
        together += right[..., -1].mean(axis=1, keepdims=True)
    record = RobustnessRecord(
        epoch=spec.training.epochs,
        players=desk.names,
        samples=clean.shape[2],
        draws=spec.robustness.draws,
        stand_in=spec.robustness.stand_in,
        clean=desk.measured(clean[:, 0], clean[:, 0], ()),
        overall=desk.overall(clean[:, 0], together[:, 0] / len(sweeps)),
        sweeps=tuple(sweeps),
    )
    yield RobustnessRecord.model_validate(rounded(record.model_dump(), DIGITS))


@dataclass(frozen=True)
class _Desk:
    """Where a study is made, and how."""

    spec: RunSpec
    bench: Bench
    artifacts: ArtifactStore | None
    run_id: str

    @cached_property
    def players(self) -> tuple[Player, ...]:
        return self.bench.facts().players

    @property
    def names(self) -> tuple[str, ...]:
        return self.bench.facts().names

    @cached_property
    def sweepings(self) -> list[Sweeping]:
        asked = self.spec.robustness
        return [Sweeping(player.name, each) for player in self.players for each in asked.fitting(player.kind)]

    def right(self, sweeping: Sweeping | None, part: int) -> Generator[Progress, None, Rightness]:
        """Return who is right, (draws, severities, N, 2**M); None: with clean inputs. `part`: of the whole study."""
        if self.artifacts:
            kept = rightness.read(self.artifacts, self.run_id, sweeping, len(self.players))
            if kept is not None:
                return kept
        conditions = self._conditions(sweeping)
        found = []
        for number, each in enumerate(chain.from_iterable(conditions)):
            fraction = (part + number / len(conditions) / len(conditions[0])) / (1 + len(self.sweepings))
            yield Progress(epoch=self.spec.training.epochs, fraction=fraction, doing="corrupting")
            found.append(self.bench.right(each))
        right = np.stack(found).reshape(len(conditions), len(conditions[0]), *found[0].shape)
        if self.artifacts:
            rightness.write(self.artifacts, self.run_id, sweeping, right)
        return right

    def _conditions(self, sweeping: Sweeping | None) -> list[tuple[Conditions, ...]]:
        """Return what the network is to be looked at under, by draw and severity."""
        asked = self.spec.robustness
        if sweeping is None:
            return [(Conditions(stand_in=asked.stand_in, draw=draw),) for draw in range(asked.draws)]
        return [stages(*sweeping, CORRUPTING, stand_in=asked.stand_in, draw=draw) for draw in range(asked.draws)]

    def sweep(self, sweeping: Sweeping, right: Rightness, clean: Rightness) -> Sweep:
        """Return what a corruption does, from who is right about what (draws, severities, N, 2**M)."""
        before = clean[:, 0]
        steps = (self.measured(right[:, step], before, (sweeping.modality,)) for step in range(right.shape[1]))
        return Sweep(**sweeping._asdict(), severities=SEVERITIES, measured=(self.measured(before, before, ()), *steps))

    def measured(self, right: Rightness, clean: Rightness, corrupted: Collection[str]) -> Measured:
        """Return what every coalition is worth, from two tables (draws, N, 2**M)."""
        return measured(
            self.names, right, clean, corrupted, resamples=self.spec.valuation.resamples, seed=self.spec.seed
        )

    def overall(self, clean: Rightness, corrupted: Floats) -> Overall:
        """Return the few numbers.

        Args:
            clean: (draws, N, 2**M), who is right about which sample with clean inputs.
            corrupted: (draws, N), how often everybody together is right over all corruptions and severities.
        """
        full = clean[..., -1].astype(np.float64)
        missing = clean[..., one_missing(len(self.players))].mean(axis=-1)
        columns = np.stack([missing, full - missing, corrupted, full - corrupted], axis=-1)
        resampled = resampled_trials(columns, resamples=self.spec.valuation.resamples, seed=self.spec.seed)
        estimates = columns.mean(axis=(0, 1)).tolist()
        low, high = (ends.tolist() for ends in percentile_interval(resampled))
        return Overall(**dict(zip(Overall.model_fields, map(Interval, estimates, low, high), strict=True)))
