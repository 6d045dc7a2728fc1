"""What a study says: means and paired differences over seeds, judged together where they are tested together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shapviz.comparison import MEASURES, Difference, Estimate, holm, mean_of, paired
from shapviz.studies.results import Result

LEVEL: Final = 0.05  # of a family of tests: all settings of a dataset against the baseline, for one measure
TESTED: Final = tuple(name for name, measure in MEASURES.items() if measure.unit in ("accuracy", "EDM", "ratio"))
"""What is compared with the baseline; costs are not, they are what was paid."""


@dataclass(frozen=True)
class Contrast:
    """A setting against the baseline, in one measure."""

    difference: Difference
    p: float | None  # Holm-adjusted over all settings of the dataset; None for a single pair

    @property
    def inconclusive(self) -> bool:
        """Whether the interval covers zero, or there is none."""
        return self.difference.inconclusive

    @property
    def significant(self) -> bool:
        """Whether the difference holds beside all others that are tested with it."""
        return self.p is not None and self.p < LEVEL


@dataclass(frozen=True)
class Line:
    """One setting on one dataset."""

    dataset: str
    setting: str
    means: Mapping[str, Estimate]  # by measure, those that some run has
    contrasts: Mapping[str, Contrast]  # by measure; empty for the baseline and where no seed is common
    finished: int
    asked: int
    problems: Mapping[str, int]  # why runs failed, and how many did so


def summarise(results: Sequence[Result], baseline: str) -> tuple[Line, ...]:
    """Return a line for each setting on each dataset, in the order of the results.

    Runs that failed or have not ended are counted and left out of means and differences; a seed that one side lacks is
    in no difference.

    Args:
        results: Of a study; of one dataset or of many.
        baseline: The setting that the others are compared with, on the same dataset and paired by seed.
    """
    lines = []
    for dataset in dict.fromkeys(result.dataset for result in results):
        settings = by_setting(result for result in results if result.dataset == dataset)
        contrasts = {measure: contrasts_with(baseline, settings, measure) for measure in TESTED}
        for setting, found in settings.items():
            own = {measure: each[setting] for measure, each in contrasts.items() if setting in each}
            lines.append(_line(dataset, setting, found, own))
    return tuple(lines)


def contrasts_with(baseline: str, settings: Mapping[str, Sequence[Result]], measure: str) -> dict[str, Contrast]:
    """Return how every other setting differs from the baseline, where they have a seed in common.

    Args:
        baseline: One of the settings.
        settings: The results of one dataset, by setting.
        measure: A key of `MEASURES`.
    """
    theirs = by_seed(settings.get(baseline, ()), measure)
    ours = {name: by_seed(found, measure) for name, found in settings.items() if name != baseline}
    differences = {name: paired(seeds, theirs) for name, seeds in ours.items() if seeds.keys() & theirs.keys()}
    adjusted = holm({name: each.p for name, each in differences.items() if each.p is not None})
    return {name: Contrast(each, adjusted.get(name)) for name, each in differences.items()}


def by_setting(results: Iterable[Result]) -> dict[str, list[Result]]:
    """Return results by setting, in their order."""
    found: dict[str, list[Result]] = {}
    for result in results:
        found.setdefault(result.setting, []).append(result)
    return found


def _line(dataset: str, setting: str, results: Sequence[Result], contrasts: Mapping[str, Contrast]) -> Line:
    values = {measure: list(by_seed(results, measure).values()) for measure in MEASURES}
    problems = [result.problem for result in results if result.problem is not None]
    return Line(
        dataset,
        setting,
        {measure: mean_of(each) for measure, each in values.items() if each},
        contrasts,
        finished=sum(result.status == "finished" for result in results),
        asked=len(results),
        problems={problem: problems.count(problem) for problem in dict.fromkeys(problems)},
    )


def by_seed(results: Iterable[Result], measure: str) -> dict[int, float]:
    """Return a measure of the runs that have it, by seed."""
    return {result.seed: result.values[measure] for result in results if measure in result.values}
