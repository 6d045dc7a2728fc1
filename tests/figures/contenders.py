"""Groups of runs that never happened, to be compared: synthetic, made by a formula, one seed a little off the next."""

from collections.abc import Callable, Sequence
from functools import cache

from shapviz.comparison import Outcome
from shapviz.figures.compare.contender import MARKS, Contender, trail
from shapviz.runs.records import EpochRecord
from tests.figures import records


@cache
def epochs_of(
    seed: int, *, skill: Callable[[int, int], float] = records.catching_up, epochs: int = 6, players: int = 3
) -> tuple[EpochRecord, ...]:
    """Return the records of one run; another seed is a little better or worse, more so for some modalities."""
    wobble = ((seed * 37) % 11 - 5) / 200

    def shifted(epoch: int, place: int) -> float:
        return min(max(skill(epoch, place) + wobble * (place + 1) * (epoch > 0), 0.0), 0.99)

    return records.run(epochs, records.NAMES[:players], skill=shifted)


def outcome_of(seed: int, known: Sequence[EpochRecord]) -> Outcome:
    last = known[-1]
    assert last.valuation is not None
    assert last.accuracy is not None
    return Outcome(
        accuracy=last.accuracy[-1] - 0.01 * (seed % 3),
        without={},
        alone={},
        under={},
        edm=last.valuation.edm.estimate if last.valuation.edm else None,
        edm_potential=None,
        edm_ensemble=None,
        starvation=None,
        encoder_passes=last.encoder_passes,
        head_updates=last.head_updates,
        seconds=4.0,
    )


def contender(title: str, seeds: Sequence[int], *, place: int = 0, **run: object) -> Contender:
    """Return a group of finished runs of these seeds."""
    known = {seed: epochs_of(seed, **run) for seed in seeds}  # type: ignore[arg-type]  # options of epochs_of
    length = next(iter(known.values()))[-1].epoch
    return Contender(
        key=f"{place:032x}",
        title=title,
        mark=MARKS[place],
        epochs=length,
        trails={seed: trail(each) for seed, each in known.items()},
        outcomes={seed: outcome_of(seed, each) for seed, each in known.items()},
    )
