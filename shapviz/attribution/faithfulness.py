"""Methods against data whose truth is known: how far off is a method, and how much of that is the network's doing?

A synthetic regime says how label and modalities hang together, so what a perfect observer would find follows from its
table. A network is no perfect observer, and a method that describes it faithfully describes that as well. So two
distances are told apart: of the network's exact values from the truth, and of a method's values from these.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.found import Values
from shapviz.attribution.means import over_draws
from shapviz.attribution.methods import USUAL
from shapviz.data.synthetic import REGIMES, Table
from shapviz.errors import UnknownNameError, UsageError
from shapviz.games import coalitions, shapley_values, shares
from shapviz.games.summary import Interval
from shapviz.runs.attribution import Payoff, Question
from shapviz.runs.checks import Faithful, Faithfulness
from shapviz.runs.methods import Effort
from shapviz.valuation.payoff import LEAST_PROBABILITY

PLAIN: Final = Question()


def faithfulness(
    regime: str,
    explainers: Mapping[int, Explainer],
    methods: Sequence[str],
    *,
    question: Question = PLAIN,
    effort: Effort = USUAL,
) -> Faithfulness:
    """Return how far methods are from the truth of a synthetic regime, in shares, over networks of several seeds.

    Shares are those of mean values over the test split, as `shapviz.games.shares` has them.

    Args:
        regime: Its name.
        explainers: Of networks trained on the regime, by seed.
        methods: By name.
        question: What is asked; about the true class, and no logits, for which there is no truth.
        effort: For methods that draw; for each network with another seed.

    Raises:
        UsageError: If there is no such regime, truth or method, a network was trained on something else, or a method
            refuses.
    """
    _check(regime, explainers, question)
    right = shares(shapley_values(expected_worth(REGIMES[regime].table, question.payoff)))
    exact = _found(explainers, "exact", question, effort)
    return Faithfulness(
        regime=regime,
        question=question,
        players=tuple(REGIMES[regime].clusters),
        truth=tuple(right.tolist()),
        of_network=_distance(exact, right),
        seeds=len(explainers),
        methods=tuple(_faithful(name, _found(explainers, name, question, effort), exact, right) for name in methods),
    )


def expected_worth(table: Table, payoff: Payoff) -> Values:
    """Return what a perfect observer of each coalition is paid on average, (2**M,) by bit mask.

    It gives every class the probability that it has given the symbols that are seen, which is the best one can do for
    the probability's logarithm. So its worth is exact: a sum over the table.

    Args:
        table: Probability of (label, symbol of the first modality, symbol of the second, ...).
        payoff: Of the probability that it gives to the true class.
    """
    return np.array([_expected(table, present, payoff) for present in coalitions(table.ndim - 1)])


def _expected(table: Table, present: NDArray[np.bool_], payoff: Payoff) -> float:
    absent = tuple(int(axis) + 1 for axis in np.flatnonzero(~present))
    joint = table.sum(axis=absent)
    joint = joint[:, joint.sum(axis=0) > 0] if joint.ndim > 1 else joint  # symbols that are ever seen together
    posterior = joint / joint.sum(axis=0)
    paid = posterior if payoff == "probability" else np.log(np.maximum(posterior, LEAST_PROBABILITY))
    return float((joint * paid).sum())


def _check(regime: str, explainers: Mapping[int, Explainer], question: Question) -> None:
    if regime not in REGIMES:
        raise UnknownNameError("synthetic regime", regime, REGIMES)
    if question.payoff == "logit" or question.target != "true":
        raise UsageError(
            f"The truth is known of the true class's probability and log-likelihood, not of payoff "
            f"'{question.payoff}' about '{question.target}'.",
            remedy="Ask for one of these, about the target 'true'.",
        )
    strangers = [
        str(seed) for seed, each in explainers.items() if each.dataset.names != tuple(REGIMES[regime].clusters)
    ]
    if strangers or not explainers:
        raise UsageError(
            f"Networks trained on '{regime}' are expected, at least one; found {len(explainers)}, and trained on other "
            f"data those of these seeds: {', '.join(strangers) or 'none'}.",
            remedy=f"Train networks on the dataset '{regime}', with several seeds.",
        )


def _found(explainers: Mapping[int, Explainer], name: str, question: Question, effort: Effort) -> Values:
    """Return the shares (R, M) that a method finds in each network.

    Each with dice of its own: libraries draw the same orders for all samples, so no mean over these makes up for them.
    """
    efforts = (effort.model_copy(update={"seed": effort.seed + place}) for place in range(len(explainers)))
    found = (each.attribute(name, question, effort=own) for each, own in zip(explainers.values(), efforts, strict=True))
    return np.stack([shares(each.values.mean(axis=0)) for each in found])


def _faithful(name: str, found: Values, exact: Values, truth: Values) -> Faithful:
    means = [over_draws(share, (0, 1)) for share in found.T]
    return Faithful(
        method=name,
        shares=tuple(mean for mean in means if mean is not None),
        error=_distance(found, truth),
        of_method=_distance(found, exact),
    )


def _distance(ours: Values, theirs: Values) -> Interval:
    """Return the summed differences of shares (R, M), with their interval over networks."""
    mean = over_draws(np.abs(ours - theirs).sum(axis=1), (0, 2))
    if mean is None:
        raise UsageError(
            "No network gains anything from its inputs, so there are no shares to compare.", remedy="Train for longer."
        )
    return mean
