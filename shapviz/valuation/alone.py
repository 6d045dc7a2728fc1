"""How well a network predicts from each modality by itself."""

from shapviz.models import BatchSource, FusionModel
from shapviz.valuation.payoff import log_probability
from shapviz.valuation.worth import ENCODED_ROWS, evaluating


def own_losses(model: FusionModel, source: BatchSource) -> dict[str, float]:
    """Return the mean cross-entropy in nats of the predictions from each modality alone, all others being absent.

    Nothing is imputed for the absent, as in training: this is about what one modality has learned, and prototypes would
    mix what the others have learned into it.

    Computed like worths: in evaluation mode and full precision, and the model is left as it was found. A worth will not
    do in its place, because the payoff `log_likelihood` is clipped, and overconfidence is what this loss is to see.
    """
    totals = dict.fromkeys(model.modalities, 0.0)
    with evaluating(model, source.device):
        for batch in source.ordered(ENCODED_ROWS):
            contributions = model.contributions({name: batch.inputs[name] for name in model.modalities})
            for name, contribution in contributions.items():
                logits = model.head.finish(model.head.combine({name: contribution}))
                totals[name] -= log_probability(logits, batch.labels).sum().item()
    return {name: total / len(source) for name, total in totals.items()}
