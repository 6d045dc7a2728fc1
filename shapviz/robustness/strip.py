"""A few samples of a network's test split as people see and hear them."""

from shapviz.data.modality import Modality
from shapviz.errors import UsageError
from shapviz.robustness.bench import Bench
from shapviz.robustness.exhibits import exhibit, wav
from shapviz.runs.exhibits import Exhibit, Shown
from shapviz.runs.robustness import Conditions, Corrupted


def strip(bench: Bench, conditions: Conditions) -> tuple[Shown, ...]:
    """Return the samples that every reading of this network shows, before and after; errors as in `Bench.read`."""
    return tuple(
        Shown(
            row=row, exhibits={each.name: _exhibit(bench, row, each, conditions) for each in bench.dataset.modalities}
        )
        for row in bench.facts().seen
    )


def sound(bench: Bench, row: int, modality: str, corrupted: Corrupted | None = None, draw: int = 0) -> bytes:
    """Return what a sample sounds like as a WAV file; arguments and errors as in `Bench.values`.

    Raises:
        UsageError: If there is nothing to be heard as well.
    """
    rate = bench.dataset.modality(modality).rate
    if rate is None:
        raise UsageError(f"'{modality}' is no sound.", remedy="Ask for a modality of the kind audio.")
    if bench.gone(row, modality, corrupted, draw):
        raise UsageError(f"'{modality}' is missing from this sample.", remedy="Listen to it as it was before.")
    return wav(bench.values(row, modality, corrupted, draw), rate)


def _exhibit(bench: Bench, row: int, modality: Modality, conditions: Conditions) -> Exhibit:
    corrupted, draw = conditions.corrupted.get(modality.name), conditions.draw
    return exhibit(
        modality,
        bench.values(row, modality.name),
        bench.values(row, modality.name, corrupted, draw),
        gone=bench.gone(row, modality.name, corrupted, draw),
        typed=bench.typed(row, modality.name, corrupted, draw),
        written=bench.dataset.as_written(modality.name)[row],
    )
