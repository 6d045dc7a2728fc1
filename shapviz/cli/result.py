"""What came out of a run, on the test split."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from shapviz.cli import attributions, calibrations, corruptions, terminal
from shapviz.errors import ShapvizError
from shapviz.games import mask_of
from shapviz.runs.info import RunInfo
from shapviz.runs.records import AttributionRecord, CalibrationRecord, FinalRecord, RobustnessRecord
from shapviz.runs.store import RunStore


@dataclass(frozen=True)
class Afterwards:
    """What was done to the network of a run when its training had ended, as far as it was asked for."""

    run: str
    calibration: CalibrationRecord | None
    robustness: RobustnessRecord | None
    attribution: AttributionRecord | None

    @classmethod
    def of(cls, store: RunStore, run: RunInfo) -> Self:
        """Return what is recorded."""
        records = store.calibration(run.id), store.robustness(run.id), store.only(run.id, AttributionRecord)
        return cls(run.name, *records)

    def described(self) -> dict[str, Any]:
        """Return it as JSON has it, null where there is none."""
        records = {"calibration": self.calibration, "robustness": self.robustness, "attribution": self.attribution}
        return {name: record and record.model_dump(mode="json", exclude={"kind"}) for name, record in records.items()}

    def show(self) -> None:
        """Write what there is of it."""
        calibrations.show(self.calibration)
        corruptions.show(self.robustness, self.run)
        attributions.show(self.attribution, self.run)


def described(store: RunStore, run: RunInfo) -> dict[str, Any]:
    """Return a run and its result as JSON has it; the result is null until the run is finished."""
    final = store.final(run.id)
    about = run.model_dump(mode="json", include={"id", "name", "status", "epoch", "error", "spec"})
    return about | {"test": None if final is None else _result(final)} | Afterwards.of(store, run).described()


def _result(final: FinalRecord) -> dict[str, Any]:
    valuation = final.valuation
    shapley = zip(valuation.players, valuation.shapley, strict=True)
    return {
        "samples": valuation.samples,
        "accuracy": final.accuracy[-1],
        "alone": alone(final),
        "shapley": {name: asdict(value) for name, value in shapley},
        "edm": None if valuation.edm is None else asdict(valuation.edm),
    }


def alone(final: FinalRecord) -> dict[str, float]:
    """Return the test accuracy of each modality when all others are absent."""
    players = final.valuation.players
    return {name: final.accuracy[mask_of([name], players)] for name in players}


def show(store: RunStore, run: RunInfo) -> None:
    """Write how a run ended, and its result if it has one."""
    final = store.final(run.id)
    if run.error is not None:
        terminal.complain(ShapvizError(run.error.problem, remedy=run.error.remedy))
    elif final is None:
        last = "before its first epoch" if run.epoch is None else f"after epoch {run.epoch}; what it recorded is kept"
        terminal.err().print(f"Run '{run.name}' was stopped {last}.", markup=False)
    else:
        _show_result(run, final)
        Afterwards.of(store, run).show()


def _show_result(run: RunInfo, final: FinalRecord) -> None:
    grid = terminal.table(f"on {final.valuation.samples} test samples", "", numbers=1)
    grid.add_row("accuracy", terminal.number(final.accuracy[-1]))
    for name, accuracy in alone(final).items():
        grid.add_row(f"accuracy of {name} alone", terminal.number(accuracy))
    grid.add_row("EDM to equal shares, 95 % interval", terminal.shown(final.valuation.edm))
    console = terminal.out()
    console.print(grid)
    console.print(f"Run '{run.name}' ({run.id[:8]}). More: shapviz value {run.name}, or shapviz app", markup=False)
