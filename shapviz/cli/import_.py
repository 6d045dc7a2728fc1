"""`shapviz import`: a run from a file that `shapviz export` made, here or elsewhere."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from shapviz.cli import terminal
from shapviz.data import catalog
from shapviz.errors import UsageError
from shapviz.runs import exchange
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.store import RunStore


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A zip file as `shapviz export` makes it")],
    copy: Annotated[
        bool, typer.Option("--copy", help="Give it a new id: take it in though it is here already.")
    ] = False,
) -> None:
    """Take in a run from a file. Nothing in the file is trusted; it is taken in whole or not at all."""
    try:
        opened = file.open("rb")
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}.", remedy="Name a file that you may read."
        ) from error
    with opened, closing(RunStore.open()) as store:
        arrived = exchange.take_in(store, ArtifactStore.open(), opened, catalog.info, copy=copy)
    renamed = f" Another run was called '{arrived.called}' already." if arrived.run.name != arrived.called else ""
    terminal.err().print(f"Took in '{arrived.run.name}' ({arrived.run.id[:8]}).{renamed}", markup=False)
