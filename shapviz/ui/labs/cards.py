"""Cards for runs that a lab cannot open: what is the matter, why, and what to do about it."""

from typing import NamedTuple

from shapviz.data import catalog
from shapviz.errors import ShapvizError, UnknownNameError
from shapviz.runs.info import RunInfo
from shapviz.runs.options import ModalityDropout
from shapviz.runs.spec import DatasetSpec, RunSpec, TrainingSpec
from shapviz.ui.labs.runs import ENDED

KEPT = "Nothing that was recorded is lost."


class Card(NamedTuple):
    """Why there is nothing to show, and the way on."""

    title: str
    text: str
    remedy: str
    again: RunSpec | None = None  # settings to train, where that helps


def nothing(title: str) -> Card:
    """Return the invitation where no run can be opened; `title` says what one would do with it."""
    return Card(
        title,
        "That takes a trained network, and there is none here yet. A first one learns emoji from two drawings and "
        "their words, in about a minute.",
        "",
        first(),
    )


def first() -> RunSpec:
    """Return what an empty page offers to train: three modalities, by a network that meets absent ones meanwhile."""
    return RunSpec(
        dataset=DatasetSpec(name="emoji3"),
        strategy=ModalityDropout(),
        training=TrainingSpec(epochs=catalog.info("emoji3").epochs),
    )


def refusal(error: ShapvizError) -> Card:
    """Return why a run cannot even be read."""
    return Card("This run cannot be opened here", error.problem, error.remedy)


def obstacle(run: RunInfo, *, has_network: bool) -> Card | None:
    """Return why the lab cannot open this run; None if it can, or if it is still under way."""
    try:
        catalog.info(run.spec.dataset.name)
    except UnknownNameError as error:
        return Card(f"{run.name} learned from data that is not here", error.problem, f"{error.remedy} {KEPT}")
    if run.status == "failed" and run.error:
        return Card(f"{run.name} failed", f"{run.error.problem} There is no network to open.", run.error.remedy)
    if run.status in ENDED and not has_network:
        text = "What it recorded is here, but its network is not: its checkpoints were deleted, or made elsewhere."
        return Card(f"{run.name} has no network any more", text, f"Train the same settings once more. {KEPT}", run.spec)
    return None
