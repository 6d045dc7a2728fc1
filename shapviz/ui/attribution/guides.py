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
        "How far the estimates of a method that draws are from the exact values as it may ask the network more often, "
        "and how wide its own intervals are. Where the lines part, an interval promises too much or too little."
    ),
    "curves": (
        "Insertion: the most important elements come first, and the number should rise early. Deletion: they go "
        "first, and it should fall early. The dotted line is chance."
    ),
    "history": (
        "Mean Shapley values of the same samples by the weights of earlier epochs, where those are kept. Move the "
        "cursor to ask everything at that epoch."
    ),
}
