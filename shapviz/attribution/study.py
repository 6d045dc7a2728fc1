"""What methods of attribution make of a trained network: the record at the end of a run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from shapviz.attribution.agreement import agreement
from shapviz.attribution.checking import Checking
from shapviz.attribution.cost import estimate
from shapviz.attribution.explainer import Explainer
from shapviz.attribution.methods import attribute
from shapviz.attribution.network import NetworkGame
from shapviz.attribution.portions import chosen, joined, portions
from shapviz.attribution.retrained import Retrain
from shapviz.attribution.summaries import summary
from shapviz.errors import UsageError
from shapviz.runs import attributed
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.attribution import Attribution, Refused
from shapviz.runs.checked import Checked
from shapviz.runs.checks import Sanity
from shapviz.runs.methods import Effort
from shapviz.runs.records import AttributionRecord, Dial, Progress
from shapviz.runs.rounding import rounded
from shapviz.runs.spec import RunSpec

DIGITS: Final = 9  # of every number in the record: so that what rounding leaves over of 0 is 0


def study(
    spec: RunSpec,
    explainer: Explainer,
    retrain: Retrain,
    artifacts: ArtifactStore | None = None,
    run_id: str = "",
) -> Iterator[Progress | AttributionRecord]:
    """Yield how far it is, and then what every method that `spec` asks for gives to the modalities.

    Each method is tried first, so that progress goes by what is left to do. What it has found is kept as it comes, and
    so is what each check finds, so that after a stop or a kill the study goes on with the next. A method that is
    refused stands in the record with the reason, and the others go on.

    Args:
        spec: Its section `attribution` says what is asked.
        explainer: Of the trained network.
        retrain: How to train such a network on other data, for checks that need it.
        artifacts: Where the run keeps its checkpoints; None keeps nothing.
        run_id: The run.
    """
    desk = _Desk(spec, explainer, artifacts, run_id)
    yield from desk.prepare()
    for method in desk.costs:
        yield from desk.play(method)
    sanity: Sanity | None = None
    dials: tuple[Dial, ...] = ()
    if spec.attribution.checks != "none":
        checking = Checking(spec, explainer, tuple(desk.found), retrain, Checked(artifacts, run_id))
        dials = yield from checking.dials()
        sanity = yield from checking.sanity()
    yield desk.record(sanity, dials)


@dataclass
class _Desk:
    """Where a study is made, and what has come of it so far."""

    spec: RunSpec
    explainer: Explainer
    artifacts: ArtifactStore | None
    run_id: str
    found: dict[str, Attribution] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    costs: dict[str, float] = field(default_factory=dict)  # seconds by method, of those that are still to be asked
    spent: float = 0.0  # of the costs

    @cached_property
    def rows(self) -> tuple[int, ...]:
        return chosen(self.explainer.rows.tolist(), self.spec.attribution.samples, seed=self.spec.seed)

    @property
    def effort(self) -> Effort:
        return self.spec.attribution.effort(self.spec.seed)

    def prepare(self) -> Iterator[Progress]:
        """Take what is known already, and learn what the other methods cost, or why they are refused."""
        for method in self.spec.attribution.named:
            kept = attributed.read(self.artifacts, self.run_id, method) if self.artifacts else None
            if kept is not None:
                self.found[method] = kept
                continue
            yield self._progress(0, None)
            try:
                self.costs[method] = self._cost(method)
            except UsageError as error:
                self.refused.append(Refused(method=method, problem=error.problem, remedy=error.remedy))

    def play(self, method: str) -> Iterator[Progress]:
        """Ask a method about portion after portion of the samples, and keep what it has found."""
        parts = portions(self.rows)
        found = []
        for part in parts:
            total = sum(self.costs.values())
            yield self._progress(self.spent / total if total else 0, total - self.spent)
            found.append(attribute(self._game(part), method, self.effort))
            self.spent += self.costs[method] / len(parts)
        self.found[method] = joined(found)
        if self.artifacts:
            attributed.write(self.artifacts, self.run_id, self.found[method])

    def record(self, sanity: Sanity | None, dials: tuple[Dial, ...]) -> AttributionRecord:
        """Return what has been found, method by method, and what checks say of it."""
        asked, draws = self.spec.attribution, {"resamples": self.spec.valuation.resamples, "seed": self.spec.seed}
        found = [self.found[method] for method in asked.named if method in self.found]
        record = AttributionRecord(
            epoch=self.spec.training.epochs,
            question=asked.question,
            players=self.explainer.model.modalities,
            samples=len(self.rows),
            methods=tuple(summary(each, **draws) for each in found),
            refused=tuple(self.refused),
            agreement=agreement(found, **draws) if len(found) > 1 else None,
            sanity=sanity,
            dials=dials,
        )
        return AttributionRecord.model_validate(rounded(record.model_dump(), DIGITS))

    def _cost(self, method: str) -> float:
        parts = portions(self.rows)
        return len(parts) * estimate(self._game(parts[0]), method, self.effort)

    def _game(self, rows: Sequence[int]) -> NetworkGame:
        return self.explainer.game(self.spec.attribution.question, rows)

    def _progress(self, fraction: float, left: float | None) -> Progress:
        epoch = self.spec.training.epochs
        return Progress(epoch=epoch, fraction=min(1.0, fraction), doing="attributing", left=left and max(0.0, left))
