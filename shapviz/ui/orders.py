"""The orders that Train offers, and what each of them is in a specification."""

from dataclasses import dataclass
from typing import Literal

from shapviz.data import catalog
from shapviz.errors import UnknownNameError
from shapviz.runs.options import Alternating, Joint, JointUnimodal, ModalityDropout, Strategy, Unimodal
from shapviz.runs.spec import RunSpec

Order = Literal["weak_first", "strong_first", "random", "fixed"]


@dataclass(frozen=True)
class Choice:
    """One way to train, as a person chooses it."""

    label: str
    about: str  # one sentence
    order: Order | None = None  # of the turns; None where the modalities do not take turns
    own: bool = False  # whether the person says who goes after whom
    baseline: Strategy | None = None  # what trains instead where there are no turns

    def strategy(self, now: Strategy, modalities: tuple[str, ...]) -> Strategy:
        """Return the strategy that this choice stands for; options of turns that were chosen before are kept."""
        if self.baseline is not None:
            return now if now.name == self.baseline.name else self.baseline
        turns = now if isinstance(now, Alternating) else Alternating()
        return turns.model_copy(update={"order": self.order, "sequence": modalities if self.own else ()})


ORDERS = {
    "joint": Choice("Joint", "All modalities learn together, from one loss.", baseline=Joint()),
    "weak_first": Choice("Weak first", "Each epoch the one with the smallest share goes first.", "weak_first"),
    "strong_first": Choice("Strong first", "Each epoch the one with the largest share goes first.", "strong_first"),
    "fixed": Choice("Fixed", "The modalities take turns, always in the dataset's order.", "fixed"),
    "random": Choice("Random", "The modalities take turns, in an order drawn anew each epoch.", "random"),
    "own": Choice("Your own", "The modalities take turns in the order that you give.", "fixed", own=True),
}
BASELINES = {
    "joint_unimodal": Choice(
        "Joint + unimodal", "All learn together; each modality also has a loss of its own.", baseline=JointUnimodal()
    ),
    "modality_dropout": Choice(
        "Modality dropout", "All learn together, while modalities are left out at random.", baseline=ModalityDropout()
    ),
    "unimodal": Choice(
        "Unimodal", "Each modality learns alone: that is the ceiling it could reach.", baseline=Unimodal()
    ),
}
CHOICES = ORDERS | BASELINES


def chosen(strategy: Strategy) -> str:
    """Return the key in `CHOICES` of the choice that `strategy` came from."""
    if not isinstance(strategy, Alternating):
        return strategy.name
    if strategy.order == "fixed":
        return "own" if strategy.sequence else "fixed"
    return strategy.order


def summary(spec: RunSpec) -> tuple[str, str]:
    """Return the dataset and the order of a spec, as people call them."""
    try:
        dataset = catalog.info(spec.dataset.name).title
    except UnknownNameError:  # a run of a dataset that this version does not have
        dataset = spec.dataset.name
    return dataset, CHOICES[chosen(spec.strategy)].label
