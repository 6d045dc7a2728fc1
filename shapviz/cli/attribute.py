"""`shapviz attribute`: what methods of attribution make of a trained network, and how far they agree."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from shapviz.cli import attribution_files, attributions, inside_files, request, terminal, waiting
from shapviz.errors import SpecError, UsageError
from shapviz.jobs.queue import LocalQueue
from shapviz.runs import afterwards, attributed
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import CHECKS, AttributionSpec
from shapviz.runs.attributed import EVERYTHING
from shapviz.runs.info import RunInfo
from shapviz.runs.records import AttributionRecord
from shapviz.runs.store import RunStore


def command(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Name or id of a run that has ended, or how its id begins")],
    methods: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="With commas between, such as exact,captum.shapley (default: all)"),
    ] = None,
    samples: Annotated[
        str | None, typer.Option(metavar="N", help="How many of the test split (default: all of them)")
    ] = None,
    payoff: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=f"probability, log_likelihood or logit (default: {EVERYTHING.payoff})"),
    ] = None,
    target: Annotated[
        str | None, typer.Option(metavar="CLASS", help="Of which class: true, predicted or class:NAME (default: true)")
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="In place of the absent: own, zero, mean or background (default: own)"),
    ] = None,
    calls: Annotated[
        str | None,
        typer.Option(
            metavar="N", help=f"Of the network for each sample, if a method draws (default: {EVERYTHING.calls})"
        ),
    ] = None,
    checks: Annotated[
        str | None, typer.Option(metavar="NAME", help=f"{', '.join(CHECKS)} (default: {EVERYTHING.checks})")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Write tables as CSV and figures as HTML there.")
    ] = None,
    inside: Annotated[
        str | None,
        typer.Option(
            metavar="ROWS",
            help="With --out: also what each pixel, word or column says of these rows of the test split",
        ),
    ] = None,
    detach: Annotated[bool, typer.Option("--detach", help="Say the id and leave it to itself.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the result as JSON.")] = False,
) -> None:
    """Ask methods of attribution which modality gets how much of what a network says about its test samples.

    Ours beside those of captum, SHAP and shapiq, all asked the same question. A fork of the run's last epoch answers,
    which trains no further; what has been asked before is taken.
    After Ctrl-C the same command goes on where it was.
    """
    flags = {"methods": methods, "samples": samples, "payoff": payoff, "target": target}
    flags |= {"baseline": baseline, "calls": calls, "checks": checks}
    with closing(RunStore.open()) as store:
        artifacts, queue = ArtifactStore.open(), LocalQueue(store)
        asked = store.get(run)
        rows = inside_files.rows(inside, written=folder is not None)
        if folder is not None:
            attribution_files.check(folder)
        study = _study(
            store, artifacts, queue, asked, {name: value for name, value in flags.items() if value is not None}
        )
        if detach:
            terminal.out().print(study.id, markup=False)
            return
        [study] = waiting.ended(store, queue, [study])
        record = store.only(study.id, AttributionRecord)
        if record is not None:
            _tell(asked, study, record, as_json=as_json)
            if folder is not None:
                texts = attribution_files.texts(asked, record, attributed.stored(artifacts, study))
                texts |= inside_files.texts(asked, record, rows)
                attribution_files.write(folder, texts)
    raise typer.Exit(1 if record is None else 0)


def _study(
    store: RunStore, artifacts: ArtifactStore, queue: LocalQueue, run: RunInfo, given: Mapping[str, str]
) -> RunInfo:
    """Return who answers, having queued it if it is new.

    Raises:
        UsageError: If the run cannot be asked this, with all that speaks against it. Nothing is queued then.
    """
    problems: list[UsageError] = []
    known, question = None, EVERYTHING
    with _noted(problems):
        question = _question(run, given)
        known = afterwards.answering(store, run.id, question)
    if given.get("samples", "all").strip("0 ") == "":
        problems.append(SpecError(["attribution.samples: expected at least 1, found 0; without it, all are taken"]))
    if known is None:
        with _noted(problems):
            waiting.check(run, artifacts)
    if problems:
        raise _together(problems)
    return waiting.answerer(queue, known, partial(afterwards.ask, store, artifacts, run.id, question))


def _question(run: RunInfo, given: Mapping[str, str]) -> AttributionSpec:
    """Return what a run is to be asked: what the flags say; without flags what it was asked itself, and else all."""
    if not given and run.spec.attribution.asked:
        return run.spec.attribution
    said = [f"attribution.{name}={value}" for name, value in given.items()]
    base = run.spec.model_copy(update={"attribution": EVERYTHING})
    question = request.requested({}, settings=said, base=base).attribution
    if not question.asked:
        raise UsageError("--methods names none.", remedy="Name some, or leave it out for all.")
    return question


@contextmanager
def _noted(problems: list[UsageError]) -> Iterator[None]:
    """Go on after what is wrong, having noted it: everything that is wrong is said at once."""
    try:
        yield
    except UsageError as error:
        problems.append(error)


def _together(problems: Sequence[UsageError]) -> UsageError:
    """Return one error that says what all of these say."""
    if len(problems) == 1:
        return problems[0]
    said = [part for each in problems for part in (each.problems if isinstance(each, SpecError) else [each.problem])]
    return SpecError(said, remedy=" ".join(dict.fromkeys(each.remedy for each in problems)))


def _tell(run: RunInfo, study: RunInfo, record: AttributionRecord, *, as_json: bool) -> None:
    if as_json:
        found = record.model_dump(mode="json", exclude={"kind"})
        terminal.say_json({"run": run.id, "name": run.name, "study": study.id, "record": found})
    else:
        attributions.show(record, run.name)
