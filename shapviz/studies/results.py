"""What the runs of a study came to, one row a run: from the store, or from the CSV file that travels with a text."""

import csv
import json
from collections.abc import Iterable, Sequence
from math import isnan
from pathlib import Path

import numpy as np
from pydantic import Field, ValidationError

from shapviz.comparison import MEASURES, Outcome, calibrated, outcome
from shapviz.comparison.robustness import Accuracies, mean_corruption_error
from shapviz.errors import StoreError
from shapviz.runs import study_store
from shapviz.runs.info import RunInfo, Status
from shapviz.runs.options import Options
from shapviz.runs.store import RunStore
from shapviz.runs.study import Place, StudySpec
from shapviz.studies.conduct import standing_in

DIGITS = 6  # of every number in the file: finer than a sample of any split is worth
BY_NAME = ("without", "alone", "under")  # the fields of a result that are JSON within their column


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
    under: dict[str, float] = Field({}, description="test accuracy by 'modality: corruption', mean over severities")


def collect(store: RunStore, spec: StudySpec) -> tuple[Result, ...]:
    """Return a result for every run that the study asks for, in its order, be it not even queued.

    A calibrated run has several: its own, and one for each way in which a copy of its fusion was fitted once more, as
    a setting of its own. Where a setting differs from an earlier one by its calibration only, it adds nothing else.
    """
    cells = spec.cells()
    own = study_store.runs_of(store, spec.name)
    there = standing_in(cells, own, {run.id for run in own})
    uncalibrated = _uncalibrated(spec)
    found: list[Result] = []
    for place in cells:
        plain, *variants = results_of(store, place, there.get(place))
        label = uncalibrated[place.setting]
        found += [plain] if label == place.setting or plain.status == "failed" else []
        prefix = "" if label == spec.baseline else f"{label} + "
        found += [each.model_copy(update={"setting": f"{prefix}{each.setting}"}) for each in variants]
    return _with_errors(found, spec.baseline)


def _with_errors(results: Sequence[Result], baseline: str) -> tuple[Result, ...]:
    """Return the results with their mean corruption error, relative to the baseline of the same dataset and seed."""
    ground = {(each.dataset, each.seed): each for each in results if each.setting == baseline}
    return tuple(_with_error(each, ground.get((each.dataset, each.seed))) for each in results)


def _with_error(result: Result, baseline: Result | None) -> Result:
    if baseline is None or not result.under or result.under.keys() != baseline.under.keys():
        return result
    ours, theirs = (_accuracies(each, tuple(baseline.under)) for each in (result, baseline))
    error = float(mean_corruption_error(ours, theirs))
    known = {} if isnan(error) else {"mce": round(error, DIGITS)}
    return result.model_copy(update={"values": result.values | known})


def _accuracies(result: Result, under: Sequence[str]) -> Accuracies:
    clean, missing = np.array(result.values["accuracy"]), np.array(list(result.without.values()))
    return Accuracies(clean, missing, np.array([result.under[each] for each in under]))


def _uncalibrated(spec: StudySpec) -> dict[str, str]:
    """Return by setting the first one that differs from it by its calibration at most."""
    first: dict[str, str] = {}
    dataset = next(iter(spec.datasets))
    digests = {label: spec.spec_of(dataset, label, 0).digest(without={"calibration"}) for label in spec.settings}
    for label, digest in digests.items():
        first.setdefault(digest, label)
    return {label: first[digest] for label, digest in digests.items()}


def results_of(store: RunStore, place: Place, run: RunInfo | None) -> list[Result]:
    """Return the result of a run as it was trained, and of each calibrated copy with what was done as its setting."""
    result = Result(**place._asdict())
    if run is None:
        return [result]
    result = result.model_copy(update={"run": run.name, "status": run.status})
    if run.error is not None:
        return [result.model_copy(update={"problem": run.error.problem})]
    if run.status != "finished":
        return [result]
    final = store.final(run.id)
    assert final is not None  # what is finished has one
    plain = outcome(final, store.epochs(run.id), store.diagnosis(run.id), store.robustness(run.id))
    calibration = store.calibration(run.id)
    copies = {} if calibration is None else calibrated(calibration, plain)
    own_terms = run.spec.calibration.refit == "own_full"
    names = {"refit": "head refit with own terms" if own_terms else "head refit", "temperatures": "temperatures"}
    return [result.model_copy(update=_fields(plain))] + [
        result.model_copy(update={"setting": names[name], **_fields(each)}) for name, each in copies.items()
    ]


def _fields(found: Outcome) -> dict[str, dict[str, float]]:
    """Return an outcome as fields of a result."""
    numbers = {name: getattr(found, name) for name in MEASURES}
    return {
        "values": {name: round(float(value), DIGITS) for name, value in numbers.items() if value is not None},
        "without": {name: round(value, DIGITS) for name, value in found.without.items()},
        "alone": {name: round(value, DIGITS) for name, value in found.alone.items()},
        "under": {name: round(value, DIGITS) for name, value in found.under.items()},
    }


def write(results: Iterable[Result], path: Path) -> None:
    """Write results as CSV, a column for each measure; what goes by modality is JSON within its column."""
    plain = ("dataset", "setting", "seed", "run", "status", "problem")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, [*plain, *MEASURES, *BY_NAME], lineterminator="\n")
        table.writeheader()
        for result in results:
            row = result.model_dump(include=set(plain)) | result.values
            table.writerow(row | {field: json.dumps(getattr(result, field)) for field in BY_NAME})


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
        | {field: json.loads(row.get(field) or "{}") for field in BY_NAME}  # older files have fewer
    )
