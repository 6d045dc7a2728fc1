"""`shapviz train`: queue a run, follow it, and say what came out."""

from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from shapviz.cli import request, terminal
from shapviz.cli.follow import follow
from shapviz.cli.result import described, show
from shapviz.jobs.queue import LocalQueue
from shapviz.runs.flags import PLACES
from shapviz.runs.info import RunInfo
from shapviz.runs.store import RunStore

INTERRUPTED = 130  # what a shell expects after Ctrl-C


def flag(name: str, help: str) -> Any:
    """Return the option that sets a field of the specification; its help names the field's choices and default."""
    known, default = ", ".join(request.choices(name)), request.default(name)
    choices = f": {known}" if known else ""
    usual = "all" if default == () else default
    return typer.Option(metavar="VALUE", help=f"{help}{choices} (default: {usual})")


def command(
    ctx: typer.Context,
    dataset: Annotated[str | None, flag("dataset", "What to learn from")] = None,
    modalities: Annotated[str | None, flag("modalities", "Which modalities to use, with commas between")] = None,
    noise: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=SEVERITY", help="Noise over a modality, in standard deviations; may be repeated"),
    ] = None,
    strategy: Annotated[str | None, flag("strategy", "How the modalities learn")] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="Option of the strategy; may be repeated"),
    ] = None,
    epochs: Annotated[str | None, flag("epochs", "Passes over the training data")] = None,
    batch_size: Annotated[str | None, flag("batch_size", "Samples in a step")] = None,
    learning_rate: Annotated[str | None, flag("learning_rate", "Size of a step")] = None,
    head: Annotated[str | None, flag("head", "How modalities are fused")] = None,
    size: Annotated[str | None, flag("size", "Width of the encoders")] = None,
    absence: Annotated[str | None, flag("absence", "What stands in for an absent modality")] = None,
    prototypes: Annotated[
        bool | None,
        typer.Option(help="Impute absent modalities with class averages (default: no-prototypes)"),
    ] = None,
    payoff: Annotated[str | None, flag("payoff", "What a coalition is worth")] = None,
    refit: Annotated[str | None, flag("refit", "By which loss to fit the head again when training has ended")] = None,
    temperatures: Annotated[
        bool | None,
        typer.Option(help="Fit one temperature per modality when training has ended (default: no-temperatures)"),
    ] = None,
    probes: Annotated[
        bool | None,
        typer.Option(help="Train every modality alone as well, and say who is starved (default: no-probes)"),
    ] = None,
    seed: Annotated[str | None, flag("seed", "Seeds split, initial weights and batches")] = None,
    accelerator: Annotated[str | None, flag("accelerator", "Where to compute")] = None,
    precision: Annotated[str | None, flag("precision", "With which numbers")] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="SECTION.FIELD=VALUE", help="Any other setting; may be repeated"),
    ] = None,
    spec: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A whole specification as JSON; flags override it")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What to call the run (default: two words)")] = None,
    detach: Annotated[bool, typer.Option("--detach", help="Say the id of the run and leave it to itself.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the result as JSON.")] = False,
) -> None:
    """Train a network and watch how it uses its modalities. The run stands in the app as well.

    Ctrl-C stops the run; what it has recorded is kept.
    """
    given = {place: ctx.params[place] for place in PLACES}
    flags = {place: None if value is None else str(value) for place, value in given.items()}
    wanted = request.requested(flags, noise=noise or (), options=option or (), settings=setting or (), file=spec)
    with closing(RunStore.open()) as store:
        queue = LocalQueue(store)  # first: where it cannot work, there is to be no run that waits for it
        see_through(store, queue, store.create(wanted, name), detach=detach, as_json=as_json)


def see_through(store: RunStore, queue: LocalQueue, run: RunInfo, *, detach: bool, as_json: bool) -> None:
    """Queue a new run, follow it unless asked not to, say what came out, and exit as it ended."""
    queue.submit(run.id)
    if not detach:
        run = follow(store, queue, run)
    if as_json:
        terminal.say_json(described(store, run))
    elif detach:
        terminal.out().print(run.id)
    else:
        show(store, run)
    raise typer.Exit({"failed": 1, "stopped": INTERRUPTED}.get(run.status, 0))
