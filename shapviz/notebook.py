"""What a notebook asks of a network in one line, with the same objects that the app and the command line show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, cast

import numpy as np

from shapviz.attribution import methods as known
from shapviz.attribution.agreement import agreement
from shapviz.attribution.explainer import Explainer
from shapviz.attribution.game import Game
from shapviz.attribution.inside.looks import look_inside
from shapviz.attribution.predictor import PredictorGame
from shapviz.data.dataset import MultimodalDataset
from shapviz.data.splits import Splits
from shapviz.errors import UsageError
from shapviz.experiment import open_explainer
from shapviz.figures.attribution.scene import Scene
from shapviz.figures.attribution.titled import figures
from shapviz.figures.theme import LIGHT, Theme
from shapviz.models import BatchSource, FusionModel
from shapviz.runs.attribution import Attribution, Baseline, Payoff, Question, Refused
from shapviz.runs.checks import Agreement
from shapviz.runs.inside import Inside, Others
from shapviz.runs.methods import Effort
from shapviz.runs.spec import parse_spec
from shapviz.valuation import CoalitionPredictor

if TYPE_CHECKING:  # loaded when a table or a figure is asked for
    import pandas as pd
    import plotly.graph_objects as go

QUICK: Final = ("exact", "leave_one_out", "captum.integrated_gradients", "captum.deep_lift", "shap.permutation")


@dataclass(frozen=True)
class Attributions(Mapping[str, Attribution]):
    """What several methods give to the modalities of one network, by method. Those that refused are in `refused`."""

    question: Question
    effort: Effort
    kinds: Mapping[str, str]  # image, audio, ... by modality
    found: Mapping[str, Attribution]
    refused: Mapping[str, Refused] = field(default_factory=dict)
    explainer: Explainer | None = None  # None where the model is one of your own, of which only predictions are known

    def __getitem__(self, method: str) -> Attribution:
        return self.found[method]

    def __iter__(self) -> Iterator[str]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def table(self) -> "pd.DataFrame":
        """Return a row for each sample, method and modality: value, and the ends of its interval where one is drawn."""
        import pandas as pd  # here: it takes half a second

        frames = [
            pd.DataFrame(
                {
                    "row": [row for row in each.rows for _ in each.players],
                    "method": method,
                    "modality": [*each.players] * len(each.rows),
                    "value": each.values.ravel(),
                    "low": None if each.low is None else each.low.ravel(),
                    "high": None if each.high is None else each.high.ravel(),
                }
            )
            for method, each in self.found.items()
        ]
        return pd.concat(frames, ignore_index=True).astype({"low": float, "high": float})

    def agreement(self) -> Agreement:
        """Return how far the methods agree, each two of them.

        Raises:
            UsageError: If fewer than two have found anything.
        """
        return agreement(tuple(self.found.values()), seed=self.effort.seed)

    def figure(
        self, which: Literal["waterfall", "shares", "methods"] = "waterfall", theme: Theme = LIGHT
    ) -> "go.Figure":
        """Return a figure as the page draws it, with its title.

        Args:
            which: How exact Shapley values lead from nobody to everybody, how each sample is shared out, or what share
                each method gives to each modality.
            theme: Colours.

        Raises:
            UsageError: If there are no exact values, or of methods none at all.
        """
        scene = Scene("", 0, self.kinds, self.question, self.found, self.refused, offered=[*self.found, *self.refused])
        drawn = figures(scene, theme)
        if which not in drawn:
            raise UsageError(
                "Without exact values there is nothing to draw.",
                remedy="Ask for the method 'exact' as well.",
            )
        return drawn[which]

    def inside(self, row: int, modality: str, method: str = "exact", others: Others = "averaged") -> Inside:
        """Return what a method gives to the elements of one modality of one sample; see `look_inside`.

        Raises:
            UsageError: If the model is one of your own, or does not allow it.
        """
        if self.explainer is None:
            raise UsageError(
                "Only predictions are known of this model: nobody can look inside its modalities.",
                remedy="Attribute a network of shapviz, or write its inputs as modalities of their own.",
            )
        return look_inside(self.explainer, row, modality, method, self.question, others, self.effort)


def attribute(
    asked: str | FusionModel | CoalitionPredictor | Explainer,
    dataset: MultimodalDataset | None = None,
    splits: Splits | None = None,
    *,
    methods: Sequence[str] = QUICK,
    rows: Sequence[int] | None = None,
    target: str = "true",
    payoff: Payoff = "probability",
    baseline: Baseline = "own",
    effort: Effort = known.USUAL,
) -> Attributions:
    """Return what methods give to each modality, sample by sample, of what a network says about its test split.

    Args:
        asked: The name of a run; a network, or anything that predicts with some of its modalities absent, beside its
            `dataset` and `splits`; or an explainer.
        dataset: As the network sees it.
        splits: Which rows are its test split.
        methods: By name (`shapviz.runs.methods.METHODS`), or "all" for every one.
        rows: Of the dataset, in the test split; None takes it whole.
        target: The class whose number is attributed: "true", "predicted" or "class:NAME".
        payoff: That number.
        baseline: What takes the place of the absent.
        effort: How much methods that draw may spend.

    Raises:
        SpecError: Naming every setting that is none, with the nearest known name.
        UsageError: If there is no such run, class or row, or no sample is left. A method that refuses is no error: it
            stands in `refused`, and the others go on.
    """
    names = [methods] if isinstance(methods, str) else methods
    said = {"methods": names, "target": target, "payoff": payoff, "baseline": baseline}
    spec = parse_spec({"attribution": said}).attribution
    if rows is not None and not len(rows):
        raise UsageError("There are no samples to attribute.", remedy="Choose other filters, or more samples.")
    explainer = _explainer(asked, dataset, splits)
    if explainer is None:
        data, parts = _both(dataset, splits)
        source = BatchSource(data, parts.test if rows is None else np.asarray(rows, dtype=np.int64))
        game: Game = PredictorGame(cast(CoalitionPredictor, asked), source, spec.question)
    else:
        data, game = explainer.dataset, explainer.game(spec.question, rows)
    kinds = {modality.name: modality.kind for modality in data.modalities}
    found: dict[str, Attribution] = {}
    refused: dict[str, Refused] = {}
    for method in spec.named:
        try:
            found[method] = known.attribute(game, method, effort)
        except UsageError as error:
            refused[method] = Refused(method=method, problem=error.problem, remedy=error.remedy)
    return Attributions(spec.question, effort, kinds, found, refused, explainer)


def _explainer(asked: object, dataset: MultimodalDataset | None, splits: Splits | None) -> Explainer | None:
    """Return the explainer of what is asked; None for a model of which only predictions are known."""
    match asked:
        case str():
            return open_explainer(asked)
        case Explainer():
            return asked
        case FusionModel():
            return Explainer(asked, *_both(dataset, splits))
        case _:
            return None


def _both(dataset: MultimodalDataset | None, splits: Splits | None) -> tuple[MultimodalDataset, Splits]:
    if dataset is None or splits is None:
        raise UsageError(
            "A model alone has no samples.",
            remedy="Give its dataset and splits as well: attribute(model, dataset, splits).",
        )
    return dataset, splits
