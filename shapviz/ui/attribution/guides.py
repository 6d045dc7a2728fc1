"""How to read what the Attribution page draws."""

from typing import Final

GUIDES: Final = {
    "methods": (
        "Every method was asked for the same number of the same network. Shares: how large each modality's values are "
        "on average, whatever their sign. Signed: what helps stands right of zero, what harms left of it. Missing "
        "from total: how far a method's values are from adding up to the difference between everybody and nobody; "
        "Shapley values miss nothing. KernelSHAP of captum holds the baseline fixed, GradientSHAP and SHAP's own "
        "gradient explainer draw it from training samples: those answer another question, and say so in their row."
    ),
    "agreement": (
        "Each cell compares two methods over the same samples; names stand on the diagonal. Hatched: the 95 % "
        "interval over samples is too wide to tell much. Two methods may agree and both be wrong: the checks below "
        "the table ask for what must hold."
    ),
    "waterfall": (
        "From what the network says with nobody present to what it says with everybody. Alone: what each modality "
        "adds by itself; the hatched block is what they share, or add only together. φ: what each gets as its Shapley "
        "value; nothing is left over."
    ),
    "space": (
        "Each mark is a test sample, at the shares that its modalities have of it by exact Shapley values. A corner "
        "is a sample that one modality decides alone. Press a mark to see its sample."
    ),
    "coalitions": "What the network says when only these modalities are present, with 95 % intervals over samples.",
    "budget": (
        "Estimates for the sample in view by a method that draws, as it may ask the network more often; bands: 95 % "
        "of what it draws; dotted: the exact values, with the number of calls that they take in the title. Where the "
        "dotted line leaves the band, the interval promises too much."
    ),
    "curves": (
        "Insertion: modalities join one by one, the one with the greatest value first, and the number should rise "
        "early. Deletion: they leave in the same order, and it should fall early. Grey: where 95 % of random orders "
        "run; an order whose lines stay in there is no better than chance."
    ),
    "order": (
        "The parts of one modality of this sample come one by one, and leave one by one, in the order of what the "
        "method gives them, in the company that is chosen above. Grey: where 95 % of random orders run. A "
        "picture whose lines stay in there looks telling, and is no better than chance. Parts that are out are at "
        "their baseline."
    ),
    "history": (
        "Mean Shapley values of the same samples by the weights of earlier epochs, where those are kept. Move the "
        "cursor to ask everything at that epoch."
    ),
}
