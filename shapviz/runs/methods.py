"""What there is to know of attribution methods before they are used, and how much they may spend. Loads no torch."""

from typing import Final, Literal

from pydantic import Field

from shapviz.errors import UnknownNameError
from shapviz.runs.options import Options

Level = Literal["modality", "inside"]


class Effort(Options):
    """How much a method that draws may spend. The others take what they need."""

    calls: int = Field(
        256, ge=1, le=1_000_000, description="of the network, for each sample; at least what a few draws need"
    )
    repeats: int = Field(16, ge=2, le=1000, description="independent draws that the calls are divided among")
    seed: int = Field(0, ge=0, lt=2**31, description="of the draws, which samples may share")


class Method(Options):
    """What there is to know of a method before it is used."""

    name: str
    library: Literal["shapviz", "captum", "shap", "shapiq"]
    title: str
    about: str = Field(description="what it does, as a sentence")
    needs: Literal["coalitions", "gradients", "inputs"] = Field(
        description="of the network: its number for any coalition; gradients from absence to presence; or the values "
        "themselves, to slide over"
    )
    aims: Literal["shapley", "other"] = Field("shapley", description="whether Shapley values are what it computes")
    draws: bool = Field(False, description="whether anything in it is random, so that it has an interval")
    samples_baseline: bool = Field(False, description="whether it takes a background whatever baseline is asked for")
    levels: tuple[Level, ...] = ("modality", "inside")

    @property
    def exact(self) -> bool:
        """Whether it gives Shapley values up to rounding."""
        return self.aims == "shapley" and self.needs == "coalitions" and not self.draws


def method(name: str) -> Method:
    """Return what there is to know of a method.

    Raises:
        UnknownNameError: With the nearest known name.
    """
    if name not in METHODS:
        raise UnknownNameError("attribution method", name, METHODS)
    return METHODS[name]


_TABLE: Final = (
    Method(
        name="exact",
        library="shapviz",
        title="Exact Shapley",
        about="Every coalition once; each player's mean gain over all orders.",
        needs="coalitions",
    ),
    Method(
        name="leave_one_out",
        library="shapviz",
        title="Leave one out",
        about="What is lost when one player alone is absent: what two share, it credits to nobody.",
        needs="coalitions",
        aims="other",
    ),
    Method(
        name="sampled",
        library="shapviz",
        title="Sampled orders",
        about="Mean gain over some random orders, each beside its reverse.",
        needs="coalitions",
        draws=True,
    ),
    Method(
        name="captum.shapley",
        library="captum",
        title="Shapley values",
        about="Every order of the players, one after another.",
        needs="coalitions",
    ),
    Method(
        name="captum.sampling",
        library="captum",
        title="Shapley value sampling",
        about="Some random orders of the players.",
        needs="coalitions",
        draws=True,
    ),
    Method(
        name="captum.kernel",
        library="captum",
        title="KernelSHAP",
        about="A weighted regression on random coalitions, with a fixed baseline.",
        needs="coalitions",
        draws=True,
    ),
    Method(
        name="captum.ablation",
        library="captum",
        title="Feature ablation",
        about="Leave one out, by captum.",
        needs="coalitions",
        aims="other",
    ),
    Method(
        name="captum.integrated_gradients",
        library="captum",
        title="Integrated gradients",
        about="The gradient, summed up along the straight line from absence to presence of all players at once.",
        needs="gradients",
        aims="other",
    ),
    Method(
        name="captum.deep_lift",
        library="captum",
        title="DeepLIFT",
        about="Differences from the baseline, passed back layer by layer.",
        needs="gradients",
        aims="other",
    ),
    Method(
        name="captum.gradient_shap",
        library="captum",
        title="GradientSHAP",
        about="Gradients at random points between the sample and training samples.",
        needs="gradients",
        aims="other",
        draws=True,
        samples_baseline=True,
    ),
    Method(
        name="captum.input_x_gradient",
        library="captum",
        title="Input × gradient",
        about="The gradient where the sample stands, times the way there from the baseline.",
        needs="gradients",
        aims="other",
    ),
    Method(
        name="captum.occlusion",
        library="captum",
        title="Occlusion",
        about="What is lost when a window is laid over the values, window by window.",
        needs="inputs",
        aims="other",
        levels=("inside",),
    ),
    Method(
        name="shap.exact",
        library="shap",
        title="Exact explainer",
        about="Every coalition, in an order in which each differs from the last by one player.",
        needs="coalitions",
    ),
    Method(
        name="shap.permutation",
        library="shap",
        title="Permutation explainer",
        about="Some random orders, each forwards and backwards.",
        needs="coalitions",
        draws=True,
    ),
    Method(
        name="shap.kernel",
        library="shap",
        title="KernelSHAP",
        about="A weighted regression on coalitions. Left to itself it averages over a background; here it is given "
        "the baseline of the question.",
        needs="coalitions",
        draws=True,
    ),
    Method(
        name="shap.partition",
        library="shap",
        title="Partition explainer",
        about="Owen values: players are divided again and again along a tree that has the modalities at its top.",
        needs="coalitions",
        aims="other",
    ),
    Method(
        name="shap.gradient",
        library="shap",
        title="Gradient explainer",
        about="Expected gradients: at random points between the sample and training samples.",
        needs="gradients",
        aims="other",
        draws=True,
        samples_baseline=True,
    ),
    Method(
        name="shapiq.exact",
        library="shapiq",
        title="Exact interactions",
        about="Every coalition; Shapley values and pairwise Shapley interactions.",
        needs="coalitions",
    ),
    Method(
        name="shapiq.sampled",
        library="shapiq",
        title="Sampled interactions",
        about="Random coalitions; estimates of Shapley values and of pairwise Shapley interactions.",
        needs="coalitions",
        draws=True,
    ),
)
METHODS: Final = {each.name: each for each in _TABLE}
"""All methods by name, in the order in which pages list them."""
