"""Forks: runs that go on from the checkpoint of another run's epoch, with another strategy or for longer.

A fork keeps the checkpoint that it begins with among its own artifacts, so that it needs its parent no more: it can be
resumed, repeated and forked again when the parent has long been deleted.
"""

import uuid
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from shapviz.errors import SpecError, UsageError
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import AFTERWARDS
from shapviz.runs.checkpoints import START, WEIGHTS, checkpoint_name, examinable, kept, network
from shapviz.runs.info import Origin, RunInfo
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore

FREE: Final = (  # and the whole strategy
    "training.epochs",
    "training.learning_rate",
    "valuation.every",
    "valuation.per_class",
    *AFTERWARDS,
)


def fork(
    store: RunStore,
    artifacts: ArtifactStore,
    run_id: str,
    epoch: int,
    spec: RunSpec,
    name: str | None = None,
    *,
    origin: Origin = "user",
) -> RunInfo:
    """Return a new run, queued, that goes on from an epoch of another one.

    Its records begin with those of the parent before that epoch. The epoch itself is the first thing that it records
    when it is trained, with its own plan for the next one. With the parent's settings it goes on exactly like it.

    Args:
        store: Where both runs are.
        artifacts: Where both keep their checkpoints.
        run_id: The parent.
        epoch: After which epoch the ways part.
        spec: What the fork does. Only its strategy and the settings in `FREE` may differ from the parent's. One that
            asks for any of `AFTERWARDS` may end where it begins: it is trained no further, and only examined.
        name: What people call it; None draws two words.
        origin: Why it exists.

    Raises:
        UsageError: If there is no checkpoint of that epoch, with those that there are, or if the name is taken.
        SpecError: If more differs than may, all of it at once.
    """
    parent = store.get(run_id)
    trained = spec.training.epochs != epoch
    check_epoch(parent, epoch, kept(artifacts, parent.id) if trained else examinable(artifacts, parent))
    _check_spec(parent, epoch, spec)
    child = uuid.uuid4().hex
    # The checkpoint goes first: if the process dies here a file is left over, and not a run without its beginning.
    artifacts.write(child, *_beginning(artifacts, parent.id, epoch))
    try:
        return store.create(spec, name, origin, run_id=child, parent=(parent.id, epoch))
    except BaseException:
        artifacts.delete_run(child)
        raise


def _beginning(artifacts: ArtifactStore, run_id: str, epoch: int) -> tuple[str, bytes]:
    """Return name and content of the artifact that a fork begins with."""
    if epoch in kept(artifacts, run_id):
        return START, artifacts.read(run_id, checkpoint_name(epoch))
    return WEIGHTS, artifacts.read(run_id, network(artifacts, run_id, epoch) or WEIGHTS)


def examine(store: RunStore, artifacts: ArtifactStore, run_id: str) -> RunInfo:
    """Return a new run, queued, that ends a finished or stopped one with a diagnosis and trains it no further.

    Raises:
        UsageError: If there is no checkpoint of its last epoch.
    """
    return revisit(store, artifacts, run_id, probes=True)


def examines(run: RunInfo) -> bool:
    """Return whether a run is one that `examine` has made."""
    return revisits(run) and run.spec.probes


def revisit(store: RunStore, artifacts: ArtifactStore, run_id: str, **asked: Any) -> RunInfo:
    """Return a new run, queued, that looks once more at the network of a finished or stopped one.

    Args:
        store: Where both are.
        artifacts: Where both keep their checkpoints.
        run_id: The parent, as it stands now. It is trained no further.
        asked: What is to be known, by the names of `AFTERWARDS`; nothing else is.

    Raises:
        UsageError: If it has learned nothing, or if there is no checkpoint of its last epoch.
    """
    run = store.get(run_id)
    check_revisit(run, artifacts)
    last = run.epoch or 0
    training = run.spec.training.model_copy(update={"epochs": last})
    only = {name: RunSpec.model_fields[name].get_default() for name in AFTERWARDS} | asked
    spec = run.spec.model_copy(update={"training": training, **only})
    return fork(store, artifacts, run.id, last, spec, origin="reference")


