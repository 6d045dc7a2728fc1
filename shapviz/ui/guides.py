"""What does not depend on the cursor: what each chart measures, and how it is to be read."""

from typing import Final

from shapviz.figures.course import Course
from shapviz.figures.lattice import MOST_DRAWN
from shapviz.figures.story import Measure
from shapviz.ui.words import Sentence

GUIDES = {
    "share": (
        "Each band is one modality; its height is the modality's share of what all of them contribute (the positive "
        "Shapley values φ, from every coalition's worth). The dashed lines are equal shares. Below: EDM, which is 0 "
        "when all shares are equal; and a lane for each modality with a tile for each turn in which it learned. Right "
        "of the cursor stands what the companion run did instead."
    ),
    "signed": (
        "Each line is a modality's Shapley value φ: what it adds, on average over all orders in which the modalities "
        "could join. Below zero it takes away. Bands are 95 % intervals over samples. Below: EDM, which is 0 when all "
        "shares are equal; and a lane for each modality with a tile for each turn in which it learned."
    ),
    "synergy": (
        "Each line is a pair of modalities, in the colours of both: what the two are worth together beyond what each "
        "brings, averaged over all coalitions of the others (the Shapley interaction). Above zero they need each "
        "other, below zero they partly know the same. Of many pairs the three furthest from zero have colours. "
        "These are estimates: their intervals are not recorded."
    ),
    "accuracy": (
        "The thick line is all modalities together. The others are each modality alone in the same network, the rest "
        "absent. Dotted: what a network trained on that modality alone reaches, its ceiling. Far below it, this "
        "network gets less out of the modality: its encoder may have learned less, or the head may rely on the others. "
        "An open mark at the end tells which: it is what a linear classifier makes of the modality's encoder."
    ),
    "lattice": (
        "Each node is a coalition, with the accuracy of the network when only those modalities are present. A line "
        "upwards is a modality that joins; its width is what that gains. The Shapley values of accuracy average them."
    ),
    "sizes": (
        "Each dot is a coalition, with the accuracy of the network when only those modalities are present, by how many "
        "they are. The line joins the best coalition of each size; the marks below say who is in it."
    ),
}
LATTICES = {
    "lattice": "accuracy, % · width: gain from joining",
    "sizes": "accuracy, % · line: best of each size",
}
PLAIN: Final = "How much of what they achieve together each modality contributes"
SHOWN: Final[dict[Measure, str]] = {
    "share": "Share of positive φ ({})",
    "signed": "Shapley value φ ({}), 95 % bands",
    "synergy": "Interaction of pairs ({})",
}


def lines(course: Course, view: Measure, *, plain: bool = False) -> dict[str, Sentence]:
    """Return the sentences that do not depend on the cursor: what is measured, and how to read it.

    `plain`: for beginners.
    """
    drawn = "lattice" if len(course.players) <= MOST_DRAWN else "sizes"
    return {
        "measure": [PLAIN if plain else measure(course, view)],
        "measure_accuracy": [_measured_accuracies(course)],
        "measure_lattice": [LATTICES[drawn]],
        "how_story": [GUIDES[view]],
        "how_accuracy": [GUIDES["accuracy"]],
        "how_lattice": [GUIDES[drawn]],
    }


def measure(course: Course, view: Measure) -> str:
    """Return what the main chart measures, on how much, and what its bands are."""
    valuation = next(record.valuation for record in course.records if record.valuation)
    payoff = valuation.payoff.replace("_", " ")
    counted = f"exact, {len(valuation.worth)} coalitions · {valuation.samples} validation samples"
    return f"{SHOWN[view].format(payoff)} · {counted}"


def _measured_accuracies(course: Course) -> str:
    """Return what the lines and marks of the accuracies are."""
    if course.probes:
        return "% · dotted: trained alone · open: probe"
    return "accuracy, %" + (" · dotted: trained alone" if course.ceilings else "")
