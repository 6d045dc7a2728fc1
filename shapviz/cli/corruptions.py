"""What corrupted inputs do to a run, as text."""

from collections.abc import Iterator

from rich.table import Table

from shapviz.cli import terminal
from shapviz.games import Interval, one_missing
from shapviz.runs.records import RobustnessRecord
from shapviz.runs.robustness import Sweep


def show(record: RobustnessRecord | None, name: str) -> None:
    """Write what happens with modalities missing or corrupted; nothing where there is no record."""
    if record is None:
        return
    console = terminal.out()
    console.print(f"\n{name}: {_setting(record)}", markup=False, soft_wrap=True)
    console.print(_missing(record))
    console.print(_sweeps(record))
    console.print("\n".join(_lines(record)), soft_wrap=True, markup=False)


def changed(change: Interval) -> str:
    """Return a change with its interval, and 'inconclusive' where that covers zero."""
    said = terminal.shown(change)
    return f"{said} inconclusive" if change.inconclusive else said


def _setting(record: RobustnessRecord) -> str:
    draws = "one draw" if record.draws == 1 else f"{record.draws} draws"
    instead = "" if record.stand_in == "own" else f", stand-in for the absent: {record.stand_in}"
    return f"accuracy on {record.samples} test samples after epoch {record.epoch}, {draws}{instead}"


def _missing(record: RobustnessRecord) -> Table:
    """Return a row for clean inputs, for each modality that is missing, and for the means."""
    grid = terminal.table("inputs", "accuracy", "fall", numbers=2)
    grid.add_row("clean", terminal.shown(record.clean.accuracy[-1]), "")
    for player, accuracy in _without(record).items():
        grid.add_row(f"without {player}", terminal.shown(accuracy), "")
    few = record.overall
    grid.add_row("one missing, mean", terminal.shown(few.missing), changed(few.missing_fall))
    grid.add_row("one corrupted, mean", terminal.shown(few.corrupted), changed(few.fall))
    return grid


def _without(record: RobustnessRecord) -> dict[str, Interval]:
    """Return the accuracy of clean inputs by the modality that is missing."""
    masks = one_missing(len(record.players))
    return {player: record.clean.accuracy[mask] for player, mask in zip(record.players, masks, strict=True)}


def _sweeps(record: RobustnessRecord) -> Table:
    """Return a row for each corruption of each modality, with everybody present."""
    steps = [f"{severity:g}" for severity in record.sweeps[0].severities[1:]]
    last = [f"{what} at {steps[-1]}" for what in ("change", "its φ, change", "EDM")]
    grid = terminal.table("modality", "corruption", *steps, *last, numbers=len(steps) + len(last))
    for sweep in record.sweeps:
        grid.add_row(*_row(sweep, record.players.index(sweep.modality)))
    return grid


def _row(sweep: Sweep, place: int) -> Iterator[str]:
    worst = sweep.measured[-1]
    yield from (sweep.modality, sweep.corruption)
    yield from (terminal.number(measured.accuracy[-1].estimate) for measured in sweep.measured[1:])
    yield from (changed(worst.change[-1]), changed(worst.shapley_change[place]), terminal.shown(worst.edm))


def _lines(record: RobustnessRecord) -> Iterator[str]:
    """Yield which single failure is worst, and how to read the tables."""
    without = _without(record)
    worst, next_worst, *_ = sorted(without, key=lambda player: without[player].estimate)
    clearly = without[worst].high < without[next_worst].low
    doubt = "" if clearly else f"; too close to {next_worst} to be sure"
    yield f"Worst single failure: {worst}, which leaves {terminal.shown(without[worst])}{doubt}."
    yield f"EDM of clean inputs: {terminal.shown(record.clean.edm)}."
    yield "In brackets: 95 % intervals over test samples and draws, paired for changes."
