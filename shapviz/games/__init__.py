"""Cooperative games of modalities: from what every coalition is worth to who contributes what.

A game is a table of 2**M worths, indexed by bit mask: bit i is set when player i is present. Everything here takes
such tables, alone or many at once along the leading axes, and knows nothing of networks.

>>> worth = [0.10, 0.60, 0.40, 0.80]  # accuracy of nobody, image, text, both
>>> phi = shapley_values(worth)  # what each brings, averaged over all orders of joining
>>> phi.round(3).tolist(), round(float(phi.sum()), 3)  # together: 0.80 - 0.10
([0.45, 0.25], 0.7)
>>> shares(phi).round(3).tolist()
[0.643, 0.357]
>>> round(float(edm(phi)), 3)  # 0: equal shares, 1: one player brings everything
0.286
>>> round(float(interactions(worth)[0, 1]), 3)  # below 0: partly, both know the same
-0.1

`summarise` does all this for a table with a row for each sample, and adds intervals:

>>> import numpy as np
>>> right = np.random.default_rng(0).random((500, 4)) < worth  # which coalition predicts which sample
>>> game = summarise(("image", "text"), right, payoff="accuracy")
>>> f"{game.edm.estimate:.2f} [{game.edm.low:.2f}, {game.edm.high:.2f}]"
'0.31 [0.22, 0.39]'
"""

from shapviz.games.balance import edm, shares
from shapviz.games.coalition import MAX_PLAYERS, coalitions, mask_of, members, one_missing
from shapviz.games.interaction import interactions
from shapviz.games.shapley import shapley_values
from shapviz.games.summary import Interval, Valuation, summarise

__all__ = [
    "MAX_PLAYERS",
    "Interval",
    "Valuation",
    "coalitions",
    "edm",
    "interactions",
    "mask_of",
    "members",
    "one_missing",
    "shapley_values",
    "shares",
    "summarise",
]
