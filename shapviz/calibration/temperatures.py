"""One temperature per modality: how loud each is to be heard, whatever it says.

A generalisation of temperature scaling (Guo et al. 2017, arXiv:1706.04599) from one divisor of all logits to one for
each modality's part of them. It takes back what a modality became too sure of while it overfitted.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from shapviz.errors import UsageError
from shapviz.runs.sampled import SampleTable

LEAST, MOST = 0.05, 20.0  # a modality that knows nothing would have any temperature, the higher the better


def fit_temperatures(table: SampleTable) -> dict[str, float]:
    """Return the temperatures T under which b + Σ_m c_m / T_m has the least cross-entropy, by modality.

    Of the prediction from all modalities: how coalitions fare is not asked. L-BFGS on log T, in double precision.

    Args:
        table: Of the validation split: the training split does not show what was overfitted.

    Raises:
        UsageError: If the head is not additive.
    """
    if table.terms is None:
        raise UsageError(
            "Only the logits of an additive head are sums in which every modality has a temperature.",
            remedy="Train with the additive head.",
        )
    present = table.terms.present.astype(np.float64)
    bias = table.terms.bias.astype(np.float64)
    samples, labels = np.arange(len(table)), table.labels

    def loss(log_temperatures: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        heard = present / np.exp(log_temperatures)[:, None, None]  # (M, N, C)
        logits = heard.sum(axis=0) + bias
        log_chances = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
        error = np.exp(log_chances)  # the gradient by the logits: probabilities, less one for the truth
        error[samples, labels] -= 1
        gradient = -(heard * error).sum(axis=(1, 2)) / len(samples)
        return -log_chances[samples, labels].mean(), gradient

    bounds = [(np.log(LEAST), np.log(MOST))] * len(present)
    fitted = minimize(loss, np.zeros(len(present)), jac=True, method="L-BFGS-B", bounds=bounds)
    return dict(zip(table.modalities, np.exp(fitted.x).tolist(), strict=True))
