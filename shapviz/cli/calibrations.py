"""What calibrating a run changes, as text."""

from collections.abc import Iterator

from rich.table import Table

from shapviz.cli import terminal
from shapviz.games.outcome import Outcome
from shapviz.games.summary import Interval
from shapviz.runs.records import CalibrationRecord, VariantName

NAMES: dict[VariantName, str] = {
    "before": "as trained",
    "refit": "head fitted again",
    "temperatures": "with temperatures",
}


def show(record: CalibrationRecord | None) -> None:
    """Write every variant of the network beside the one that was trained; nothing where there is no record."""
    if record is None:
        return
    console = terminal.out()
    console.print(f"\nCalibration after epoch {record.epoch}, accuracy on the test split:", markup=False)
    console.print(_table({NAMES[name]: variant.test for name, variant in record.variants.items()}))
    console.print("\n".join(_lines(record)), soft_wrap=True, markup=False)


def _table(outcomes: dict[str, Outcome]) -> Table:
    """Return a row for everybody and for each modality that is missing, with the gains of every variant."""
    before, *others = outcomes
    grid = terminal.table("present", before, *(f"{name}: gain" for name in others), numbers=len(outcomes))
    for row, values in _rows(outcomes[before], [outcomes[name] for name in others]):
        grid.add_row(row, *map(terminal.shown, values))
    return grid


def _rows(before: Outcome, others: list[Outcome]) -> Iterator[tuple[str, list[Interval]]]:
    gains = [other.gain for other in others]
    yield "everybody", [before.full, *(gain.full for gain in gains)]
    for name in before.missing:
        yield f"all but {name}", [before.missing[name], *(gain.missing[name] for gain in gains)]
    yield "one missing, mean", [before.one_missing, *(gain.one_missing for gain in gains)]


def _lines(record: CalibrationRecord) -> Iterator[str]:
    """Yield what was fitted."""
    for name, variant in record.variants.items():
        if variant.l2 is not None:
            yield f"{NAMES[name]}: penalty {variant.l2:g}, chosen by validation."
        if variant.temperatures is not None:
            fitted = ", ".join(f"{modality} {value:.2g}" for modality, value in variant.temperatures.items())
            yield f"Temperatures, fitted on validation (above 1: heard less): {fitted}."
    yield "In brackets: 95 % bootstrap intervals over test samples, paired for gains."
