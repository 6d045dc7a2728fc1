"""The numbers of a comparison as tables: for those who do not see the charts, and for a spreadsheet."""

from collections.abc import Sequence

from shapviz.comparison import Difference, Estimate
from shapviz.figures.compare.contender import Contender
from shapviz.figures.course import shares_of
from shapviz.ui.compare.match import Match
from shapviz.ui.tables import Cell, Table


def views(contenders: Sequence[Contender]) -> dict[str, Table]:
    """Return the tables of the views, by their names."""
    return {"share": _shares(contenders), "accuracy": _accuracies(contenders), "signed": _values(contenders)}


def against(match: Match) -> dict[str, Table]:
    """Return the tables of the two figures that depend on the baseline."""
    return {"difference": _differences(match), "landing": _landing(match)}


def _shares(contenders: Sequence[Contender]) -> Table:
    columns: dict[str, dict[int, Cell]] = {}
    for contender in contenders:
        known = dict(contender.course.trained)
        for player in contender.players:
            shares = {epoch: shares_of(valuation) for epoch, valuation in known.items()}
            columns[f"{contender.title}: share of {player}"] = {
                epoch: share[player].estimate for epoch, share in shares.items() if share
            }
        columns[f"{contender.title}: EDM"] = {epoch: v.edm.estimate for epoch, v in known.items() if v.edm}
    return _by_epoch("Mean share of each modality and EDM, by group and epoch", columns)


def _accuracies(contenders: Sequence[Contender]) -> Table:
    columns = {c.title: c.accuracy for c in contenders}
    return _by_epoch("Mean validation accuracy by group and epoch, with 95 % intervals", _with_ends(columns))


def _values(contenders: Sequence[Contender]) -> Table:
    columns = {f"{c.title}: φ of {player}": c.shapley(player) for c in contenders for player in c.players}
    return _by_epoch("Mean Shapley value of each modality by group and epoch", _with_ends(columns))


def _differences(match: Match) -> Table:
    columns = {gap.contender.title: dict(gap.trained) for gap in match.gaps}
    caption = f"Validation accuracy minus that of {match.baseline.entry.title}, by epoch, with 95 % intervals"
    return _by_epoch(caption, _with_ends(columns))


def _landing(match: Match) -> Table:
    rows: list[list[Cell]] = [
        [side.entry.title, seed, accuracy, side.balanced.get(seed)]
        for side in match.sides
        for seed, accuracy in side.tested.items()
    ]
    return {
        "caption": "Test accuracy and EDM of every run",
        "columns": ["group", "seed", "accuracy", "EDM"],
        "rows": rows,
    }


def _with_ends(
    columns: "dict[str, dict[int, Estimate]] | dict[str, dict[int, Difference]]",
) -> dict[str, dict[int, Cell]]:
    """Return each column followed by those of the ends of its interval."""
    ends: dict[str, dict[int, Cell]] = {}
    for title, column in columns.items():
        ends[title] = {epoch: each.mean for epoch, each in column.items()}
        ends[f"{title}, low"] = {epoch: each.low for epoch, each in column.items()}
        ends[f"{title}, high"] = {epoch: each.high for epoch, each in column.items()}
    return ends


def _by_epoch(caption: str, columns: dict[str, dict[int, Cell]]) -> Table:
    epochs = sorted({epoch for column in columns.values() for epoch in column})
    rows: list[list[Cell]] = [[epoch, *(column.get(epoch) for column in columns.values())] for epoch in epochs]
    return {"caption": caption, "columns": ["epoch", *columns], "rows": rows}
