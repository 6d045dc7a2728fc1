"""How fast each modality learns: its learning rate is halved when its own validation loss no longer falls.

Modalities do not overfit at the same epoch. A single rate for all is either too high for one that has learned all it
can, or too low for one that has not.
"""

from collections.abc import Mapping

from torch.optim import Optimizer

from shapviz.runs.records import Pace


def paces(
    before: Mapping[str, Pace] | None, losses: Mapping[str, float] | None, epoch: int, patience: int
) -> dict[str, Pace] | None:
    """Return how every modality comes along after an epoch, given how it did before.

    A rate is halved once `patience` epochs have passed since the modality's loss was lowest, or since the last halving.
    Epochs in which nobody looked count as time that has passed, but nothing is decided in them.

    Args:
        before: After the epoch before; None where this is the first to be looked at.
        losses: Of the prediction from each modality alone, in nats; None if nobody looked.
        epoch: Its number.
        patience: In epochs, at least 1.
    """
    if losses is None:
        return {name: pace.model_copy(update={"loss": None}) for name, pace in before.items()} if before else None
    if before is None:
        return {name: Pace(loss=loss, best=loss, since=epoch, halvings=0) for name, loss in losses.items()}
    return {name: _pace(before[name], loss, epoch, patience) for name, loss in losses.items()}


def set_rates(optimizer: Optimizer, base: float, paces: Mapping[str, Pace] | None) -> None:
    """Give each modality's group of parameters the rate that follows from its pace, and all others `base`."""
    for group in optimizer.param_groups:
        pace = (paces or {}).get(group.get("modality", ""))
        group["lr"] = base * 0.5 ** (pace.halvings if pace else 0)


def _pace(before: Pace, loss: float, epoch: int, patience: int) -> Pace:
    if loss < before.best:
        return Pace(loss=loss, best=loss, since=epoch, halvings=before.halvings)
    if epoch - before.since < patience:
        return before.model_copy(update={"loss": loss})
    return Pace(loss=loss, best=before.best, since=epoch, halvings=before.halvings + 1)
