"""What an ordering has found, in words. No order is said to have won unless the interval of its lead says so."""

from shapviz.figures import labels
from shapviz.games.summary import Interval
from shapviz.runs.orderings import Answer, Order, Tried

ARROW = " → "


def named(order: Order) -> str:
    """Return an order as people read it, e.g. `text → image`."""
    return ARROW.join(order)


def finding(answer: Answer) -> str:
    """Return which order won and by how much, or that it cannot be told."""
    best, second = answer.tried[:2]
    lead = points(second.behind)
    if answer.conclusive:
        return f"{named(best.order)} wins: {lead} ahead of the next order."
    return f"Inconclusive: the lead of the best order over the next is {lead}, and that may be chance."


def about_shares(answer: Answer) -> str:
    """Return how weak first and strong first fared against each other; empty where that means nothing."""
    weak, strong = answer.of(answer.weak_first), answer.of(answer.strong_first)
    if weak is None or strong is None or weak is strong:
        return ""
    return f"Weak first ({named(weak.order)}) {_place(weak, answer)}; strong first {_place(strong, answer)}."


def setting(answer: Answer) -> str:
    """Return what was done, in one line."""
    times = len(answer.tried[0].shuffles)
    epochs = "one epoch" if answer.epochs == 1 else f"{answer.epochs} epochs"
    shuffles = "one shuffle" if times == 1 else f"{times} shuffles"
    count = len(answer.tried)
    orders = f"All {count} orders" if count == answer.possible else f"{count} of {answer.possible} orders"
    return (
        f"{orders} from epoch {answer.epoch}, {epochs} each, {shuffles} of the batches, loss {answer.loss}; "
        f"accuracy on {answer.samples} validation samples, {tenths(answer.before)} % before."
    )


def points(value: Interval) -> str:
    """Return a difference of accuracies in points with its interval, e.g. `1.4 points [0.2, 2.6]`."""
    return f"{tenths(value.estimate)} points {bracketed(value)}"


def bracketed(value: Interval) -> str:
    """Return the two ends of an interval in percent, e.g. `[0.2, 2.6]`."""
    return f"[{tenths(value.low)}, {tenths(value.high)}]"


def tenths(value: float) -> str:
    """Return a proportion in percent with one decimal and a true minus."""
    return labels.points(value, 1)


def _place(tried: Tried, answer: Answer) -> str:
    place = answer.tried.index(tried) + 1
    if place == 1:
        return f"comes first with {tenths(tried.accuracy.estimate)} %"
    return f"is number {place} of {len(answer.tried)}, {points(tried.behind)} behind the best"
