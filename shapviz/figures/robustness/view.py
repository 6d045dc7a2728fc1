"""Everything that the Robustness page shows for one coalition, from what was measured."""

from __future__ import annotations

from shapviz.errors import UsageError
from shapviz.figures.labels import points
from shapviz.figures.numbers import bracketed, fewer
from shapviz.figures.robustness import beside
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.chips import chips
from shapviz.figures.robustness.conclusion import conclusion
from shapviz.figures.robustness.dropping import dropping
from shapviz.figures.robustness.finding import finding, subtitle
from shapviz.figures.robustness.grid import grid
from shapviz.figures.robustness.parts import Number, View
from shapviz.figures.robustness.scenario import Scenario, Side
from shapviz.figures.robustness.severities import severities
from shapviz.figures.robustness.slack import slack
from shapviz.figures.robustness.spreadsheet import spreadsheet
from shapviz.figures.robustness.strip import strip
from shapviz.figures.robustness.wording import level
from shapviz.figures.theme import Theme


def view(scenario: Scenario, mask: int, theme: Theme, *, compact: bool = False) -> View:
    """Return everything that the page shows while this coalition is present.

    Args:
        scenario: One or two networks under the conditions of the moment.
        mask: Who is present; bit i of it means `scenario.players[i]`.
        theme: Colours of the background it will stand on.
        compact: For figures narrower than 480 px.

    Raises:
        UsageError: If there is no such coalition.
    """
    if not 0 <= mask < 2 ** len(scenario.players):
        raise UsageError(
            f"{len(scenario.players)} modalities have coalitions 0 to {2 ** len(scenario.players) - 1}; found {mask}.",
            remedy="Name a coalition by a bit mask: 1 is the first modality alone, 2 the second, 3 both.",
        )
    case = Case(scenario, mask)
    curves, dumbbell = severities(case, theme, compact=compact), slack(case, theme, compact=compact)
    grids = [grid(case, side) for side in scenario.sides]
    return {
        "finding": beside.finding(case) if case.paired else finding(case),
        "subtitle": beside.subtitle(case) if case.paired else subtitle(case),
        "note": beside.note(*case.scenario.sides) if case.paired else "",
        "numbers": [_number(case, side) for side in scenario.sides],
        "levels": {player: level(case, player) for player in case.corrupted},
        "curves": curves,
        "grids": grids,
        "dumbbell": dumbbell,
        "chips": chips(case),
        "conclusion": beside.conclusion(case) if case.paired else conclusion(case),
        "drop": dropping(case),
        "strip": strip(case),
        "estimates": [_estimates(case, side) for side in scenario.sides],
        "pending": list(case.pending),
        "csv": spreadsheet(case, curves["table"], grids, dumbbell["table"]),
    }


def _number(case: Case, side: Side) -> Number:
    now = case.now(side)
    return {
        "run": side.run,
        "clean": points(case.clean(side).estimate),
        "now": points(now.estimate),
        "interval": f"95 % interval {bracketed(now)}",
        "change": "" if case.undisturbed else fewer(case.change(side)),
        "value": round(now.estimate, 4),
    }


def _estimates(case: Case, side: Side) -> dict[str, list[tuple[float, float]]]:
    """Return where the number is about to go while a slider is held: accuracies by severity of one modality alone."""
    known = {player: case.sweep(side, player) for player in case.members if not case.corrupted.keys() - {player}}
    return {
        player: [
            (severity, round(measured.accuracy[case.mask].estimate, 4))
            for severity, measured in zip(sweep.severities, sweep.measured, strict=True)
        ]
        for player, sweep in known.items()
        if sweep is not None
    }
