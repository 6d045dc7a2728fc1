"""What exact Shapley values of modalities cost, beside what other ways to them cost.

    python -m benchmarks.valuation [--quick] [--rounds N] [--json]

Every competitor values the same network on the same samples with one thread. The payoff is the mean probability of the
true class, and an absent modality is absent from the head; so exact competitors must agree, which is checked, and
differ only in what they evaluate. (Other rows of ours play other games: with the payoff accuracy, with other heads, and
with class prototypes that stand in for the absent.)

The unit is one plain pass of all encoders over the samples, the least that any method must do. It is timed beside
every single call, and competitors take turns. Figures are medians of processor time.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import factorial
from statistics import median
from typing import Any

import numpy as np
import shap
import torch
from captum.attr import ShapleyValues, ShapleyValueSampling
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from shapiq.game_theory.exact import ExactComputer
from torch import Tensor

from shapviz.data.dataset import MultimodalDataset
from shapviz.data.modality import Modality
from shapviz.games.coalition import coalitions
from shapviz.games.shapley import shapley_values
from shapviz.models import BatchSource, FusionModel, build_model
from shapviz.runs.spec import ModelSpec
from shapviz.valuation import PAYOFFS, coalition_worth

SAMPLES, COLUMNS, CLASSES = 1000, 32, 10
SAMPLED_PERMUTATIONS = 25
PATIENCE = 20.0  # seconds: a call that is expected to take longer is not made
BUDGET = 6.0  # seconds that all rounds of a competitor may take together
Values = NDArray[np.float64]  # (M,)


class Arena:
    """A network with random weights, and the samples that it is valued on.

    The modalities are feature vectors: encoders are as cheap, and what valuation adds as visible, as can be.
    """

    def __init__(self, size: str, players: int) -> None:
        rng = np.random.default_rng(0)
        modalities = tuple(Modality(f"view{i}", "features", (COLUMNS,), "1", "noise") for i in range(players))
        views = {modality.name: rng.standard_normal((SAMPLES, COLUMNS), np.float32) for modality in modalities}
        labels = rng.integers(CLASSES, size=SAMPLES)
        dataset = MultimodalDataset("random", modalities, views, labels, tuple("0123456789"))
        self.size = size
        self.players = players
        self.source = BatchSource(dataset, np.arange(SAMPLES))
        self._modalities = modalities
        self._models: dict[tuple[str, bool], FusionModel] = {}
        self._batch = next(self.source.ordered(SAMPLES))

    def model(self, head: str, *, prototypes: bool = False) -> FusionModel:
        """Return the network with this head; its prototypes, if it has them, have seen all samples."""
        if (head, prototypes) not in self._models:
            spec = ModelSpec.model_validate({"size": self.size, "head": head, "prototypes": prototypes})
            model = build_model(spec, self._modalities, CLASSES, seed=0).eval()
            with torch.no_grad():
                model.observe(model.encode(self._batch.inputs), self._batch.labels)
            self._models[head, prototypes] = model
        return self._models[head, prototypes]

    def encode(self) -> None:
        """Make the pass that is the unit."""
        with torch.no_grad():
            self.model("additive").encode(self._batch.inputs)

    def game(self, coalitions: NDArray[Any]) -> Values:
        """Return the worth (K,) of coalitions (K, M), each by a pass of its own: what generic explainers call."""
        present = torch.from_numpy(np.atleast_2d(coalitions) > 0.5)  # some explainers pass numbers
        with torch.no_grad():
            worths = [self._worth(row) for row in present]
        return np.array(worths)

    def _worth(self, present: Tensor) -> float:
        logits = self.model("additive")(self._batch.inputs, present)
        return PAYOFFS["probability"](logits, self._batch.labels).mean().item()


def ours(head: str = "additive", payoff: str = "probability", *, prototypes: bool = False) -> Callable[[Arena], Values]:
    """Return our way to the Shapley values of the mean game."""

    def value(arena: Arena) -> Values:
        worth, _ = coalition_worth(arena.model(head, prototypes=prototypes), arena.source, [payoff])
        return shapley_values(worth[payoff].mean(axis=0))

    return value


def shapiq_exact(arena: Arena) -> Values:
    """Return shapiq's exact values."""
    values = ExactComputer(arena.game, arena.players)("SV")
    return np.array([values[(player,)] for player in range(arena.players)])


def shap_exact(arena: Arena) -> Values:
    """Return shap's exact values: everybody present is the row explained, nobody present the background."""
    explainer = shap.explainers.Exact(arena.game, np.zeros((1, arena.players)))
    return np.asarray(explainer(np.ones((1, arena.players)), silent=True).values[0])


def shap_kernel(arena: Arena) -> Values:
    """Return shap's kernel values, from all coalitions."""
    explainer = shap.KernelExplainer(arena.game, np.zeros((1, arena.players)))
    values = explainer.shap_values(np.ones((1, arena.players)), nsamples=2**arena.players, l1_reg=False, silent=True)
    return np.asarray(values[0])


def captum_exact(arena: Arena) -> Values:
    """Return captum's exact values: an average over all permutations."""
    return _attributed(ShapleyValues(_torch_game(arena)).attribute(torch.ones(1, arena.players), baselines=0))


def captum_sampling(arena: Arena) -> Values:
    """Return captum's estimate from a few permutations."""
    method = ShapleyValueSampling(_torch_game(arena))
    everybody = torch.ones(1, arena.players)
    return _attributed(method.attribute(everybody, baselines=0, n_samples=SAMPLED_PERMUTATIONS))


