"""`shapviz robustness`: what missing and corrupted inputs do to trained networks, and to which of them the least."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import partial
from typing import Annotated, Any, get_args

import typer

from shapviz.cli import beside, contests, corruptions, request, terminal, waiting
from shapviz.cli.contests import Contest, Verdict
from shapviz.errors import UsageError
from shapviz.jobs.queue import LocalQueue
from shapviz.runs import afterwards
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import RobustnessSpec
from shapviz.runs.info import RunInfo
from shapviz.runs.records import RobustnessRecord
from shapviz.runs.robustness import StandIn
from shapviz.runs.store import RunStore
from shapviz.runs.tested import EVERYTHING


def command(
    runs: Annotated[
        list[str] | None, typer.Argument(metavar="RUN ...", help="Names, ids, or beginnings of ids of ended runs")
    ] = None,
    corruption: Annotated[
        str | None,
        typer.Option(
            "--corruptions", metavar="NAMES", help="With commas between, such as noise,missing (default: all that fit)"
        ),
    ] = None,
    draws: Annotated[
        str | None, typer.Option(metavar="N", help=f"Times that dice are thrown (default: {EVERYTHING.draws})")
    ] = None,
    stand_in: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=f"In place of the absent: {', '.join(get_args(StandIn))} (default: {EVERYTHING.stand_in})",
        ),
    ] = None,
    study: Annotated[
        str | None, typer.Option(metavar="STUDY", help="All finished runs of a study, beside its baseline")
    ] = None,
    baseline: Annotated[str | None, typer.Option(metavar="RUN", help="Compare the others with this run")] = None,
    detach: Annotated[bool, typer.Option("--detach", help="Say the ids and leave them to themselves.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the results as JSON.")] = False,
) -> None:
    """Corrupt the test inputs of trained networks, one modality at a time, and take modalities away.

    A run that was not asked for it is tested by a fork of its last epoch, which trains no further; a test that has been
    made is taken. Runs that differ by their seed only are one group: with a baseline, differences are paired by seed,
    or by sample where there is one seed. After Ctrl-C the same command goes on where it was.
    """
    flags = {"corruptions": corruption, "draws": draws, "stand_in": stand_in}
    given = [f"robustness.{name}={value}" for name, value in flags.items() if value is not None]
    with closing(RunStore.open()) as store:
        artifacts, queue = ArtifactStore.open(), LocalQueue(store)
        found = contests.chosen(store, runs or [], study, baseline)
        members = [run for contest in found for run in contest.runs]
        tests = _tests(store, artifacts, queue, members, given)
        if detach:
            terminal.out().print("\n".join(test.id for test in tests.values()), markup=False)
            return
        ended = waiting.ended(store, queue, list(tests.values()))
        _tell(store, artifacts, found, tests, as_json=as_json)
    raise typer.Exit(1 if any(test.status == "failed" for test in ended) else 0)


def _tests(
    store: RunStore, artifacts: ArtifactStore, queue: LocalQueue, runs: Sequence[RunInfo], given: Sequence[str]
) -> dict[str, RunInfo]:
    """Return by run who answers, having queued whoever is new; nobody is queued if one run cannot be tested."""
    questions = {run.id: _question(run, given) for run in runs}
    known = {run.id: afterwards.answering(store, run.id, questions[run.id]) for run in runs}
    for run in runs:
        if known[run.id] is None:
            waiting.check(run, artifacts)
    asks = {run.id: partial(afterwards.ask, store, artifacts, run.id, questions[run.id]) for run in runs}
    return {run: waiting.answerer(queue, known[run], ask) for run, ask in asks.items()}


def _question(run: RunInfo, given: Sequence[str]) -> RobustnessSpec:
    """Return what a run is to be asked: what the flags say; without flags what it was asked itself, and else all.

    Raises:
        SpecError: If that does not fit the run.
        UsageError: If it is nothing.
    """
    if not given and run.spec.robustness.asked:
        return run.spec.robustness
    base = run.spec.model_copy(update={"robustness": EVERYTHING})
    question = request.requested({}, settings=given, base=base).robustness
    if not question.asked:
        raise UsageError("--corruptions names none.", remedy="Name some, or leave it out for all that fit.")
    return question


def _tell(
    store: RunStore,
    artifacts: ArtifactStore,
    found: Sequence[Contest],
    tests: Mapping[str, RunInfo],
    *,
    as_json: bool,
) -> None:
    """Write what came out, run by run and beside the baseline."""
    records = {run_id: record for run_id, test in tests.items() if (record := store.robustness(test.id)) is not None}
    verdicts = [contests.verdict(contest, records, tests, artifacts) for contest in found]
    if as_json:
        terminal.say_json(_as_json(found, records, tests, verdicts))
        return
    for contest, verdict in zip(found, verdicts, strict=True):
        if contest.dataset is None:
            for run in contest.runs:
                corruptions.show(records.get(run.id), run.name)
        if contest.baseline is not None:
            where = "" if contest.dataset is None else f" on {contest.dataset}"
            beside.show(verdict.beside, f"'{contest.baseline.label}'{where}")
            if len(contest.groups) == 1:
                terminal.err().print("Nothing is compared: no run differs from the baseline by more than its seed.")
        for run in contest.repetitions:
            terminal.err().print(
                f"'{run.name}' is left out: another run has its settings and its seed.", markup=False, soft_wrap=True
            )
        for label, reason in verdict.refused.items():
            terminal.err().print(f"'{label}' is not compared. {reason}", markup=False, soft_wrap=True)


def _as_json(
    found: Sequence[Contest],
    records: Mapping[str, RobustnessRecord],
    tests: Mapping[str, RunInfo],
    verdicts: Sequence[Verdict],
) -> dict[str, Any]:
    runs = {run.id: run for contest in found for run in contest.runs}
    return {
        "runs": [
            {"run": run_id, "name": run.name, "test": tests[run_id].id}
            | ({"record": records[run_id].model_dump(mode="json", exclude={"kind"})} if run_id in records else {})
            for run_id, run in runs.items()
        ],
        "comparisons": [
            {
                "dataset": contest.dataset,
                "baseline": contest.baseline.label,
                "beside": {label: beside.as_json(each) for label, each in verdict.beside.items()},
                "refused": verdict.refused,
            }
            for contest, verdict in zip(found, verdicts, strict=True)
            if contest.baseline is not None
        ],
    }
