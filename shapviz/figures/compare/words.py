"""What the figures of a comparison show, for those who do not see them."""

from collections.abc import Sequence

from shapviz.comparison import Difference, Estimate
from shapviz.figures.compare.contender import Contender
from shapviz.figures.course import Course, shares_of
from shapviz.figures.labels import decimal, percent


def points(value: float) -> str:
    """Return a difference of accuracies in points with one decimal, e.g. `+3.7`; zero has no sign."""
    text = f"{100 * value:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")


def points_between(difference: Difference) -> str:
    """Return a difference with its interval where it has one, e.g. `+3.7 [+3.1, +4.2]`."""
    if difference.low is None or difference.high is None:
        return points(difference.mean)
    return f"{points(difference.mean)} [{points(difference.low)}, {points(difference.high)}]"


def spread(estimate: Estimate, scale: float = 1.0, digits: int = 2) -> str:
    """Return half the width of an interval, e.g. `± 0.6`; nothing where there is no interval."""
    return "" if estimate.high is None else f"± {scale * (estimate.high - estimate.mean):.{digits}f}"


def seeds(n: int) -> str:
    """Return how many seeds, in words."""
    return "1 seed" if n == 1 else f"{n} seeds"


def river_alt(contender: Contender, course: Course, epoch: int) -> str:
    """Return the mean shares and EDM of a group as of an epoch."""
    newest = course.valuation_at(epoch)
    begin = f"{contender.title}, {seeds(len(contender.trails))}"
    if newest is None:
        return f"{begin}, epoch {epoch}: untrained, nobody contributes yet."
    measured, valuation = newest
    shares = shares_of(valuation)
    if shares is None or valuation.edm is None:
        return f"{begin}, epoch {measured}: shares are undefined, no Shapley value is positive."
    listed = ", ".join(f"{player} {percent(share.estimate)}" for player, share in shares.items())
    return f"{begin}, epoch {measured}. Shares: {listed}. EDM {decimal(valuation.edm.estimate)}."


def differences_alt(told: Sequence[tuple[str, Difference]], baseline: str, epoch: int) -> str:
    """Return what each group is ahead of the baseline at an epoch."""
    listed = "; ".join(
        f"{title} {points_between(difference)}{', inconclusive' if difference.inconclusive else ''}"
        for title, difference in told
    )
    return f"Validation accuracy at epoch {epoch}, in points against {baseline}: {listed or 'nothing yet'}."
