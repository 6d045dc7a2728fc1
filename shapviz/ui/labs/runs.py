"""Which runs the lab can open: those that have ended and still have their network."""

from collections.abc import Callable, Sequence

from shapviz.comparison import SAME_TEST, unlike
from shapviz.data import catalog
from shapviz.data.modality import Modality
from shapviz.errors import UnknownNameError
from shapviz.runs import forks
from shapviz.runs.info import Origin, RunInfo
from shapviz.runs.spec import RunSpec

ENDED = ("finished", "stopped")
MOST = 200  # of the newest are looked at: each look is a folder to list
_FIRST: tuple[Origin, ...] = ("user", "imported", "recorded")  # whose runs greet a visitor; others serve comparisons


def players(spec: RunSpec) -> tuple[Modality, ...]:
    """Return the modalities that a run uses, in the order of the players; none if its dataset is not known here."""
    try:
        card = catalog.info(spec.dataset.name)
    except UnknownNameError:
        return ()
    known = {modality.name: modality for modality in card.modalities}
    return tuple(known[name] for name in spec.dataset.modalities or card.names if name in known)


def openable(runs: Sequence[RunInfo], has_network: Callable[[str], bool]) -> tuple[RunInfo, ...]:
    """Return the runs that can be opened, in their order.

    Args:
        runs: All runs, newest first.
        has_network: Whether the run with this id has a checkpoint.
    """
    ended = [run for run in runs if run.status in ENDED and run.epoch and players(run.spec) and not forks.revisits(run)]
    return tuple(run for run in ended[:MOST] if has_network(run.id))


def usual(there: Sequence[RunInfo]) -> RunInfo | None:
    """Return the run to greet with: the newest finished one that somebody trained, else a recorded one, else any."""
    by_origin = [run for origin in _FIRST for run in there if run.origin == origin and run.status == "finished"]
    return next(iter([*by_origin, *there]), None)


def company(run: RunInfo, there: Sequence[RunInfo]) -> tuple[RunInfo, ...]:
    """Return the runs that may stand beside this one: of the same modalities.

    Those of the same samples and seed come first, and last those that nobody named: they were made as references.
    """
    like = [other for other in there if other.id != run.id and players(other.spec) == players(run.spec)]
    return tuple(sorted(like, key=lambda other: (other.origin == "reference", not twins(run, other))))


def twins(one: RunInfo, other: RunInfo) -> bool:
    """Return whether two runs are tested on the same samples, noise and all."""
    ours, theirs = one.spec, other.spec
    return one.id != other.id and ours.seed == theirs.seed and unlike(ours, theirs, SAME_TEST) is None
