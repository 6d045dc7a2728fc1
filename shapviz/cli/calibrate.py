"""`shapviz calibrate`: what fitting the fusion of a finished run once more would change."""

from contextlib import closing
from typing import Annotated

import typer

from shapviz.cli import request
from shapviz.cli.train import flag, see_through
from shapviz.errors import UsageError
from shapviz.jobs.queue import LocalQueue
from shapviz.runs import forks
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import CalibrationSpec
from shapviz.runs.store import RunStore


def command(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Name or id of a run that has ended, or how its id begins")],
    refit: Annotated[str | None, flag("refit", "By which loss to fit the head again")] = None,
    temperatures: Annotated[bool, typer.Option("--temperatures", help="Fit one temperature per modality.")] = False,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What to call the new run")] = None,
    detach: Annotated[bool, typer.Option("--detach", help="Say the id of the run and leave it to itself.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the result as JSON.")] = False,
) -> None:
    """Fit the head or temperatures to the network of a run that has ended, and compare. The run stays as it is.

    The comparison stands in a new run, a fork of the last epoch that trains no further.
    """
    flags = {"refit": refit, "temperatures": str(temperatures)}
    with closing(RunStore.open()) as store:
        parent = store.get(run)
        last = parent.epoch or 0
        ended = parent.spec.training.model_copy(update={"epochs": last})
        alone = {"training": ended, "calibration": CalibrationSpec(), "probes": False}
        base = parent.spec.model_copy(update=alone)
        wanted = request.requested(flags, base=base)
        if not wanted.calibration.asked:
            raise UsageError("Nothing is to be fitted.", remedy="Give --refit own_full, --temperatures, or both.")
        queue = LocalQueue(store)
        child = forks.fork(store, ArtifactStore.open(), parent.id, last, wanted, name)
        see_through(store, queue, child, detach=detach, as_json=as_json)
