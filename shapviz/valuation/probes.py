"""Linear probes: how much of the label an encoder has made easy to read, whatever the head makes of it.

A probe is compared with a probe, never with the accuracy of the network that it looks into: a head that was trained
with its encoder and a classifier that is fitted afterwards differ for reasons of their own.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from shapviz.models import BatchSource, FusionModel
from shapviz.valuation.worth import ENCODED_ROWS

ITERATIONS = 2000  # lbfgs needs a twentieth of them on features of unit variance; past this it warns
TOLERANCE = 1e-3  # of the gradient; a tenth of it doubles the time and changes one prediction in a hundred, either way


def probe(model: FusionModel, train: BatchSource, valid: BatchSource) -> dict[str, NDArray[np.float64]]:
    """Return which validation samples a linear classifier on each modality's features gets right, (N,) of 0 and 1.

    One logistic regression a modality (L2 penalty of scikit-learn's default strength, on features scaled to unit
    variance), fitted to the features of the training split.

    Args:
        model: Its encoders are probed as they stand. It is left in evaluation mode.
        train: What the probes are fitted to.
        valid: What they are scored on.
    """
    seen, labels = _features(model, train)
    unseen, truth = _features(model, valid)
    return {
        name: (_fitted(seen[name], labels).predict(unseen[name]) == truth).astype(np.float64)
        for name in model.modalities
    }


def _fitted(features: NDArray[np.float64], labels: NDArray[np.int64]) -> LogisticRegression:
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=ITERATIONS, tol=TOLERANCE)).fit(features, labels)


@torch.no_grad()
def _features(model: FusionModel, source: BatchSource) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.int64]]:
    """Return the features (N, D) of each modality, and the labels (N,), in the order of the source."""
    model.eval()
    batches = list(source.ordered(ENCODED_ROWS))
    encoded = [model.encode({name: batch.inputs[name] for name in model.modalities}) for batch in batches]
    features = {
        name: np.concatenate([part[name].cpu().numpy() for part in encoded]).astype(np.float64)
        for name in model.modalities
    }
    return features, np.concatenate([batch.labels.cpu().numpy() for batch in batches])
