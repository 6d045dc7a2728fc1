"""The datasets that ship with shapviz, by name.

`names`, `info`, `thumbnail` and `check` touch no arrays, so that a page or a command line can call them freely.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from shapviz.data import sample
from shapviz.data.dataset import MultimodalDataset
from shapviz.data.info import DatasetInfo
from shapviz.data.modality import Modality
from shapviz.data.preparation import prepare
from shapviz.data.splits import Splits, split
from shapviz.data.synthetic import REGIMES
from shapviz.errors import SpecError, UnknownNameError, suggestion
from shapviz.runs.corruptions import FITTING
from shapviz.runs.options import Alternating
from shapviz.runs.spec import DatasetSpec, RunSpec


def names() -> tuple[str, ...]:
    """Return the names of all datasets, in the order in which a person should meet them."""
    return ("race", *sample.NAMES, *(name for name in REGIMES if name != "race"))


def info(name: str) -> DatasetInfo:
    """Return the card of a dataset.

    Raises:
        UnknownNameError: With the nearest known name.
    """
    if name in REGIMES:
        return REGIMES[name].info
    if name in sample.NAMES:
        return sample.info(name)
    raise UnknownNameError("dataset", name, names())


def thumbnail(name: str) -> Path:
    """Return the file of a dataset's small picture, a PNG drawn from its data.

    Raises:
        UnknownNameError: With the nearest known name.
    """
    return Path(__file__).parent / "thumbnails" / f"{info(name).name}.png"


def load(spec: DatasetSpec, seed: int) -> tuple[MultimodalDataset, Splits]:
    """Return the dataset as networks see it, and its splits.

    The samples are split first; scales and known words are learned from the training rows; noise comes last, in units
    of the training rows' spread, over all three parts alike. The split and the noise do not depend on which modalities
    are used.

    Args:
        spec: Which dataset, which of its modalities, how much noise on each.
        seed: Seeds the split, the noise and, for synthetic data, the samples.

    Raises:
        UnknownNameError: If there is no such dataset or modality.
        DataError: If the arrays cannot be used.
    """
    card = info(spec.name)
    dataset = REGIMES[spec.name].sample(seed) if spec.name in REGIMES else sample.load(spec.name)
    splits = split(dataset, seed=seed, fractions=card.fractions)
    prepared = prepare(dataset.select(spec.modalities or card.names), splits.train)
    return prepared.with_noise(spec.noise, seed, reference=splits.train), splits


def check(spec: RunSpec) -> None:
    """Raise for whatever a loaded dataset would refuse, without loading it, and for what the spec itself contradicts.

    Raises:
        UnknownNameError: If there is no such dataset.
        SpecError: Naming every other problem at once, with the nearest known name for unknown modalities.
    """
    problems = [*_problems(spec, info(spec.dataset.name)), *spec.contradictions()]
    if problems:
        raise SpecError(problems)


def _problems(spec: RunSpec, card: DatasetInfo) -> Iterator[str]:
    known = {modality.name: modality for modality in card.modalities}
    used = spec.dataset.modalities or card.names
    for field, given in (("dataset.modalities", used), ("dataset.noise", tuple(spec.dataset.noise))):
        for name in given:
            if name not in known:
                near = suggestion(name, card.names).rstrip(".")
                yield f"{field}: '{card.name}' has no modality '{name}'. {near}"
    for name, severity in spec.dataset.noise.items():
        if name in known and name not in used:
            yield f"dataset.noise: '{name}' is not among the modalities used, {', '.join(used)}"
        if name in known and known[name].kind == "text" and severity > 1:
            yield f"dataset.noise.{name}: the share of unknown words is at most 1, found {severity:g}"
    yield from _unfit_corruptions(spec, [known[name] for name in used if name in known])
    yield from _unknown_class(spec, card)
    if isinstance(spec.strategy, Alternating):
        sequence = spec.strategy.sequence
        if sequence and sorted(sequence) != sorted(used):
            expected, found = ", ".join(used), ", ".join(sequence)
            yield f"strategy.sequence: expected every used modality once ({expected}), found {found}"


def _unknown_class(spec: RunSpec, card: DatasetInfo) -> Iterator[str]:
    """Yield a problem if attributions are asked for of a class that the data do not have."""
    try:
        spec.attribution.question.named(card.classes)
    except UnknownNameError as error:
        yield f"attribution.target: '{card.name}' has no class '{error.found}'. {error.remedy.rstrip('.')}"


def _unfit_corruptions(spec: RunSpec, used: Sequence[Modality]) -> Iterator[str]:
    """Yield a problem for each corruption that is asked for and fits none of the modalities."""
    fitting = list(dict.fromkeys(each for modality in used for each in FITTING[modality.kind]))
    for corruption in spec.robustness.corruptions:
        if corruption not in (*fitting, "all"):
            yield (
                f"robustness.corruptions: '{corruption}' fits none of the modalities used. "
                f"{suggestion(corruption, sorted(fitting)).rstrip('.')}"
            )
