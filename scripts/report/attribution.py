"""The text of docs/attribution.md. Every number in it is computed from what was measured."""

from collections.abc import Sequence
from typing import Final

from scripts.report import attribution_tables as tables
from scripts.report.attributed import CALLS, SLOW, Checked, Faithful, Measured
from scripts.report.words import listed

HEAD: Final = """# Attribution

## Is that not just SHAP?

The Shapley value is one formula, older than all of these libraries, and SHAP is a family of ways to estimate it. What
differs is the game that is played: who the players are, what absence means, which number is paid. Here the players are
whole modalities, an absent one is absent as the network was trained for it, and every method is asked the same. Then
SHAP's exact explainer gives what shapviz gives, and the tables below say how closely. With three modalities there are
eight coalitions, so that exact values take eight passes of the head and nothing needs to be estimated. Methods that are
made for a thousand pixels spend hundreds of calls on the same three numbers. Methods that answer another question, such
as leaving one out, or following gradients along one straight line, give other numbers, and not because they err. Which
number answers your question is a choice that no library can make for you. This text says what each method answers.

This text and its tables are made by `python scripts/attribution.py` from [docs/results](results); nothing in it is
typed by hand. Compare them on a run of your own with `shapviz attribute RUN`, in a notebook with
`shapviz.attribute("RUN")`, or on the Attribution page.

## What each method answers

"""
TRUST: Final = """
- *Exact*: gives Shapley values, up to rounding. *Draws*: closes in on its answer as it may spend more, and its interval
  says how near it is. *Another question*: even without any error, what it gives need not be Shapley values.
- Calls are of the network, for each sample, with {players} modalities and {calls} calls for whoever draws; a gradient
  counts as one more.
- A *fixed* baseline is the one that the question names. A *sampled* one is a background of training samples, whatever
  was asked: two such methods that differ may both be right.
"""
MEASURED: Final = """
## What they find

{coverage}

- *Share*: of the modality that leads, by mean size |φ|. *Same leader*: in how many samples the modality with the
  largest |φ| is that of the exact values. *Rank*: Spearman's correlation with them in a sample. *Misses total by*: how
  far the values of a sample are from adding up to what there is to explain, as a share of it. All are means over seeds;
  in brackets 95 % intervals by Student's t over seeds, which are few: wide intervals say so. Where modalities are
  nearly equal, leaders change for little reason; the rank says more there.
- *Time*: beside that of exact values, the encoders' work not counted; the mean of the seeds' ratios, on one core of a
  machine that had other work to do. How the libraries compare at rest says `benchmarks/attribution.py`.
"""
CHECKS: Final = """
## Do they pass checks?

Three that need no training ([docs/method.md](method.md)): a modality that is there twice must share what the one would
get; one that changes nothing must get nothing; and of a network whose weights are made random, layer by layer, nothing
must be left of what was said. On the first seed of {datasets}. Not put to them were
{slow}: they fit every sample by itself, and some hundred networks are asked.
*Inconclusive* is no pass: the interval leaves it open.

"""
TRUTH: Final = """
## How far from the truth?

In the synthetic regimes the Shapley values of a perfect observer are known. A method can differ from them because the
network does (the first column is the distance of its exact values) and because the method answers something else.
Distances are summed differences of shares, in which 0 is perfect and 2 as wrong as can be; means over {seeds} seeds.

"""
DISAGREE: Final = """
## Where they disagree, and why

{found}
"""
REASONS: Final = {
    "leave_one_out": (
        "What two modalities both know is not lost when one of them is taken away, and leaving one out credits it to "
        "nobody; where they need each other it credits the same to both."
    ),
    "captum.integrated_gradients": (
        "The straight line from nobody to everybody passes points at which every modality is half there, which no "
        "coalition is. It explains everything, and shares it out otherwise."
    ),
    "captum.input_x_gradient": (
        "The slope where the sample stands says little about the way there: where a network is sure it is flat."
    ),
    "captum.gradient_shap": (
        "It starts from training samples, and not from absence: it says what sets this sample apart from them."
    ),
}


def text(measured: Sequence[Measured], checked: Sequence[Checked], faithful: Sequence[Faithful]) -> str:
    """Return the whole document."""
    datasets = list(dict.fromkeys(row.dataset for row in measured))
    players = min(row.players for row in measured)
    seeds = [str(seeds) for seeds in sorted({row.seeds for row in faithful})]
    known, slow = list(dict.fromkeys(row.dataset for row in checked)), [f"`{name}`" for name in SLOW]
    return "\n".join(
        [
            HEAD + tables.methods(players, CALLS),
            TRUST.format(players=players, calls=CALLS),
            MEASURED.format(coverage=tables.coverage(measured)).lstrip(),
            *(f"### {name}\n\n{tables.found([row for row in measured if row.dataset == name])}\n" for name in datasets),
            CHECKS.format(datasets=listed(known), slow=listed(slow)).lstrip() + tables.checks(checked) + "\n",
            TRUTH.format(seeds=listed(seeds)).lstrip() + tables.truths(faithful) + "\n",
            DISAGREE.format(found="\n".join(tables.reasons(measured, REASONS))).strip() + "\n",
        ]
    )
