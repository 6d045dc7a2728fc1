"""`shapviz fork`: go on from an epoch of a run in another way, and follow that as a new run."""

from contextlib import closing
from typing import Annotated

import typer

from shapviz.cli import request
from shapviz.cli.train import see_through
from shapviz.jobs.queue import LocalQueue
from shapviz.runs import forks
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.store import RunStore


def command(
    run: Annotated[
        str, typer.Argument(metavar="RUN", help="Name or id of the run to go on from, or how its id begins")
    ],
    epoch: Annotated[int, typer.Option(metavar="K", help="After which of its epochs")],
    strategy: Annotated[
        str | None, typer.Option(metavar="VALUE", help="How the modalities learn from there (default: as in the run)")
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="Option of the strategy; may be repeated"),
    ] = None,
    epochs: Annotated[
        str | None, typer.Option(metavar="VALUE", help="Epochs in all, those before included (default: as in the run)")
    ] = None,
    learning_rate: Annotated[
        str | None, typer.Option(metavar="VALUE", help="Size of a step from there (default: as in the run)")
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="SECTION.FIELD=VALUE", help="Any other setting; may be repeated"),
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What to call the run (default: two words)")] = None,
    detach: Annotated[bool, typer.Option("--detach", help="Say the id of the run and leave it to itself.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the result as JSON.")] = False,
) -> None:
    """Go on from an epoch of a run with another strategy, or for longer. The run itself stays as it is.

    With no other setting the fork does exactly what the run did.
    """
    flags = {"strategy": strategy, "epochs": epochs, "learning_rate": learning_rate}
    with closing(RunStore.open()) as store:
        parent = store.get(run)
        wanted = request.requested(flags, options=option or (), settings=setting or (), base=parent.spec)
        queue = LocalQueue(store)
        child = forks.fork(store, ArtifactStore.open(), parent.id, epoch, wanted, name)
        see_through(store, queue, child, detach=detach, as_json=as_json)
