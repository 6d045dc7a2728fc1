"""`shapviz export`: a run as a file."""

import contextlib
import uuid
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from shapviz.cli import terminal
from shapviz.errors import StoreError, UsageError
from shapviz.runs import exchange
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.exchange import FORMATS
from shapviz.runs.store import RunStore


def command(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Name or id of the run, or how its id begins")],
    format: Annotated[
        str | None,
        typer.Option(
            metavar="VALUE", help=f"{', '.join(FORMATS)} (default: as FILE ends, or zip); zip can be imported"
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to (default: the run's name, here)")
    ] = None,
    checkpoints: Annotated[
        bool, typer.Option(help="Whether a zip holds the checkpoints, by which the run can go on and be forked")
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Overwrite FILE.")] = False,
) -> None:
    """Write a run to a file: csv (a row an epoch), npz (arrays), json or zip (everything).

    A run that another version has made and that this one cannot read is written as it stands, as json or zip.
    """
    wanted = format or (output.suffix.removeprefix(".").lower() if output else "zip")
    with closing(RunStore.open()) as store:
        run_id, name = store.whose(run)
        target = output or Path(exchange.filename(name, wanted))
        _refuse_existing(target, force=force)
        data = exchange.export(store, ArtifactStore.open(), run_id, wanted, checkpoints=checkpoints)
    _write(target, data, force=force)
    terminal.err().print(f"Wrote '{name}' to {target} ({len(data) / 1024:,.0f} KiB).", markup=False)


def _refuse_existing(target: Path, *, force: bool) -> None:
    if target.exists() and not force:
        raise UsageError(f"{target} exists already.", remedy="Name another file with -o, or overwrite it with --force.")


def _write(target: Path, data: bytes, *, force: bool) -> None:
    """Put `data` where it belongs, whole or not at all."""
    half = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        half.write_bytes(data)
        _refuse_existing(target, force=force)  # it may have come meanwhile
        half.replace(target)
    except OSError as error:
        raise StoreError(
            f"{target} cannot be written: {error.strerror or error}.",
            remedy="Name a file in a folder that exists and that you may write to, with -o.",
        ) from error
    finally:
        with contextlib.suppress(OSError):  # there may be no such folder
            half.unlink()
