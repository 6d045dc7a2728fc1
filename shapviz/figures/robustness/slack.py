"""Who picks up the slack: the chart of each modality's Shapley value clean and now, with its words."""

from __future__ import annotations

from collections.abc import Iterator

from shapviz.figures.charts import Chart, Table
from shapviz.figures.labels import decimal, points
from shapviz.figures.numbers import UNSURE, bracketed, fewer, in_table, signed, size, sure
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.contributions import NEXT_TO_NOTHING, Part, gainers, nobody_gains
from shapviz.figures.robustness.dumbbell import Dumbbell
from shapviz.figures.sentences import listed, tag
from shapviz.figures.theme import Theme
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval


def slack(case: Case, theme: Theme, *, compact: bool) -> Chart:
    """Return the Shapley values of everybody clean and of those who are present as they are now."""
    drawn = Dumbbell(case, theme, compact)
    return {
        "title": _title(case, drawn.parts),
        "subtitle": _subtitle(case),
        "figure": drawn.figure(),
        "height": drawn.height,
        "alt": _alt(case, drawn.parts),
        "table": _table(drawn.parts),
    }


def _title(case: Case, parts: list[Part]) -> Sentence:
    """Return who contributes more than before, and how much of what others have lost that is."""
    if case.undisturbed:
        return ["What each modality contributes"]
    if not case.members:
        return ["Nobody is left to contribute"]
    lost = _lost(parts)
    if not lost:
        return ["No slack: nobody has lost for sure"]
    others = [player for player in case.members if player not in case.corrupted]
    if not others:
        return ["Nobody is left to pick up the slack"]
    if case.paired:
        return ["Points picked up: ", *listed(list(_picked_up(case, parts, others)))]
    if lost < NEXT_TO_NOTHING:
        return ["Hardly any slack: under 2 points lost"]
    return _gained(gainers(case, parts), lost) or _not_gained(case, parts, others, lost)


def _gained(gained: list[Part], lost: float) -> Sentence:
    """Return who gains for sure and how much of what was lost, or beside it where it is more; empty if nobody does."""
    if not gained:
        return []
    who: Sentence = [tag(gained[0].player)] if len(gained) == 1 else [f"{len(gained)} others"]
    end, back = "s" if len(gained) == 1 else "", _total(gained)
    if back > lost:
        return [*who, f" gain{end} {points(back)} points where {points(lost)} were lost"]
    return [*who, f" pick{end} up {points(back)} of {points(lost)} points"]


def _not_gained(case: Case, parts: list[Part], others: list[str], lost: float) -> Sentence:
    """Return what can be said where nobody gains for sure by himself."""
    if nobody_gains(case, parts):
        return ["Nobody picks up the slack"]
    together = case.gain(case.first, others)
    if not sure(together):
        ends = f"{signed(together)} {bracketed(together)} of {points(lost)}, "
        return ["Slack picked up: ", ends, UNSURE]
    if together.high < 0:
        return [f"The others lose too: {size(together)}"]
    return [f"The others together pick up {points(together.estimate)} of {points(lost)} points"]


def _picked_up(case: Case, parts: list[Part], others: list[str]) -> Iterator[Sentence]:
    """Yield by how much the others have changed in each network that has lost something for sure."""
    for side in case.scenario.sides:
        own = [part for part in parts if part.side is side]
        if lost := _lost(own):
            yield [f"{_back(case, own, case.gain(side, others))} of {points(lost)} in {side.run}"]


def _back(case: Case, parts: list[Part], together: Interval) -> str:
    """Return what the others together have gained in one network: the interval where it is too close to call."""
    if nobody_gains(case, parts):
        return "none"
    return points(together.estimate) if sure(together) else bracketed(together)


def _lost(parts: list[Part]) -> float:
    """Return how much those lose who lose for sure."""
    return -sum(part.change.estimate for part in parts if part.change.high < 0)


def _total(gained: list[Part]) -> float:
    return sum(part.change.estimate for part in gained)


def _subtitle(case: Case) -> str:
    lines, marks = "", "φ" if case.undisturbed else "open: clean, filled: now"
    if case.paired:
        first, second = (side.run for side in case.scenario.sides)
        lines = f" · solid: {first}, dashed: {second}"
    return f"{marks} · bar: 95 %{_balance(case)}{lines}"


def _balance(case: Case) -> str:
    """Return EDM clean and now, network by network, where everybody is present: it is about shares of all."""
    if case.absent:
        return ""
    moments = ("clean",) if case.undisturbed else ("clean", "measured")
    told_of = [[_edm(getattr(side.reading, moment).edm) for moment in moments] for side in case.scenario.sides]
    return f" · EDM {', '.join(' → '.join(way) for way in told_of)}"


def _edm(interval: Interval | None) -> str:
    return "undefined" if interval is None else decimal(interval.estimate)


def _alt(case: Case, parts: list[Part]) -> str:
    listed = "; ".join(_in_words(case, part) for part in parts)
    return f"Shapley values in points of accuracy{'' if case.undisturbed else ', clean and now'}: {listed}."


def _in_words(case: Case, part: Part) -> str:
    run = f"{part.side.run}, " if case.paired else ""
    clean = f"{run}{part.player} {points(part.clean.estimate)} {bracketed(part.clean)}"
    if case.undisturbed:
        return clean
    if part.player in case.absent:
        return f"{clean}, now absent"
    return f"{clean}, now {points(part.now.estimate)} {bracketed(part.now)}, {fewer(part.change)}"


def _table(parts: list[Part]) -> Table:
    quantities = ("clean", "now", "change")
    columns = [f"{what}{end}" for what in quantities for end in ("", ", low", ", high")]
    return {
        "caption": "Shapley values clean and now, points of accuracy, with the ends of 95 % intervals",
        "columns": ["run", "modality", *columns],
        "rows": [
            [part.side.run, part.player, *in_table(part.clean), *in_table(part.now), *in_table(part.change)]
            for part in parts
        ],
    }
