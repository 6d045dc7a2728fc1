"""From a model and data to a coalition game: what every coalition of modalities is worth, sample by sample."""

from shapviz.valuation.payoff import PAYOFFS, Payoff
from shapviz.valuation.predictor import CoalitionPredictor
from shapviz.valuation.worth import coalition_worth

__all__ = ["PAYOFFS", "CoalitionPredictor", "Payoff", "coalition_worth"]
