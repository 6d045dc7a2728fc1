"""How sure a proportion is, such as an accuracy, from the number of samples alone."""

from math import sqrt

from shapviz.games.summary import Interval

_Z = 1.959963984540054  # 97.5 % quantile of the normal distribution


def wilson(share: float, samples: int) -> Interval:
    """Return `share` with its 95 % interval over samples, which stays within [0, 1] and has a width even at its ends.

    For where only the count is known; where the samples are at hand, the bootstrap knows more. Source: Wilson (1927),
    doi:10.1080/01621459.1927.10502953.

    Args:
        share: Of the samples for which something holds, in [0, 1].
        samples: How many there are, at least 1.
    """
    spread = _Z**2 / samples
    centre = (share + spread / 2) / (1 + spread)
    half = sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return Interval(share, max(0.0, centre - half), min(1.0, centre + half))
