"""The parts of docs/robustness.md. Every number and every verdict in them is computed from results."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from benchmarks.report import table
from scripts.report import words
from shapviz.comparison import mean_of, paired
from shapviz.runs.study import StudySpec
from shapviz.studies.results import Result
from shapviz.studies.summary import Contrast, Line, by_setting, summarise

LEVELS: Final = {
    "accuracy": "clean, %",
    "missing": "one missing, %",
    "worst_missing": "worst missing, %",
    "corrupted": "one corrupted, %",
    "mce": "mCE",
}
FALLS: Final = {"missing_fall": "With one modality missing", "fall": "With one modality corrupted"}


def in_short(spec: StudySpec, results: Sequence[Result]) -> str:
    """Return for each way to fail, and each setting, where the baseline falls further and where less far."""
    lines = summarise(results, spec.baseline)
    others = [setting for setting in spec.settings if setting != spec.baseline]
    return "\n\n".join(
        "\n".join([f"**{title}**, {spec.baseline} training falls", "", *_answers(lines, others, measure)])
        for measure, title in FALLS.items()
    )


def _answers(lines: Sequence[Line], settings: Sequence[str], measure: str) -> Iterator[str]:
    """Yield a sentence for each setting that the baseline is compared with."""
    for setting in settings:
        found = {line.dataset: line.contrasts[measure] for line in lines if line.setting == setting and line.contrasts}
        said = {
            "further on": [name for name, each in found.items() if each.significant and each.difference.mean < 0],
            "less far on": [name for name, each in found.items() if each.significant and each.difference.mean > 0],
            "inconclusive on": [name for name, each in found.items() if not each.significant],
        }
        verdict = "; ".join(f"{word} {words.listed(names)}" for word, names in said.items() if names)
        yield f"- beside {setting}: {verdict or 'not measured'}."


def falls(spec: StudySpec, results: Sequence[Result]) -> str:
    """Return a table for each way to fail: how far each setting falls, and the difference to the baseline."""
    lines = summarise(results, spec.baseline)
    return "\n\n".join(f"### {title}\n\n{_falls(spec, lines, measure)}" for measure, title in FALLS.items())


def _falls(spec: StudySpec, lines: Sequence[Line], measure: str) -> str:
    rows = []
    for line in lines:
        fall = words.estimate(line.means.get(measure), measure)
        beside = "" if line.setting == spec.baseline else words.contrast(line.contrasts.get(measure), measure)
        rows.append([line.dataset, line.setting, _seeds(line, measure), fall, beside])
    return table(["dataset", "setting", "n", "fall, points", f"− {spec.baseline}"], rows)


def _seeds(line: Line, measure: str) -> str:
    return str(line.means[measure].n) if measure in line.means else "0"


def levels(spec: StudySpec, results: Sequence[Result]) -> str:
    """Return the accuracies themselves, and the errors under corruptions relative to those of the baseline."""
    rows = []
    for line in summarise(results, spec.baseline):
        means = [words.estimate(line.means.get(measure), measure) for measure in LEVELS]
        rows.append([line.dataset, line.setting, _seeds(line, "accuracy"), *means])
    return table(["dataset", "setting", "n", *LEVELS.values()], rows)


def by_corruption(spec: StudySpec, results: Sequence[Result]) -> str:
    """Return a table for each dataset: accuracy under each corruption, and the other settings' difference to it."""
    return "\n\n".join(
        f"### {dataset}\n\n{_corruptions(spec, by_setting(each for each in results if each.dataset == dataset))}"
        for dataset in spec.datasets
    )


def _corruptions(spec: StudySpec, settings: Mapping[str, Sequence[Result]]) -> str:
    """Return a row for each corruption of each modality."""
    ground = settings.get(spec.baseline, ())
    names = next((tuple(each.under) for each in ground if each.under), ())
    others = [setting for setting in spec.settings if setting != spec.baseline]
    rows = []
    for name in names:
        before = _by_seed(ground, name)
        level = words.estimate(mean_of(before.values()), "corrupted")
        rows.append([name, level, *(_gap(_by_seed(settings.get(other, ()), name), before) for other in others)])
    return table(["modality: corruption", f"{spec.baseline}, %", *(f"{other} −" for other in others)], rows)


def _gap(ours: Mapping[int, float], baseline: Mapping[int, float]) -> str:
    """Return a paired difference over seeds, unadjusted, and 'inconclusive' where its interval covers zero."""
    if not ours.keys() & baseline.keys():
        return "–"
    return words.contrast(Contrast(paired(ours, baseline), p=None), "corrupted")


def _by_seed(results: Sequence[Result], name: str) -> dict[int, float]:
    return {each.seed: each.under[name] for each in results if name in each.under}