def check_revisit(run: RunInfo, artifacts: ArtifactStore) -> None:
    """Raise UsageError unless a run has a network that has learned, and that can be looked at once more."""
    if not run.epoch:
        raise UsageError(
            f"The run '{run.name}' has not learned for a whole epoch, so there is no network to look at.",
            remedy="Train the same settings once more, for an epoch or longer.",
        )
    check_epoch(run, run.epoch, examinable(artifacts, run))


def revisits(run: RunInfo) -> bool:
    """Return whether a run is one that `revisit` has made."""
    return run.origin == "reference" and run.parent_epoch == run.spec.training.epochs


def check_epoch(parent: RunInfo, epoch: int, there: Sequence[int]) -> None:
    """Raise UsageError unless a run can be forked at an epoch.

    Args:
        parent: The run.
        epoch: After which of its epochs.
        there: The epochs of which it has checkpoints, as `kept` says.
    """
    there = [number for number in there if parent.epoch is not None and number <= parent.epoch]
    choice = f"Fork it at epoch {spans(there)}."
    if parent.deleted_at is not None:
        raise UsageError(f"The run '{parent.name}' is deleted.", remedy="Restore it, then fork it.")
    if not there:
        reason = "ships with its weights alone" if parent.origin == "recorded" else "has no checkpoints"
        raise UsageError(
            f"The run '{parent.name}' {reason}, so it cannot be forked.",
            remedy="Train the same settings on this machine, and fork that run.",
        )
    if parent.epoch is None or not 0 <= epoch <= parent.epoch:
        raise UsageError(f"The run '{parent.name}' has not come to an epoch {epoch}.", remedy=choice)
    if epoch not in there:
        before = parent.parent_epoch is not None and epoch < parent.parent_epoch
        reason = "That epoch was its parent's." if before else "Of large networks only the newest are kept."
        raise UsageError(
            f"The run '{parent.name}' has no checkpoint of epoch {epoch}. {reason}",
            remedy=choice + (" Or fork its parent." if before else ""),
        )


def _check_spec(parent: RunInfo, epoch: int, spec: RunSpec) -> None:
    """Raise SpecError unless a fork of the parent at that epoch may have this specification."""
    before, after = _fixed(parent.spec), _fixed(spec)
    differing = [field for field in before if before[field] != after[field]]
    problems = [f"{field}: the parent has {before[field]!r}, found {after[field]!r}" for field in differing]
    least = epoch if spec.asked_afterwards else epoch + 1
    if spec.training.epochs < least:
        problems.append(f"training.epochs: expected at least {least}, found {spec.training.epochs}")
    if problems:
        raise SpecError(
            problems,
            remedy=f"A fork may change its strategy and {', '.join(FREE)}; for anything else train a new run.",
        )


def _fixed(spec: RunSpec) -> dict[str, Any]:
    """Return every setting that a fork has in common with its parent, by its dotted path."""
    sections = spec.model_dump(exclude={"strategy"})
    leaves = {
        f"{section}.{field}" if field else section: value
        for section, fields in sections.items()
        for field, value in (fields if isinstance(fields, dict) else {"": fields}).items()
    }
    return {path: value for path, value in leaves.items() if not {path, path.partition(".")[0]} & set(FREE)}


def spans(epochs: Sequence[int]) -> str:
    """Return epochs in words, e.g. `0 to 8, 10 or 12`."""
    rows = groupby(enumerate(epochs), key=lambda pair: pair[1] - pair[0])  # the same in a row without a gap
    groups = [[number for _, number in row] for _, row in rows]
    words = [str(group[0]) if len(group) == 1 else f"{group[0]} to {group[-1]}" for group in groups]
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
