"""The parts of docs/results.md. Every number and every verdict in them is computed from results; nothing is typed."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from benchmarks.report import table
from scripts.report import prototype, words
from shapviz.comparison import MEASURES
from shapviz.runs.study import StudySpec
from shapviz.studies import presets
from shapviz.studies.findings import Record, Standing, difference, standings, tally
from shapviz.studies.results import Result
from shapviz.studies.summary import Line, summarise

SHOWN: Final = {
    "accuracy": "all present, %",
    "missing": "one missing, %",
    "worst_missing": "worst missing, %",
    "edm": "EDM to equal",
    "edm_potential": "to potential",
    "edm_ensemble": "to ensemble",
    "starvation": "starvation, points",
}
CURE: Final = "joint + unimodal"  # the simplest known, which every other one has to beat
ENOUGH_DATASETS: Final = 3  # real ones on which the default must be more robust than joint training


def coverage(spec: StudySpec, results: Sequence[Result]) -> str:
    """Return how much of a study there is, and what failed: in words, and why."""
    asked = len(spec.cells())
    finished, failed = (
        {each.run for each in results if each.status == status} for status in ("finished", "failed")
    )  # by name, as a calibrated run has several results
    said = f"`{spec.name}`: {len(finished)} of {asked} runs are finished, {len(failed) or 'none'} failed."
    problems = Counter((each.setting, each.dataset, each.problem) for each in results if each.problem)
    return "\n".join(
        [f"- {said}"]
        + [
            f"  - {setting} on {dataset}, {words.counted(n, 'run', 'runs')}: {why}"
            for (setting, dataset, why), n in problems.items()
        ]
    )


def in_short(spec: StudySpec, results: Sequence[Result]) -> str:
    """Return what the main study says: who is better and worse than the two baselines, and where."""
    real = [name for name in spec.datasets if name in presets.REAL]
    joint, cure = summarise(results, spec.baseline), summarise(results, CURE)
    families = {
        f"all present, against {spec.baseline}": tally(joint, "accuracy", real),
        f"one missing, against {spec.baseline}": tally(joint, "missing", real),
        f"all present, against {CURE}": tally(cure, "accuracy", real),
        f"one missing, against {CURE}": tally(cure, "missing", real),
    }
    records = {title: {each.setting: each for each in family} for title, family in families.items()}
    settings = [name for name in spec.settings if any(name in family for family in records.values())]
    rows = [[name, *(_where(family.get(name)) for family in records.values())] for name in settings]
    said = [f"- **{title[0].upper()}{title[1:]}**: {_count(family)}" for title, family in families.items()]
    useless = _useless([record for title in list(families)[:2] for record in families[title]])
    said.append(f"- **What did not help**: {useless}")
    return "\n\n".join(
        [
            f"On the {len(real)} real datasets; everything that is not named cannot be told from chance, at 5 % after "
            "Holm's correction.",
            "\n".join(said),
            table(["setting", *families], rows),
        ]
    )


def _where(record: Record | None) -> str:
    """Return on which datasets a setting is better and worse."""
    if record is None:
        return ""
    said = [
        f"{word} on {words.listed(names)}"
        for word, names in (("better", record.better), ("worse", record.worse))
        if names
    ]
    return "; ".join(said) or "–"


def _count(family: Sequence[Record]) -> str:
    """Return how many settings are better and worse somewhere, and who is better most often."""
    if not family:
        return "nothing has been measured."
    better, worse = ([each for each in family if getattr(each, name)] for name in ("better", "worse"))
    said = f"of {len(family)} settings, significantly better somewhere: {len(better)}; worse: {len(worse)}."
    most = max(len(each.better) for each in family)
    best = [each.setting for each in family if len(each.better) == most]
    return (
        f"{said} Most often, on {words.counted(most, 'dataset', 'datasets')}: {words.listed(best)}." if most else said
    )


def _useless(records: Sequence[Record]) -> str:
    """Return which settings gained nothing anywhere, neither in accuracy nor in robustness."""
    gained = {each.setting for each in records if each.better}
    idle = [name for name in dict.fromkeys(each.setting for each in records) if name not in gained]
    if not idle:
        return "everything gained something somewhere."
    return f"{words.listed(idle)} gained nothing anywhere that can be told from chance."


def recommendation(spec: StudySpec, results: Sequence[Result], recommended: str, start: str) -> str:
    """Return whether what is recommended may stay so, with its evidence, and how the strategy of a new run does."""
    found = standings(results, recommended, spec.baseline)
    holds, counted = _verdict(found)
    told = "It holds" if holds else "It does **not** hold"
    if any(result.status != "finished" for result in results):
        told = f"As far as the study has come: {told[0].lower()}{told[1:]}"
    _, first = _verdict(standings(results, start, spec.baseline))
    rows = [
        [
            each.dataset,
            each.best,
            words.contrast(each.lead, "accuracy") if each.lead else "the recommended itself",
            words.listed(each.beaten_by),
            words.contrast(each.robustness, "missing"),
        ]
        for each in found
    ]
    columns = ["dataset", "most accurate", "its lead, points", "beats it", "one missing: recommended − joint"]
    return "\n\n".join(
        [
            f"Recommended is `{recommended}`. It may stay so if it is significantly worse (Holm, 5 %) than the best "
            "setting on no dataset, and significantly better than joint training with one modality missing on at least "
            f"{ENOUGH_DATASETS} real ones. {told}: {counted}. It was chosen among these settings with these results in "
            "sight, and the real datasets were given more seeds then: other seeds have yet to confirm it.",
            table(columns, rows),
            f"A new run starts with `{start}`, since alternating training is what shapviz is there to show. That is no "
            f"recommendation: {first}.",
        ]
    )


def _verdict(found: Sequence[Standing]) -> tuple[bool, str]:
    """Return whether a setting that stands like that may be recommended, and what was counted."""
    beaten = [each.dataset for each in found if each.beaten_by]
    robust = [each.dataset for each in found if each.dataset in presets.REAL and _is_gain(each)]
    where = f" ({words.listed(beaten)})" if beaten else ""
    counted = (
        f"it is beaten on {len(beaten)} of {len(found)} datasets{where}, "
        f"and more robust than joint training on {len(robust)} real ones ({words.listed(robust)})"
    )
    return not beaten and len(robust) >= ENOUGH_DATASETS, counted


def _is_gain(standing: Standing) -> bool:
    robustness = standing.robustness
    return robustness is not None and robustness.significant and robustness.difference.mean > 0


def dataset_tables(spec: StudySpec, results: Sequence[Result]) -> str:
    """Return a table for each dataset: means, differences to the baseline, and what a run costs."""
    lines = summarise(results, spec.baseline)
    return "\n\n".join(
        f"### {dataset}\n\n{_dataset_table(spec, [line for line in lines if line.dataset == dataset])}"
        for dataset in spec.datasets
    )


def _dataset_table(spec: StudySpec, lines: Sequence[Line]) -> str:
    header = ["setting", "runs", *SHOWN.values()]
    header += [f"all − {spec.baseline}", f"missing − {spec.baseline}", "passes / updates / s"]
    return table(header, [_row(line, spec.baseline) for line in lines])


def _row(line: Line, baseline: str) -> list[str]:
    means = [words.estimate(line.means.get(measure), measure) for measure in SHOWN]
    differences = ["", ""] if line.setting == baseline else [
        words.contrast(line.contrasts.get(measure), measure) for measure in ("accuracy", "missing")
    ]  # fmt: skip
    costs = [
        words.number(line.means[measure].mean, measure) if measure in line.means else "–"
        for measure in ("encoder_passes", "head_updates", "seconds")
    ]
    return [line.setting, f"{line.finished}/{line.asked}", *means, *differences, " / ".join(costs)]


def missing_table(spec: StudySpec, results: Sequence[Result], default: str) -> str:
    """Return the accuracy without each modality, of the baseline and of the default."""
    rows = []
    for dataset in spec.datasets:
        for setting in (spec.baseline, default):
            found = [
                each.without for each in results if (each.dataset, each.setting) == (dataset, setting) and each.without
            ]
            if found:
                means = {name: sum(each[name] for each in found) / len(found) for name in found[0]}
                said = ", ".join(f"{name} {words.number(value, 'missing')}" for name, value in means.items())
                rows.append([dataset, setting, said])
    return table(["dataset", "setting", "accuracy without …, %"], rows)


def parts(spec: StudySpec, results: Sequence[Result]) -> str:
    """Return what each part adds to a way to train: by dataset, and in a sentence what did not help."""
    lines = summarise(results, spec.baseline)
    settings = [name for name in dict.fromkeys(line.setting for line in lines) if name != spec.baseline]
    said, gains = [f"### Added to {spec.baseline}"], list[Record]()
    for measure, title in (("accuracy", "All modalities present"), ("missing", "One modality missing")):
        by_place = {(line.setting, line.dataset): line.contrasts.get(measure) for line in lines}
        rows = [
            [setting, *(words.contrast(by_place.get((setting, dataset)), measure) for dataset in spec.datasets)]
            for setting in settings
        ]
        said.append(f"{title}: difference to {spec.baseline} in points.")
        said.append(table(["part", *spec.datasets], rows))
        family = tally(lines, measure, list(spec.datasets))
        said.append(_count(family))
        gains += family
    said.append(f"What did not help: {_useless(gains)}")
    return "\n\n".join(said)


def beside_prototype(results: Sequence[Result]) -> str:
    """Return every difference that the prototype measured beside ours, and what ours says of it."""
    rows, count, against = [], Counter[str](), []
    for claim in prototype.claims():
        found = difference(results, claim.dataset, claim.setting, claim.against, claim.measure)
        verdict = prototype.verdict(claim.size, found)
        count[verdict] += 1
        sizes = [words.number(claim.size, claim.measure, signed=True), words.difference(found, claim.measure)]
        title = f"{claim.setting} − {claim.against}" + (f" ({claim.words})" if claim.words else "")
        said = f"**{verdict}**" if verdict == "contradicts" else verdict
        rows.append([claim.dataset, title, MEASURES[claim.measure].title, *sizes, said])
        if verdict == "contradicts":
            why = prototype.WHY.get((claim.dataset, claim.setting, claim.against, claim.measure), "we do not know why.")
            against.append(
                f"- {claim.dataset}, {title}, {MEASURES[claim.measure].title}: {' against '.join(sizes)}: {why}"
            )
    counted = ", ".join(f"{verdict} {number}" for verdict, number in count.items())
    header = ["dataset", "difference", "measure", "prototype", "ours", "verdict"]
    return "\n\n".join(
        [
            f"Of {count.total()} differences: {counted}. Ours have 95 % intervals without correction, so that of a "
            "hundred that agree in truth about five stand under another word.",
            "Contradictions:\n\n" + "\n".join(against) if against else "There is no contradiction.",
            table(header, rows),
        ]
    )
