"""The numbers of each chart as a table: for those who do not see the chart, and for a spreadsheet."""

from typing import TypedDict

from shapviz.figures.course import Course, pairs_of
from shapviz.figures.story import Measure
from shapviz.games.summary import Interval
from shapviz.runs.records import EpochRecord

MOST_COALITIONS = 64  # in a table of all epochs: it travels with every update

Cell = str | float | int | None


class Table(TypedDict):
    """A caption, the names of the columns, and a row for each epoch."""

    caption: str
    columns: list[str]
    rows: list[list[Cell]]


def all_tables(course: Course, view: Measure = "share") -> dict[str, Table]:
    """Return the tables of the story, the accuracies and the coalitions, by the names of their charts."""
    told = pairs(course) if view == "synergy" else story(course)
    return {"story": told, "accuracy": accuracy(course), "lattice": lattice(course)}


def story(course: Course) -> Table:
    """Return shares, Shapley values and EDM with their 95 % intervals, and who learned in which turn."""
    quantities = [f"{what} of {player}" for what in ("share", "φ") for player in course.players]
    ends = [f"{quantity}{end}" for quantity in [*quantities, "EDM"] for end in ("", ", low", ", high")]
    return {
        "caption": "Contributions, balance and turns by epoch, with the ends of 95 % intervals",
        "columns": ["epoch", *ends, "turns"],
        "rows": [_story_row(course, record) for record in course.records],
    }


def pairs(course: Course) -> Table:
    """Return the interaction of every pair, EDM, and who learned in which turn."""
    valued = [(record, record.valuation) for record in course.records if record.valuation]
    names = [" + ".join(pair) for pair in pairs_of(valued[0][1])]
    return {
        "caption": f"Interaction of pairs by epoch ({valued[0][1].payoff.replace('_', ' ')}): above 0 synergy",
        "columns": ["epoch", *names, "EDM", "EDM, low", "EDM, high", "turns"],
        "rows": [
            [record.epoch, *pairs_of(valuation).values(), *_ends(valuation.edm), _turns(record)]
            for record, valuation in valued
        ],
    }


def accuracy(course: Course) -> Table:
    """Return the validation accuracy of all modalities together and of each alone, the ceilings, and the probes."""
    singles = [1 << bit for bit in range(len(course.players))]
    ceilings = [course.ceilings.get(player) for player in course.players]
    probes = [course.probes.get(player) for player in course.players]
    never = [None] * len(probes)
    named = [f"{player}{what}" for what in (" alone", ", trained alone", ", probe") for player in course.players]
    return {
        "caption": "Validation accuracy by epoch",
        "columns": ["epoch", "together", *named],
        "rows": [
            [
                *(record.epoch, record.accuracy[-1], *(record.accuracy[mask] for mask in singles), *ceilings),
                *(probes if record.epoch == course.epochs else never),
            ]
            for record in course.records
            if record.accuracy
        ],
    }


def lattice(course: Course) -> Table:
    """Return the validation accuracy of every coalition; of very many, only as of the last epoch."""
    measured = [record for record in course.records if record.accuracy]
    shown = measured if 2 ** len(course.players) <= MOST_COALITIONS else measured[-1:]
    return {
        "caption": "Validation accuracy of every coalition by epoch",
        "columns": ["epoch", *(_coalition(course.players, mask) for mask in range(2 ** len(course.players)))],
        "rows": [[record.epoch, *(record.accuracy or ())] for record in shown],
    }


def _story_row(course: Course, record: EpochRecord) -> list[Cell]:
    turns = _turns(record)
    valuation, players = record.valuation, len(course.players)
    if valuation is None:
        return [record.epoch, *[None] * (3 * (2 * players + 1)), turns]
    shares = valuation.shares or (None,) * players
    estimates = [*shares, *valuation.shapley, valuation.edm]
    return [record.epoch, *(end for estimate in estimates for end in _ends(estimate)), turns]


def _turns(record: EpochRecord) -> str:
    return "; ".join(" + ".join(turn.modalities) for turn in record.turns)


def _ends(interval: Interval | None) -> tuple[float | None, float | None, float | None]:
    return (interval.estimate, interval.low, interval.high) if interval else (None, None, None)


def _coalition(players: tuple[str, ...], mask: int) -> str:
    return " + ".join(player for bit, player in enumerate(players) if mask >> bit & 1) or "nobody"