def _torch_game(arena: Arena) -> Callable[[Tensor], Tensor]:
    return lambda present: torch.from_numpy(arena.game(present.numpy()))


def _attributed(values: Tensor) -> Values:
    return values[0].double().numpy()


@dataclass(frozen=True)
class Competitor:
    """A way to Shapley values."""

    name: str
    value: Callable[[Arena], Values]
    passes: Callable[[int], int]  # how many evaluations of all encoders it takes for M players
    same_game: bool = True  # whether its values must equal those of our first row


COMPETITORS = (
    Competitor("ours: additive head, probability", ours(), lambda _: 1),
    Competitor("ours: additive head, accuracy", ours(payoff="accuracy"), lambda _: 1, False),
    Competitor("ours: MLP head, probability", ours("mlp"), lambda _: 1, False),
    Competitor("ours: gated head, probability", ours("gated"), lambda _: 1, False),
    Competitor("ours: additive head, prototypes", ours(prototypes=True), lambda _: 1, False),
    Competitor("ours: MLP head, prototypes", ours("mlp", prototypes=True), lambda _: 1, False),
    Competitor("ours: gated head, prototypes", ours("gated", prototypes=True), lambda _: 1, False),
    Competitor("every coalition by a pass", lambda a: shapley_values(a.game(coalitions(a.players))), lambda m: 2**m),
    Competitor("shapiq ExactComputer", shapiq_exact, lambda m: 2**m),
    Competitor("shap Exact", shap_exact, lambda m: 2**m),
    Competitor("shap KernelExplainer", shap_kernel, lambda m: 2**m),
    Competitor("captum ShapleyValues", captum_exact, lambda m: factorial(m) * m),
    Competitor(f"captum sampling ({SAMPLED_PERMUTATIONS})", captum_sampling, lambda m: SAMPLED_PERMUTATIONS * m, False),
)


@dataclass
class Score:
    """What was measured of one competitor in one arena."""

    competitor: Competitor
    ratios: list[float]
    spent: float = 0.0  # seconds
    skipped: str | None = None  # why, if it was

    def __str__(self) -> str:
        if self.skipped is not None:
            return "–"
        ratio = median(self.ratios)
        return f"{ratio:.2f}" if ratio < 10 else f"{ratio:,.0f}"


def contest(arena: Arena, rounds: int) -> list[Score]:
    """Return the scores of all competitors in one arena."""
    unit = median(_seconds(arena.encode) for _ in range(9))
    reference = COMPETITORS[0].value(arena)
    scores = [_warmed_up(competitor, arena, unit, reference) for competitor in COMPETITORS]
    for _ in range(rounds):
        for score in scores:
            if score.skipped is None and (score.spent < BUDGET or not score.ratios):
                unit = _seconds(arena.encode)
                seconds = _seconds(lambda: score.competitor.value(arena))  # noqa: B023 - called at once
                score.ratios.append(seconds / unit)
                score.spent += seconds
    return scores


def _warmed_up(competitor: Competitor, arena: Arena, unit: float, reference: Values) -> Score:
    """Return an empty score after a first call, which compiles, fills caches, and is checked but does not count."""
    passes = competitor.passes(arena.players)
    if passes * unit > PATIENCE:
        return Score(competitor, [], skipped=f"{passes:,} passes of all encoders, about {passes * unit:,.0f} s a call")
    values = competitor.value(arena)
    if competitor.same_game:
        np.testing.assert_allclose(values, reference, atol=1e-6, err_msg=competitor.name)
    return Score(competitor, [])


def _seconds(call: Callable[[], object]) -> float:
    """Return the processor time of a call: what it waits for others on a busy machine does not count."""
    start = time.process_time()
    call()
    return time.process_time() - start


def _print(results: dict[tuple[str, int], list[Score]], console: Console) -> None:
    table = Table(title=f"Time in passes of all encoders, {SAMPLES} samples, {CLASSES} classes, one thread")
    table.add_column("")
    for size, players in results:
        table.add_column(f"{size}\nM = {players}", justify="right")
    for scores in zip(*results.values(), strict=True):
        table.add_row(scores[0].competitor.name, *map(str, scores))
    console.print(table)
    for (size, players), column in results.items():
        for score in column:
            if score.skipped is not None:
                console.print(f"– {score.competitor.name}, {size}, M = {players}: skipped, {score.skipped}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark from a command line."""
    parser = argparse.ArgumentParser(description="Cost of exact Shapley values, in passes of all encoders.")
    parser.add_argument("--rounds", type=int, default=31, help="rounds of all competitors (default: 31)")
    parser.add_argument("--quick", action="store_true", help="fifteen rounds, up to three modalities")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    rounds, most = (15, 3) if options.quick else (options.rounds, 8)
    torch.set_num_threads(1)
    results = {
        (size, players): contest(Arena(size, players), rounds)
        for size in ("tiny", "medium")
        for players in (2, 3, 6, 8)
        if players <= most
    }
    if options.json:
        rows = [
            {"size": size, "players": players, "competitor": score.competitor.name, "skipped": score.skipped}
            | {"ratio": median(score.ratios) if score.ratios else None, "rounds": len(score.ratios)}
            for (size, players), scores in results.items()
            for score in scores
        ]
        print(json.dumps(rows, indent=2))
    else:
        _print(results, Console())


if __name__ == "__main__":
    main()
