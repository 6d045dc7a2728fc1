"""What must hold of a run beyond its types, before a page may draw it.

Runs of our own hold it because of how they are made. One from a file may have been written by anybody.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from math import isfinite

from pydantic import BaseModel

from shapviz.errors import UsageError
from shapviz.games.coalition import MAX_PLAYERS
from shapviz.games.summary import Valuation
from shapviz.runs import rows
from shapviz.runs.attribution import Attribution, Question
from shapviz.runs.exchange import belonging, explained, swept
from shapviz.runs.exchange.belonging import Card
from shapviz.runs.exchange.bounds import UNIT, within
from shapviz.runs.exchange.flat import players_of
from shapviz.runs.info import RunInfo
from shapviz.runs.methods import METHODS
from shapviz.runs.records import (
    AttributionRecord,
    DiagnosisRecord,
    EpochRecord,
    FinalRecord,
    Record,
    RobustnessRecord,
)
from shapviz.runs.spec import RunSpec

LONGEST_EPOCH = 1e7  # seconds
LONGEST_TEXT = 2000  # of what a plan or an error says
_ID = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")


def problems(info: RunInfo, records: Sequence[Record], card: Card | None) -> Iterator[str]:
    """Yield what is wrong with a run and records that are not such as a training leaves behind, or belong not together.

    Args:
        info: The run.
        records: All of them.
        card: Of its dataset; None if that is not known here.
    """
    yield from _of_run(info)
    yield from _of_sequence(info, records)
    expected = info.spec.dataset.modalities if card is None else belonging.players(info.spec.dataset, card)
    strange = list(_of_players(records, expected))
    yield from strange
    if not strange:  # of others than its modalities nothing more can be said
        for record in records:
            yield from _of_record(record)
        if card is not None:
            yield from belonging.problems(info.spec.dataset, records, card)


def of_attribution(found: Attribution, spec: RunSpec, records: Sequence[Record], card: Card | None) -> Iterator[str]:
    """Yield why an attribution is no answer to what the run was asked about its modalities; arguments as above."""
    modalities = players_of([record for record in records if isinstance(record, EpochRecord)])
    asked = spec.attribution.question
    if found.question != asked:
        yield f"it answers another question: expected {_asked(asked)}, found {_asked(found.question)}"
    if found.players != modalities:
        yield f"it is about others than its modalities: expected {_listed(modalities)}, found {_listed(found.players)}"
    if card is not None:
        yield from belonging.of_rows(found.rows, card)


def _asked(question: Question) -> str:
    return f"{question.payoff} of '{question.target[:40]}' with the baseline '{question.baseline}'"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name[:40] for name in names) or "nobody"


def _of_run(info: RunInfo) -> Iterator[str]:
    if not _ID.fullmatch(info.id):
        yield "its id is not 32 hexadecimal digits"
    if info.created_at.tzinfo is None or not 2000 <= info.created_at.year <= 2999:
        yield "it was made at no moment in UTC"
    if (info.parent is None) != (info.parent_epoch is None) or not _ID.fullmatch(info.parent or "0" * 32):
        yield "its parent is none"
    if not 0 <= (info.parent_epoch or 0) <= 1000:
        yield f"it was forked at epoch {info.parent_epoch}"
    if len(info.version) > 32 or not info.version.isprintable():
        yield "its version is none"
    if info.error and len(info.error.problem + info.error.remedy) > LONGEST_TEXT:
        yield "its error is longer than any"
    try:
        rows.plain_name(info.name)
        rows.plain_note(info.note)
    except UsageError as error:
        yield error.problem.rstrip(".")


def _of_sequence(info: RunInfo, records: Sequence[Record]) -> Iterator[str]:
    """Yield what is wrong with the order of the records."""
    epochs = [record.epoch for record in records if isinstance(record, EpochRecord)]
    last = epochs[-1] if epochs else None
    if epochs != list(range(len(epochs))):
        yield "its epochs do not follow each other from 0 on"
    if info.epoch != last:
        yield f"it has come to epoch {info.epoch}, and its records to {last}"
    if last is not None and last > info.spec.training.epochs:
        yield f"it has {last} epochs and was to have {info.spec.training.epochs}"
    kinds = Counter(record.kind for record in records if not isinstance(record, EpochRecord))
    ends = {record.epoch for record in records if not isinstance(record, EpochRecord)}
    if not ends <= {last} or any(times > 1 for times in kinds.values()):
        yield "its results are not those of its last epoch"


def _of_players(records: Sequence[Record], expected: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with the modalities that records are about. `expected`: what they must be, if it is known."""
    named = {game.players for record in records for game in _games(record)}
    named |= {record.players for record in records if isinstance(record, RobustnessRecord | AttributionRecord)}
    if len(named) > 1:
        yield "its records are about different modalities"
    for players in named:
        distinct = len(set(players)) == len(players) and 2 <= len(players) <= MAX_PLAYERS
        if not distinct or not all(_NAME.fullmatch(player) for player in players):
            yield "its modalities have no proper names"
        if expected not in ((), players):
            yield f"its records are not about the modalities that it was to train: expected {_listed(expected)}"


