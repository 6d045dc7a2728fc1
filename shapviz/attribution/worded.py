"""Numbers as sentences have them."""

from shapviz.games.summary import Interval


def percent(share: Interval) -> str:
    """Return a share in percent, with its interval."""
    return f"{share.estimate:.0%} [{share.low:.0%}, {share.high:.0%}]"


def decimal(number: Interval) -> str:
    """Return a number with two decimals, with its interval."""
    return f"{number.estimate:.2f} [{number.low:.2f}, {number.high:.2f}]"
