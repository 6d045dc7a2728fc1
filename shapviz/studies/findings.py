"""What follows from a study, as data: where each setting is better or worse, and whether the default can stay one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shapviz.comparison import Difference, mean_of, paired
from shapviz.studies.results import Result
from shapviz.studies.summary import Contrast, Line, by_seed, by_setting, contrasts_with


@dataclass(frozen=True)
class Record:
    """On which datasets a setting is better or worse than the baseline, by one measure."""

    setting: str
    better: tuple[str, ...]
    worse: tuple[str, ...]
    open: tuple[str, ...]  # neither holds at 5 % after Holm's correction


def tally(lines: Sequence[Line], measure: str, datasets: Collection[str]) -> tuple[Record, ...]:
    """Return a record of every setting but the baseline over these datasets, by a measure of which more is better."""
    found = []
    for setting in dict.fromkeys(line.setting for line in lines):
        contrasts = {
            line.dataset: line.contrasts[measure]
            for line in lines
            if line.setting == setting and line.dataset in datasets and measure in line.contrasts
        }
        if contrasts:
            found.append(_record(setting, contrasts))
    return tuple(found)


def _record(setting: str, contrasts: dict[str, Contrast]) -> Record:
    better = tuple(name for name, each in contrasts.items() if each.significant and each.difference.mean > 0)
    worse = tuple(name for name, each in contrasts.items() if each.significant and each.difference.mean < 0)
    return Record(setting, better, worse, tuple(name for name in contrasts if name not in better + worse))


@dataclass(frozen=True)
class Standing:
    """How the default does on one dataset, in accuracy with all modalities and with one missing."""

    dataset: str
    best: str  # the setting with the highest mean accuracy
    lead: Contrast | None  # of the best over the default, adjusted for all settings; None: the default is the best
    beaten_by: tuple[str, ...]  # settings that are significantly more accurate
    robustness: Contrast | None  # of the default over the baseline with one missing; None: no seed in common


def standings(results: Sequence[Result], default: str, baseline: str) -> tuple[Standing, ...]:
    """Return how the default does on each dataset.

    To be beaten by the best of many, the difference to it must hold beside those to all others: tests are adjusted by
    Holm's method over all settings of a dataset, whichever of them then turns out to be the best.
    """
    found = []
    for dataset in dict.fromkeys(result.dataset for result in results):
        settings = by_setting(result for result in results if result.dataset == dataset)
        leads = contrasts_with(default, settings, "accuracy")
        seeds = {name: by_seed(each, "accuracy") for name, each in settings.items()}
        means = {name: mean_of(each.values()).mean for name, each in seeds.items() if each}
        if default not in means:
            continue
        best = max(means, key=lambda name: means[name])
        found.append(
            Standing(
                dataset,
                best,
                leads.get(best),
                tuple(name for name, each in leads.items() if each.significant and each.difference.mean > 0),
                contrasts_with(baseline, settings, "missing").get(default),
            )
        )
    return tuple(found)


def difference(results: Sequence[Result], dataset: str, setting: str, against: str, measure: str) -> Difference | None:
    """Return by how much one setting exceeds another on a dataset; None where they have no seed in common."""
    settings = by_setting(result for result in results if result.dataset == dataset)
    ours, theirs = by_seed(settings.get(setting, ()), measure), by_seed(settings.get(against, ()), measure)
    return paired(ours, theirs) if ours.keys() & theirs.keys() else None
