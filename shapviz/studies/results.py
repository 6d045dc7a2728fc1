"""What the runs of a study came to, one row a run: from the store, or from the CSV file that travels with a text."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, ValidationError

from shapviz.comparison import MEASURES, outcome
from shapviz.errors import StoreError
from shapviz.runs import study_store
from shapviz.runs.info import RunInfo, Status
from shapviz.runs.options import Options
from shapviz.runs.records import DiagnosisRecord, EpochRecord, FinalRecord
from shapviz.runs.store import RunStore
from shapviz.runs.study import Place, StudySpec
from shapviz.studies.conduct import standing_in

DIGITS = 6  # of every number in the file: finer than a sample of any split is worth


class Result(Options):
    """One run of a study, as far as it has come."""

    dataset: str
    setting: str
    seed: int
    run: str | None = Field(None, description="its name; None where it has not been queued")
    status: Status | None = None
    problem: str | None = Field(None, description="why it failed, where it did")
    values: dict[str, float] = Field({}, description="by the keys of `comparison.MEASURES`, those that are defined")
    without: dict[str, float] = Field({}, description="test accuracy by the modality that is missing")
    alone: dict[str, float] = Field({}, description="test accuracy of each modality when all others are missing")


def collect(store: RunStore, spec: StudySpec) -> tuple[Result, ...]:
    """Return a result for every run that the study asks for, in its order, be it not even queued."""
    cells = spec.cells()
    own = study_store.runs_of(store, spec.name)
    there = standing_in(cells, own, {run.id for run in own})
    return tuple(_result(store, place, there.get(place)) for place in cells)


def _result(store: RunStore, place: Place, run: RunInfo | None) -> Result:
    result = Result(**place._asdict())
    if run is None:
        return result
    result = result.model_copy(update={"run": run.name, "status": run.status})
    if run.error is not None:
        return result.model_copy(update={"problem": run.error.problem})
    return result.model_copy(update=_values(store, run.id)) if run.status == "finished" else result


def _values(store: RunStore, run_id: str) -> dict[str, dict[str, float]]:
    """Return the fields of a result that need the run's records."""
    records = [record for _, record in store.feed(run_id)]
    epochs = [record for record in records if isinstance(record, EpochRecord)]
    final = next(record for record in records if isinstance(record, FinalRecord))
    diagnosis = next((record for record in records if isinstance(record, DiagnosisRecord)), None)
    found = outcome(final, epochs, diagnosis)
    numbers = {name: getattr(found, name) for name in MEASURES}
    return {
        "values": {name: round(float(value), DIGITS) for name, value in numbers.items() if value is not None},
        "without": {name: round(value, DIGITS) for name, value in found.without.items()},
        "alone": {name: round(value, DIGITS) for name, value in found.alone.items()},
    }


def write(results: Iterable[Result], path: Path) -> None:
    """Write results as CSV, a column for each measure; what goes by modality is JSON within its column."""
    plain = ("dataset", "setting", "seed", "run", "status", "problem")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, [*plain, *MEASURES, "without", "alone"], lineterminator="\n")
        table.writeheader()
        for result in results:
            row = result.model_dump(include=set(plain)) | result.values
            table.writerow(row | {"without": json.dumps(result.without), "alone": json.dumps(result.alone)})


def read(path: Path) -> tuple[Result, ...]:
    """Return the results that `write` wrote.

    Raises:
        StoreError: If the file is not there or holds something else.
    """
    try:
        with path.open(newline="", encoding="utf-8") as file:
            return tuple(_parsed(row) for row in csv.DictReader(file))
    except (OSError, ValueError, KeyError, ValidationError) as error:
        raise StoreError(
            f"The results in {path} cannot be read: {error}.", remedy="Write them again from the store of the study."
        ) from error


def _parsed(row: dict[str, str]) -> Result:
    return Result.model_validate(
        {name: row[name] or None for name in ("dataset", "setting", "seed", "run", "status", "problem")}
        | {"values": {name: float(row[name]) for name in MEASURES if row.get(name)}}
        | {name: json.loads(row[name]) for name in ("without", "alone")}
    )