def _of_record(record: Record) -> Iterator[str]:
    where = f"{record.kind} record {record.epoch}"
    if not all(isfinite(value) for value in _parts(record) if isinstance(value, float)):
        yield f"{where} holds a number that is not finite"
        return
    if any(len(text) > LONGEST_TEXT for text in _parts(record) if isinstance(text, str)):
        yield f"{where} holds a text that is longer than any"
        return
    if not all(map(_is_game, _games(record))):
        yield f"{where} holds a game that does not add up"
    if isinstance(record, EpochRecord | FinalRecord) and not _fits(record.accuracy, record.valuation):
        yield f"{where} holds accuracies that are none"
    if isinstance(record, EpochRecord) and not _is_epoch(record):
        yield f"{where} holds turns or times that are none"
    if isinstance(record, DiagnosisRecord) and set(record.evidence) != set(record.game.players):
        yield f"{where} holds evidence on others than its modalities"
    if isinstance(record, RobustnessRecord) and not swept.adds_up(record):
        yield f"{where} holds corruptions that do not add up"
    if isinstance(record, AttributionRecord):
        if not explained.adds_up(record):
            yield f"{where} holds attributions that do not add up"
        if strangers := explained.strangers(record):
            yield f"{where} holds attributions by {_listed(strangers)}: expected some of {_listed(METHODS)}"


def _is_game(game: Valuation) -> bool:
    """Return whether the parts of a valuation are as long as they must be, and where they must be."""
    players = len(game.players)
    unit = [*(game.shares or ()), *([game.edm] if game.edm else [])]
    return (
        len(game.worth) == 2**players
        and len(game.shapley) == len(game.interactions) == players
        and all(len(row) == players for row in game.interactions)
        and len(game.shares or game.players) == len(game.target or game.players) == players
        and (game.shares is None) == (game.edm is None)
        and within(unit, UNIT)
        and all(interval.low <= interval.high for interval in game.shapley)
        and game.samples >= 1
    )


def _fits(accuracy: Sequence[float] | None, game: Valuation | None) -> bool:
    """Return whether these are accuracies of every coalition, there exactly when a game was played."""
    if accuracy is None or game is None:
        return accuracy is None and game is None
    return len(accuracy) == len(game.worth) and all(0 <= value <= 1 for value in accuracy)


def _is_epoch(record: EpochRecord) -> bool:
    turns = [*record.turns, *record.next_turns]
    names = {name for turn in turns for name in (*turn.modalities, *turn.gradient_norm)}
    known = set(record.valuation.players) if record.valuation else names
    return (
        names <= known
        and all(turn.start <= turn.end and len(turn.why) <= LONGEST_TEXT for turn in turns)
        and all(_NAME.fullmatch(name) for name in names)
        and 0 <= record.seconds <= LONGEST_EPOCH
    )


def _games(record: Record) -> Iterator[Valuation]:
    """Yield every game in a record, in whichever field it stands."""
    yield from (part for part in _parts(record) if isinstance(part, Valuation))


def _parts(value: object) -> Iterator[object]:
    """Yield a value and all that it is made of."""
    yield value
    if isinstance(value, BaseModel):
        inside: Iterable[object] = (each for _, each in value)
    elif is_dataclass(value):
        inside = vars(value).values()
    elif isinstance(value, Mapping):
        inside = value.values()
    else:
        inside = value if isinstance(value, tuple | list) else ()
    for each in inside:
        yield from _parts(each)
