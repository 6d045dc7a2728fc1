"""A few samples: what the network made of them clean, and what it makes of them now."""

from __future__ import annotations

from shapviz.figures.labels import points
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.parts import Guess, Sample, Verdict
from shapviz.figures.robustness.scenario import Side
from shapviz.runs.robustness import Prediction, Seen


def strip(case: Case) -> list[Sample]:
    """Return the samples of the first network; another one is asked about those of them that it was tested on."""
    return [_sample(case, seen) for seen in case.first.reading.seen]


def _sample(case: Case, seen: Seen) -> Sample:
    pairs = [(side, own) for side in case.scenario.sides for own in side.reading.seen if own.row == seen.row]
    return {
        "row": seen.row,
        "truth": case.first.reading.classes[seen.label],
        "verdicts": [_verdict(case, side, own) for side, own in pairs],
    }


def _verdict(case: Case, side: Side, seen: Seen) -> Verdict:
    before, after = (
        _guess(side, seen, prediction) for prediction in (seen.before[case.everybody], seen.after[case.mask])
    )
    flipped = before["label"] != after["label"]
    became = "became" if flipped else "stays"
    return {
        "run": side.run,
        "before": before,
        "after": after,
        "flipped": flipped,
        "said": f"{_told(before)} {became} {_told(after)}, which is {'right' if after['right'] else 'wrong'}.",
    }


def _guess(side: Side, seen: Seen, prediction: Prediction) -> Guess:
    return {
        "label": side.reading.classes[prediction.label],
        "percent": points(prediction.probability),
        "right": prediction.label == seen.label,
    }


def _told(guess: Guess) -> str:
    return f"{guess['label']} {guess['percent']} %"
