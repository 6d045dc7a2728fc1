"""What a run's numbers say, in words. Nothing is claimed that its interval does not support.

A sentence is a list of segments: plain text, `{"strong": text}` for what is stressed, and `{"tag": name}` for a
modality, which a page shows as a pill in its colour. `plain` makes one string of it.
"""

from shapviz.figures.course import Course, alone, pairs_of, shares_of, team
from shapviz.figures.labels import bracketed, decimal, percent
from shapviz.figures.worths import worth_in_words
from shapviz.games.summary import Interval

Sentence = list[str | dict[str, str]]


def plain(sentence: Sentence) -> str:
    """Return a sentence as one string, without marks."""
    return "".join(part if isinstance(part, str) else next(iter(part.values())) for part in sentence)


def story_alt(course: Course, epoch: int) -> str:
    """Return what the story shows at an epoch: shares, EDM and who learns, with their intervals."""
    newest = course.valuation_at(epoch)
    if newest is None:
        return f"Epoch {epoch} of {course.epochs}: untrained, nobody contributes yet."
    measured, valuation = newest
    shares = shares_of(valuation)
    if shares is None or valuation.edm is None:
        return f"Epoch {epoch} of {course.epochs}: shares are undefined, no Shapley value is positive."
    listed = ", ".join(f"{player} {percent(share.estimate)} {_in_percent(share)}" for player, share in shares.items())
    edm = f"EDM {decimal(valuation.edm.estimate)} {bracketed(valuation.edm)}"
    since = "" if measured == epoch else f", as measured at epoch {measured}"
    return f"Epoch {epoch} of {course.epochs}. Shares{since}: {listed}. {edm}. {_learners(course, epoch)}"


def synergy_alt(course: Course, epoch: int) -> str:
    """Return what each pair is worth beyond its halves at an epoch, the strongest first, and EDM."""
    newest = course.valuation_at(epoch)
    if newest is None:
        return f"Epoch {epoch} of {course.epochs}: untrained, no pair does anything yet."
    measured, valuation = newest
    known = sorted(pairs_of(valuation).items(), key=lambda item: -abs(item[1]))
    listed = ", ".join(f"{' + '.join(pair)} {worth_in_words(value, valuation.payoff)}" for pair, value in known[:6])
    unit = "nats" if valuation.payoff == "log_likelihood" else "points"
    edm = f" EDM {decimal(valuation.edm.estimate)}." if valuation.edm else ""
    return f"Epoch {measured} of {course.epochs}. Interaction of pairs, in {unit}: {listed}.{edm}"


def accuracy_alt(course: Course, epoch: int) -> str:
    """Return what the accuracy figure shows at an epoch."""
    newest = course.accuracy_at(epoch)
    if newest is None:
        return f"Epoch {epoch}: no accuracy has been measured yet."
    singles = alone(course.players, newest[1])
    beside = {player: f", ceiling {percent(height)}" for player, height in course.ceilings.items()}
    if newest[0] == course.epochs:
        for player, height in course.probes.items():
            beside[player] = f"{beside.get(player, '')}, probe {percent(height)}"
    listed = ", ".join(f"{player} {percent(height)}{beside.get(player, '')}" for player, height in singles.items())
    return f"Validation accuracy at epoch {newest[0]}: all {percent(newest[1][-1])}; alone: {listed}."


def lattice_alt(course: Course, epoch: int) -> str:
    """Return what each coalition reaches at an epoch, or the best of each size where they are too many to list."""
    newest = course.accuracy_at(epoch)
    if newest is None:
        return f"Epoch {epoch}: no coalition has been measured yet."
    accuracies, players = newest[1], course.players
    sized = {size: [m for m in range(len(accuracies)) if m.bit_count() == size] for size in range(len(players) + 1)}
    few = len(accuracies) <= 16
    chosen = [m for masks in sized.values() for m in (masks if few else [max(masks, key=lambda m: accuracies[m])])]
    listed = "; ".join(f"{' + '.join(team(players, mask)) or 'nobody'} {percent(accuracies[mask])}" for mask in chosen)
    what = "Accuracy of each coalition" if few else "The most accurate coalition of each size"
    return f"{what} at epoch {newest[0]}: {listed}."


def _learners(course: Course, epoch: int) -> str:
    record = next((record for record in reversed(course.records) if record.epoch <= epoch), None)
    if record is None or not record.turns:
        return "Nobody has learned yet."
    return "Turns: " + ", then ".join(" and ".join(turn.modalities) for turn in record.turns) + "."


def _in_percent(share: Interval) -> str:
    return f"[{100 * share.low:.0f}, {100 * share.high:.0f}]"
