"""Measuring a run thoroughly: every corruption of every modality at every severity, with several draws, as a job."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from shapviz.comparison.tested import Tested
from shapviz.errors import ShapvizError, UsageError
from shapviz.figures.labels import points
from shapviz.games.summary import Interval
from shapviz.jobs.info import JobInfo
from shapviz.jobs.queue import UNFINISHED
from shapviz.runs import afterwards, forks, tested
from shapviz.runs.corruptions import about
from shapviz.runs.info import RunInfo
from shapviz.runs.records import RobustnessRecord
from shapviz.runs.robustness import Sweep
from shapviz.runs.tested import EVERYTHING
from shapviz.runs.unreadable import UnreadableRecordError
from shapviz.ui import resources
from shapviz.ui.labs.runs import players
from shapviz.ui.robustness import compared
from shapviz.ui.robustness.compared import Measured
from shapviz.ui.tables import Table

Standing = dict[str, Any]  # {say, button?, stop?, table?}
_DEEDS: Final = ("button", "stop", "table")


def ask(*run_ids: str) -> None:
    """Have runs measured thoroughly, unless that has been asked for already.

    Raises:
        UsageError: If there is no checkpoint to measure one of them by.
    """
    store, queue = resources.store(), resources.queue()
    for run_id in run_ids:
        if afterwards.answering(store, run_id, EVERYTHING) is None:
            queue.submit(afterwards.ask(store, resources.artifacts(), run_id, EVERYTHING).id)


def stop(*run_ids: str) -> None:
    """Have the measuring of runs ended; asked for again it goes on with what is left.

    Raises:
        UsageError: If it has just come to its end.
    """
    for by in filter(None, (afterwards.answering(resources.store(), run_id, EVERYTHING) for run_id in run_ids)):
        if by.status in UNFINISHED:
            resources.queue().stop(by.id)


def under_way(*run_ids: str) -> bool:
    """Return whether any of the runs is being measured, or is to be."""
    answering = (afterwards.answering(resources.store(), run_id, EVERYTHING) for run_id in run_ids)
    return any(by is not None and by.status in UNFINISHED for by in answering)


def standing(run: RunInfo, beside: RunInfo | None = None) -> Standing:
    """Return what there is to say of a run, or of two, and to do: a button, a progress, or a table."""
    if beside is None:
        return _standing(run)
    both = (run, beside)
    told = {each.name: _standing(each) for each in both}
    if all("table" in one for one in told.values()):
        return _compared(run, beside, told)
    found: Standing = {key: one[key] for key in _DEEDS for one in told.values() if key in one}
    return {"say": _by_name(told)} | found


def _by_name(told: Mapping[str, Standing]) -> str:
    return " ".join(f"{name}: {one['say']}" for name, one in told.items())


def _compared(run: RunInfo, beside: RunInfo, told: Mapping[str, Standing]) -> Standing:
    """Return how one measured run stands beside another; what is known of each where they cannot be compared."""
    try:
        found = compared.compare(_measured(run), _measured(beside))
    except ShapvizError as error:
        return {"say": f"{_by_name(told)} Not subtracted. {error}", "table": told[run.name]["table"]}
    return {"say": compared.said(found, run, beside), "table": compared.table(found, run, beside)}


def _measured(run: RunInfo) -> Measured:
    """Return a run that has been measured, with its test."""
    by = afterwards.answering(resources.store(), run.id, EVERYTHING)
    assert by is not None
    record = resources.store().robustness(by.id)
    assert record is not None
    return Measured(run, Tested(by, record))


def _standing(run: RunInfo) -> Standing:
    by = afterwards.answering(resources.store(), run.id, EVERYTHING)
    if by is None:
        return _unasked(run)
    try:
        record = resources.store().robustness(by.id)
    except UnreadableRecordError as error:
        return {"say": str(error)}
    if record is None:
        return {"say": _progress(by, resources.queue().job(by.id)), "stop": "Stop measuring"}
    if misfits := list(tested.misfits(record, _kinds(run))):
        return {"say": f"What '{by.name}' has recorded cannot be shown. {' '.join(misfits)} {_remedy(by, run)}"}
    return {"say": _measure(record), "table": table(record, run)}


def table(record: RobustnessRecord, run: RunInfo) -> Table:
    """Return a row for each corruption of each modality: accuracy with everybody present, by severity."""
    kinds = _kinds(run)
    steps = [f"at {severity:g}" if severity else "clean" for severity in record.sweeps[0].severities]
    return {
        "caption": f"{run.name}: test accuracy in percent with everybody present, with the ends of 95 % intervals",
        "columns": ["modality", "corruption", *steps, "change at the worst, points"],
        "rows": [[sweep.modality, *_row(sweep, kinds[sweep.modality])] for sweep in record.sweeps],
    }


def _kinds(run: RunInfo) -> dict[str, str]:
    return {modality.name: modality.kind for modality in players(run.spec)}


def _remedy(by: RunInfo, run: RunInfo) -> str:
    """Return what to do about a record that cannot be shown."""
    if by.id == run.id:
        return "Train the run once more."
    return f"Delete '{by.name}' on Runs, and measure once more."


def _row(sweep: Sweep, kind: str) -> Iterator[str]:
    yield about(kind, sweep.corruption).title
    yield from (_shown(measured.accuracy[-1]) for measured in sweep.measured)
    worst = sweep.measured[-1].change[-1]
    yield _shown(worst) + (", inconclusive" if worst.inconclusive else "")


def _shown(value: Interval, digits: int = 0) -> str:
    """Return an estimate and its interval, in percent or points."""
    estimate, low, high = (points(each, digits) for each in (value.estimate, value.low, value.high))
    return f"{estimate} [{low}, {high}]"


def _unasked(run: RunInfo) -> Standing:
    try:
        forks.check_revisit(run, resources.artifacts())
    except UsageError as error:
        return {"say": str(error)}
    offer = f"Every corruption at every severity, {EVERYTHING.draws} draws each, as a job of some minutes."
    return {"say": f"{offer} {_last_time(run)}".rstrip(), "button": "Measure every corruption"}


def _last_time(run: RunInfo) -> str:
    """Return what became of the newest that was to measure it and did not; empty where there is none."""
    looked = afterwards.looking(resources.store(), run.id)
    last = next((one for one in looked if forks.revisits(one) and one.spec.robustness.answers(EVERYTHING)), None)
    if last is None:
        return ""
    if last.error:
        return f"'{last.name}' has failed at it: {last.error.problem} {last.error.remedy}"
    return f"'{last.name}' was stopped before it was through: what it has measured is kept."


def _progress(by: RunInfo, job: JobInfo) -> str:
    if by.status != "running":
        return f"To be measured: {by.status}."
    if job.progress is None or job.progress.doing != "corrupting":
        return "Measuring begins."
    return f"Measuring every corruption: {100 * job.progress.fraction:.0f} %"


def _measure(record: RobustnessRecord) -> str:
    few, draws = record.overall, f"{record.draws} draws"
    return (
        f"Means of {draws} on {record.samples} samples. One corrupted costs {_shown(few.fall, 1)} points on average, "
        f"one missing {_shown(few.missing_fall, 1)}."
    )
