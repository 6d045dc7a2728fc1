"""How well a network predicts from each modality by itself."""

from shapviz.models import BatchSource, FusionModel
from shapviz.valuation.payoff import log_probability
from shapviz.valuation.worth import ENCODED_ROWS, evaluating


def own_losses(model: FusionModel, source: BatchSource) -> dict[str, float]:
    """Return the mean cross-entropy in nats of the predictions from each modality alone, all others being absent.

    Computed like worths: in evaluation mode and full precision, and the model is left as it was found. A worth will not
    do in its place, because the payoff `log_likelihood` is clipped, and overconfidence is what this loss is to see.
    """
    totals = dict.fromkeys(model.modalities, 0.0)
    with evaluating(model, source.device):
        for batch in source.ordered(ENCODED_ROWS):
            contributions = model.contributions({name: batch.inputs[name] for name in model.modalities})
            for name, contribution in contributions.items():
                totals[name] -= log_probability(model.logits({name: contribution}), batch.labels).sum().item()
    return {name: total / len(source) for name, total in totals.items()}
