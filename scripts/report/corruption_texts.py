"""What docs/corruptions.md says around its tables."""

from typing import Final

from shapviz.runs.corruptions import Corruption

HEAD = """# Corruptions

What can be done to a modality in the robustness lab, how strongly, and what it does to trained networks. This text, its
tables and its pictures are made by `python scripts/corruption_report.py`; with `--measure` it trains the networks anew.
Results are read from [docs/results/corruptions.jsonl](results/corruptions.jsonl), and none of them is typed by hand.

- A severity is a real number from 0 to {worst}. At 0 the very same array comes back. Between whole severities the level
  is interpolated, linearly.
- Dice depend on seed, modality and corruption, never on the severity: what is lost at 2 is lost at 3 as well, so that a
  slider moves smoothly and severities can be compared sample by sample.
- Values keep shape and type. Images stay within [0, 1], sound within [−1, 1], words within the vocabulary, with padding
  behind the last. The input is never written to.
- What is relative is relative to the training rows: spreads and means of columns and channels, known words, voices.

Levels are set by what they do: 1 barely hurts, each step can be perceived, and 5 is meant to be about as bad as losing
the modality, or worse; where that failed is said below. They are no common unit: noise of severity 3 and blur of
severity 3 are not equally strong. Compare a corruption with the same one elsewhere, or with the modality gone.
"""
LIBRARIES = """
## Why no library

Weighed in November 2026; sizes are those of what would be installed beside our other dependencies, unpacked.

{table}

So corruptions are numpy, with `scipy.ndimage` for blur, `scipy.fft` for filters and Pillow for JPEG, all of which were
here before: a whole test split at once, with dice that are the same at every severity.
`python -m benchmarks.corruptions` measures how long each takes.
"""
LIBRARY: Final = ("library", "brings", "upkeep", "why not")
WEIGHED: Final = (
    ("kornia 0.9.0", "kornia-rs; 23 MB", "well kept", "images only, as torch tensors; data here know no torch"),
    (
        "audiomentations 0.43.1",
        "librosa, soxr and eight more; 5 MB, and numba, which shap brings",
        "well kept",
        "clip by clip, with dice of Python's global generator, so that a slider would jump",
    ),
    (
        "albumentations 2.0.8",
        "OpenCV and four more; 174 MB",
        "ended in June 2025; its successor is under the AGPL",
        "images only, one by one",
    ),
    (
        "tsaug 0.2.1",
        "nothing else; 1 MB",
        "last release in April 2020",
        "imports names that SciPy has deprecated and will remove; series only",
    ),
    (
        "nlpaug 1.1.11",
        "gdown and what it needs; more than 2 MB",
        "last release in July 2022",
        "works on strings, where networks here see tokens",
    ),
)
"""Sizes are unpacked; dates those of the newest wheel."""
WORDS = """
## What words become

A text of emoji3. A network of whole words has no letters: a typo makes a word unknown (…), unless what is typed is
another word that training knows. The row of typos shows what is typed.
"""
FALLING = """
## Does accuracy fall?

For each dataset {seeds} networks were trained with modality dropout. Every corruption was laid on one modality at a
time, and accuracy was taken over the test samples of all seeds: {cells} cells in all. A cell *holds* where no severity
is better than any lesser one beyond the 95 % interval of their difference, paired by sample: fifteen pairs of
severities each. With so many pairs some rise by chance.

**{holding} of {cells} cells hold: {share} %.** With half severities as well, fifty-five pairs each: {finer}.

How to take this: the levels were chosen by looking at test accuracies of networks of the same kind, on the same
datasets with the seeds 0, 1 and 2, in several rounds, and partly so that accuracy falls from level to level. The
networks here have other seeds, and so other splits and weights, but the data are the same. White noise on sound is the
plainest case: a scan of its levels found accuracy lower around 17 dB than at 8 dB, and the levels were put where it
falls, so that this dip lies between the severities 2 and 3. Its row says that the levels go down, not that the curve
does.

How accuracy changes with everybody present, in points, as a mean over datasets and modalities: at each severity, and
with the modality gone. *Alone* is what is left at severity {worst} of what the modality knows by itself: at 0 % it
is as good as nobody present, and below that it misleads.

"""
EXCEPTIONS = """
## Where it does not fall

The rise that its interval puts furthest above zero, in points, and what the network does without the modality. Reasons
here and below are readings of these numbers, not experiments.

"""
BETWEEN = """
## Where it does not fall between the levels

Cells that hold at whole severities and not when half severities count as well.

"""
MILDEST = """
## Where the worst is mild

Cells in which the modality by itself keeps at least {mild} % of what it knows at severity {worst}.

"""
EVERYTHING = """
## Everything

Accuracy in percent with everybody present, by severity; with the modality gone; and of the modality by itself at
severity {worst}.

"""
WHY_MILD: Final[dict[tuple[str, Corruption], str]] = {
    ("text", "shuffle_words"): "the network averages the vectors of its words: it cannot see their order",
    ("image", "jpeg"): "the worst quality still keeps the mean and the coarsest waves of each 8 by 8 pixels, which are "
    "much of a small picture",
    ("image", "blur"): "colours stay, and they tell much",
    ("image", "pixelate"): "colours stay, and they tell much",
    ("image", "contrast"): "shapes stay",
    ("series", "time_warp"): "every posture is still passed through, in the same order",
    ("features", "noise"): "many columns say the same, so that their noise averages out",
}
