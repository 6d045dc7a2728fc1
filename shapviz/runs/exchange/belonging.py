"""What must hold between a run and the dataset that it says it was trained on, before a page may draw it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from shapviz.errors import UnknownNameError, UsageError
from shapviz.runs import tested
from shapviz.runs.attribution import Question
from shapviz.runs.records import AttributionRecord, Record, RobustnessRecord
from shapviz.runs.spec import DatasetSpec


class Modality(Protocol):
    """What must be known of a modality."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def kind(self) -> str:
        """By which it is said what can be done to it: image, audio, series, text or features."""


class Card(Protocol):
    """What must be known of a dataset; `shapviz.data.info.DatasetInfo` is one."""

    @property
    def modalities(self) -> Sequence[Modality]:
        """All that it has, in their order."""

    @property
    def classes(self) -> Sequence[str]:
        """Their names."""

    @property
    def samples(self) -> int:
        """How many there are, in all splits together."""


Cards = Callable[[str], Card]
"""Gives the card of the dataset of a name, or raises UnknownNameError: such runs can be kept, and no lab opens them."""


def players(dataset: DatasetSpec, card: Card) -> tuple[str, ...]:
    """Return the modalities that a run of this dataset is about, in their order."""
    return dataset.modalities or tuple(modality.name for modality in card.modalities)


def problems(dataset: DatasetSpec, records: Sequence[Record], card: Card) -> Iterator[str]:
    """Yield a sentence for each thing that the dataset has not, or that cannot be done to it."""
    kinds = {modality.name: modality.kind for modality in card.modalities}
    for name in dataset.modalities:
        if name not in kinds:
            yield str(UnknownNameError("modality", name, kinds))
    for record in records:
        if isinstance(record, RobustnessRecord):
            yield from tested.misfits(record, kinds)
        if isinstance(record, AttributionRecord):
            yield from of_question(record.question, card)
            yield from of_rows(_rows(record), card)
        if isinstance(record, RobustnessRecord | AttributionRecord) and record.samples > card.samples:
            yield f"its {record.kind} record is about {record.samples} samples: expected at most {card.samples}"


def of_question(question: Question, card: Card) -> Iterator[str]:
    """Yield a sentence if there is no such class as the question is about."""
    try:
        question.named(card.classes)
    except UsageError as error:
        yield str(error)


def of_rows(rows: Iterable[int], card: Card) -> Iterator[str]:
    """Yield a sentence if there are no such samples."""
    outside = sorted({row for row in rows if not 0 <= row < card.samples})
    if outside:
        yield f"its attributions are about row {outside[0]}: expected rows from 0 to {card.samples - 1}"


def _rows(record: AttributionRecord) -> Iterator[int]:
    """Yield the rows of all samples that a record names."""
    if record.agreement is not None:
        yield from (worst.row for worst in record.agreement.worst)
        yield from (worst.row for pair in record.agreement.pairs for worst in pair.worst)
    if record.sanity is not None:
        yield from record.sanity.rows
