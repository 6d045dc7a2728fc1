"""A run in the formats in which it leaves the store."""

import json
import re
from typing import Any, Literal, NamedTuple, get_args

from shapviz.errors import UnknownNameError
from shapviz.runs import rows
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.exchange import archive, arrays, flat
from shapviz.runs.store import RunStore

Format = Literal["csv", "json", "npz", "zip"]
FORMATS: tuple[Format, ...] = get_args(Format)


def export(store: RunStore, artifacts: ArtifactStore, run_id: str, format: str, *, checkpoints: bool = True) -> bytes:
    """Return the run as a file.

    CSV has a row for each epoch, NPZ the same as arrays. JSON and ZIP hold everything as it stands in the store, also
    of a run that this version cannot read; a ZIP can be imported elsewhere.

    Args:
        store: Where the run is.
        artifacts: Where its checkpoints are.
        run_id: The run.
        format: One of `FORMATS`.
        checkpoints: Whether a ZIP holds them too: then the run can go on elsewhere, and be forked.

    Raises:
        UnknownNameError: If there is no such format, or no such run.
        StoreError: If this version cannot read what CSV and NPZ are made of.
    """
    match format:
        case "csv":
            return flat.to_csv(store.epochs(run_id)).encode()
        case "npz":
            return arrays.to_npz(store.get(run_id), store.epochs(run_id), store.final(run_id))
        case "json":
            return _json(_stored(store, run_id))
        case "zip":
            return archive.pack(_members(_stored(store, run_id), artifacts, checkpoints=checkpoints))
        case _:
            raise UnknownNameError("format", format, FORMATS)


def filename(name: str, format: str) -> str:
    """Return what to call the file of a run with this name."""
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', name).strip('.-') or 'run'}.{format}"


class Stored(NamedTuple):
    """A run as it stands in the store, whether or not this version can read it."""

    about: dict[str, Any]  # RunInfo as JSON has it
    records: tuple[str, ...]  # JSON each


def _stored(store: RunStore, run_id: str) -> Stored:
    with store.reading() as connection:
        return Stored(*rows.stored(connection, run_id))


def _json(run: Stored) -> bytes:
    document = {"info": run.about, "records": [json.loads(body) for body in run.records]}
    return json.dumps(document, indent=1, ensure_ascii=False).encode()


def _members(run: Stored, artifacts: ArtifactStore, *, checkpoints: bool) -> dict[str, bytes]:
    names = artifacts.names(run.about["id"]) if checkpoints else ()
    members: dict[str, Any] = {
        archive.RUN: json.dumps(run.about, indent=2, ensure_ascii=False).encode(),
        archive.RECORDS: "".join(f"{body}\n" for body in run.records).encode(),
    }
    return members | {archive.ARTIFACTS + name: artifacts.read(run.about["id"], name) for name in names}
