"""`shapviz study`: many runs as one, and what they say together."""

from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from shapviz.cli import request, terminal
from shapviz.cli.study_progress import follow
from shapviz.cli.study_tables import described, show
from shapviz.jobs.queue import LocalQueue
from shapviz.runs import study_store
from shapviz.runs.store import RunStore
from shapviz.runs.study import StudySpec, parse_study
from shapviz.studies import conduct, presets
from shapviz.studies.results import collect, write

INTERRUPTED = 130  # what a shell expects after Ctrl-C


class _Group(TyperGroup):
    """`shapviz study WHAT` is short for `shapviz study run WHAT`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # typer keeps the type of a context private
        """Put `run` before anything that is no command of ours."""
        if args and args[0] not in self.commands and not {"-h", "--help"} & set(args[:1]):
            args = ["run", *args]
        return super().parse_args(ctx, args)


commands = typer.Typer(cls=_Group, no_args_is_help=True, help="Train every setting on every dataset with every seed.")


@commands.command("run")
def run(
    what: Annotated[str, typer.Argument(metavar="WHAT", help=f"A JSON file, or one of {', '.join(presets.PRESETS)}")],
    seeds: Annotated[int | None, typer.Option(min=1, help="How many, on every dataset (default: the study's)")] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="SECTION.FIELD=VALUE", help="A setting of all its runs; may be repeated"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how long it would take, and do nothing.")] = False,
    detach: Annotated[bool, typer.Option("--detach", help="Queue the runs and leave them to themselves.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the summary as JSON.")] = False,
) -> None:
    """Train what a study lacks, and say what all its runs say together.

    Begun again it goes on where it was, with more seeds, settings or datasets if there are more by then. Runs that
    failed are counted and tried once more. Ctrl-C stops what has not ended and keeps the rest.
    """
    spec = _asked_for(what)
    if seeds is not None:
        spec = spec.model_copy(update={"seeds": seeds, "seeds_of": {}})
    if setting:
        base = request.based(spec.base, setting)
        spec = parse_study(spec.model_dump(mode="json") | {"base": base.model_dump(mode="json")})
    with closing(RunStore.open()) as store:
        if dry_run:
            _say_plan(store, spec)
            return
        queue = LocalQueue(store)
        done = conduct.begin(store, queue, spec)
        if not detach:
            done = follow(store, queue, spec)
        _say(store, spec, as_json=as_json)
    raise typer.Exit(INTERRUPTED if done.stopped else 1 if done.failed else 0)


@commands.command("list")
def list_all(
    as_json: Annotated[bool, typer.Option("--json", help="Write the list as JSON.")] = False,
) -> None:
    """List all studies and how far they have come."""
    with closing(RunStore.open()) as store:
        found = [(study, conduct.standing(store, study.spec)) for study in study_store.studies(store)]
    if as_json:
        terminal.say_json([{"name": study.name, "about": study.spec.about, **done._asdict()} for study, done in found])
        return
    grid = terminal.table("study", "what it is to find out", "runs", "finished", "failed", numbers=3)
    for study, done in found:
        grid.add_row(study.name, study.spec.about, str(done.runs), str(done.finished), str(done.failed))
    terminal.out().print(grid)


@commands.command("show")
def show_one(
    name: Annotated[str, typer.Argument(metavar="STUDY")],
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the result of every run as CSV.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the summary as JSON.")] = False,
) -> None:
    """Say what a study has found so far."""
    with closing(RunStore.open()) as store:
        study = study_store.study(store, name)
        if csv is not None:
            write(collect(store, study.spec), csv)
            return
        _say(store, study.spec, as_json=as_json)


def _asked_for(what: str) -> StudySpec:
    """Return the preset of this name, or what the file says."""
    file = Path(what)
    return parse_study(request.read(file)) if file.suffix == ".json" or file.exists() else presets.preset(what)


def _say(store: RunStore, spec: StudySpec, *, as_json: bool) -> None:
    results = collect(store, spec)
    if as_json:
        terminal.say_json(described(spec, results))
    else:
        show(spec, results)


def _say_plan(store: RunStore, spec: StudySpec) -> None:
    """Write how many runs there are to do on each dataset, and how long they will take."""
    grid = terminal.table("dataset", "runs to do", "minutes, about", numbers=2)
    plan = conduct.plan(store, spec)
    for dataset, (runs, seconds) in plan.items():
        grid.add_row(dataset, str(runs), "unknown" if seconds is None else f"{seconds / 60:.1f}")
    known = sum(seconds or 0 for _, seconds in plan.values())
    grid.add_row("all", str(sum(runs for runs, _ in plan.values())), f"{known / 60:.1f}")
    terminal.out().print(grid)
