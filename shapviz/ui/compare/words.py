"""What a comparison says. Nothing is called better that an interval does not tell apart from nothing."""

from collections.abc import Sequence

from shapviz.comparison import Difference, in_brief, mean_of
from shapviz.figures.compare.contender import Contender
from shapviz.figures.compare.words import points, points_between, seeds, spread
from shapviz.figures.words import Sentence
from shapviz.ui.compare.lineup import Entry, within
from shapviz.ui.compare.match import Lead, Match, Side

UNSURE: dict[str, str] = {"unsure": "inconclusive"}


def finding(match: Match) -> Sentence:
    """Return who is ahead of whom on the test split, and where that cannot be told."""
    if not match.rivals:
        return ["Nothing here can be subtracted from the baseline"]
    if match.best is None or not match.leads:
        return ["Who is ahead is told once the runs have been tested"]
    clear = [lead for lead in match.leads if lead.clear]
    unsure = [lead for lead in match.leads if not lead.clear]
    title = match.best.entry.title
    if not clear:
        against = _listed([within(lead.over.entry.title) for lead in unsure])
        return [f"{title} against {against}: ", UNSURE, "."]
    told: Sentence = [f"{title} beats {_listed([_beaten(lead) for lead in clear])} points."]
    if unsure:
        told += [f" Against {_listed([within(lead.over.entry.title) for lead in unsure])}: ", UNSURE, "."]
    return told


def measure(match: Match) -> Sentence:
    """Return what the finding measures, with the intervals behind it."""
    if not match.leads:
        return ["Test accuracy, paired by seed"]
    counts = sorted({lead.difference.n for lead in match.leads})
    over = f"{counts[0]}–{counts[-1]} seeds" if len(counts) > 1 else seeds(counts[0])
    listed = _listed([points_between(lead.difference) for lead in match.leads])
    if counts[-1] == 1:
        return [f"Test accuracy with one seed: {listed} points; another seed may well say the opposite."]
    corrected = " Called a difference only after Holm's correction." if len(match.leads) > 1 else ""
    return [f"Test accuracy, paired by seed, 95 % intervals over {over}: {listed} points.{corrected}"]


def summary(contender: Contender) -> Sentence:
    """Return test accuracy and EDM of a group, for the line above its figure."""
    accuracy = contender.tested(lambda outcome: outcome.accuracy)
    edm = contender.tested(lambda outcome: outcome.edm)
    if not accuracy:
        return ["not tested yet"]
    reached = mean_of(accuracy.values())
    told: Sentence = [{"strong": f"{100 * reached.mean:.1f}"}, f" {spread(reached, 100, 1)} %".replace("  ", " ")]
    if edm:
        balance = mean_of(edm.values())
        told += [" · EDM ", {"strong": f"{balance.mean:.2f}"}, f" {spread(balance)}".rstrip()]
    return told


def differences_title(match: Match) -> Sentence:
    """Return since when which groups have been ahead of or behind the baseline for good; there is at least one gap."""
    lasting = [(gap.contender.title, moment) for gap in match.gaps if (moment := since(gap.trained))]
    if not lasting:
        return ["No difference that lasts" if _pairs(match)[-1] > 1 else "One seed tells no difference from luck"]
    _, (_, largest) = max(lasting, key=lambda one: abs(one[1][1].mean))
    alike = [(title, epoch) for title, (epoch, last) in lasting if (last.mean > 0) == (largest.mean > 0)]
    first, *others = (title for title, _ in alike)
    who = _listed([first, *map(within, others)]) if len(alike) < 3 else f"{len(alike)} of {len(match.gaps)}"
    where = f"{'are' if others else 'is'} {'ahead' if largest.mean > 0 else 'behind'}"
    return [f"{who} {where} from epoch {max(epoch for _, epoch in alike)} on"]


def since(differences: Sequence[tuple[int, Difference]]) -> tuple[int, Difference] | None:
    """Return the epoch from which on the difference keeps its sign beyond doubt, and the last difference."""
    if not differences:
        return None
    _, last = differences[-1]
    if last.inconclusive:
        return None
    first = None
    for epoch, known in reversed(differences):
        if known.inconclusive or (known.mean > 0) != (last.mean > 0):
            break
        first = epoch
    return None if first is None else (first, last)


def differences_measure(match: Match) -> Sentence:
    """Return what the difference figure shows."""
    pairs = _pairs(match)
    over = f"{pairs[0]}–{pairs[-1]} paired seeds" if len(pairs) > 1 else f"{pairs[0]} paired seeds"
    band = " · one seed: no band" if pairs == [1] else f" · 95 % over {over}, hatched where it covers 0"
    return [f"validation accuracy minus ★ {within(match.baseline.entry.title)}, points{band}"]


def _pairs(match: Match) -> list[int]:
    """Return how many pairs of seeds the differences are over, from the fewest to the most."""
    return sorted({difference.n for gap in match.gaps for _, difference in gap.trained})


def landing_title(match: Match) -> Sentence:
    """Return whether accuracy and balance came together, for the most accurate group beside the baseline."""
    lead = arrow(match)
    if lead is None:
        return ["Where each seed landed"]
    best, base = lead
    apart = mean_of(best.balanced.values()).mean - mean_of(base.balanced.values()).mean
    return ["Balance and accuracy came together" if apart < 0 else "More accurate, and less balanced"]


def arrow(match: Match) -> tuple[Side, Side] | None:
    """Return the best group and the baseline where the one is beyond doubt more accurate than the other."""
    clear = {lead.over.entry.key for lead in match.leads if lead.clear}
    best = match.best
    if best is None or match.baseline.entry.key not in clear or not best.balanced or not match.baseline.balanced:
        return None
    return best, match.baseline


def landing_measure(match: Match) -> Sentence:
    """Return what the figure of test accuracy against EDM shows."""
    ellipse = " · ellipse: 95 %" if any(len(side.balanced) > 2 for side in match.sides) else ""
    led = " · arrow: from the baseline" if arrow(match) else ""
    return [f"test split, one mark per seed{ellipse}{led}"]


def differences_in_settings(entries: Sequence[Entry], baseline: str) -> list[dict[str, object]]:
    """Return the settings in which the groups differ: for each its title, and a value for each group."""
    if len(entries) < 2:
        return []
    measured = {title: column for title, column in _measured(entries).items() if len(set(column)) > 1}
    columns = {**in_brief([entry.group.spec for entry in entries]), **measured}
    ours = next((place for place, entry in enumerate(entries) if entry.key == baseline), 0)
    return [
        {"title": title, "values": [{"text": value, "same": value == column[ours]} for value in column]}
        for title, column in columns.items()
    ]


def _measured(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """Return what training took, where all groups have finished runs."""
    outcomes = [list(entry.contender.outcomes.values()) if entry.contender else [] for entry in entries]
    if not all(outcomes):
        return {}
    updates = [
        round(sum(one.head_updates for one in known) / len(known) / entry.group.spec.training.epochs)
        for entry, known in zip(entries, outcomes, strict=True)
    ]
    seconds = [sum(one.seconds for one in known) / len(known) for known in outcomes]
    return {
        "head updates per epoch": [f"{count:,}".replace(",", " ") for count in updates],
        "time per run": [f"{each:.2g} s" if each < 10 else f"{each:.0f} s" for each in seconds],
    }


def _beaten(lead: Lead) -> str:
    return f"{within(lead.over.entry.title)} by {points(lead.difference.mean).lstrip('+')}"


def _listed(parts: Sequence[str]) -> str:
    """Return parts as a list in words."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
