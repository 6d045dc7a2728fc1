"""The checks of a study: what methods are put to after they have been asked."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from pydantic import TypeAdapter

from shapviz.attribution.budget import rising
from shapviz.attribution.explainer import Explainer
from shapviz.attribution.retrained import ANEW, Asked, Retrain
from shapviz.attribution.sanity import SEEDS, findings, some
from shapviz.runs.checked import Checked
from shapviz.runs.checks import Budget, Finding, Sanity
from shapviz.runs.methods import METHODS
from shapviz.runs.records import Dial, Progress, Spending
from shapviz.runs.spec import RunSpec

RUNS: Final = 3
SIZES: Final = (32, 128, 512)  # calls for each sample: doubling accuracy takes four times as many
FEW: Final = 8  # samples on which budgets are tried
SAMPLES: Final = 32  # that are looked at, evenly in the test split: some hundred networks are asked about each

Found = TypeVar("Found")
Findings = tuple[Finding, ...]
_DIAL: Final = TypeAdapter(Dial)
_FINDINGS: Final[TypeAdapter[Findings]] = TypeAdapter(Findings)


@dataclass(frozen=True)
class Checking:
    """Checks of some methods on one network, part by part. What a part has found is kept, and not found again.

    Args:
        spec: Its section `attribution` says what is asked, and how far to check.
        explainer: Of the network.
        methods: Those that have not refused.
        retrain: How to train such a network on other data, for checks that need it.
        checked: What has been found before a stop or a kill.
    """

    spec: RunSpec
    explainer: Explainer
    methods: Sequence[str]
    retrain: Retrain
    checked: Checked

    def dials(self) -> Generator[Progress, None, tuple[Dial, ...]]:
        """Return what more calls buy from each method that draws and aims at Shapley values."""
        found = []
        for part, name in enumerate(self._drawing):
            found.append((yield from self._once(f"budget-{name}", _DIAL, self._dial(name, part))))
        return tuple(found)

    def sanity(self) -> Generator[Progress, None, Sanity]:
        """Return what the checks say of every method: first what takes no training, method by method."""
        question, effort = self.spec.attribution.question, self.spec.attribution.effort(self.spec.seed)
        asked = Asked(self.explainer, question, self.methods, self._rows, effort, self.retrain)
        told: dict[str, Iterable[Finding | float | None]] = {
            f"quick-{name}": findings(self.explainer, question, [name], self._rows, effort=effort)
            for name in self.methods
        }
        told |= {check: made(asked) for check, made in ANEW.items() if self._anew}
        found: Findings = ()
        for part, (name, each) in enumerate(told.items(), start=len(self._drawing)):
            found += yield from self._once(name, _FINDINGS, self._collected(each, part))
        return Sanity(question=question, rows=self._rows, seeds=SEEDS, findings=found)

    @property
    def _anew(self) -> bool:
        return self.spec.attribution.checks == "retraining"

    @property
    def _drawing(self) -> list[str]:
        return [name for name in self.methods if METHODS[name].draws and METHODS[name].aims == "shapley"]

    @cached_property
    def _rows(self) -> tuple[int, ...]:
        return some(self.explainer, count=SAMPLES)

    def _once(
        self, name: str, kind: TypeAdapter[Found], found: Generator[Progress, None, Found]
    ) -> Generator[Progress, None, Found]:
        """Return what a part of the checks has found already, or else finds."""
        kept = self.checked.read(name, kind)
        if kept is None:
            kept = yield from found
            self.checked.keep(name, kind, kept)
        return kept

    def _dial(self, name: str, part: int) -> Generator[Progress, None, Dial]:
        yield self._progress(part)
        game = self.explainer.game(self.spec.attribution.question, some(self.explainer, count=FEW))
        found = []
        for each in rising(game, name, SIZES, runs=RUNS, seed=self.spec.seed):
            found.append(each)
            yield self._progress(part + len(found) / len(SIZES))
        return _dial(found[-1])

    def _collected(self, told: Iterable[Finding | float | None], part: int) -> Generator[Progress, None, Findings]:
        """Return the findings among what is told; numbers say how much of the part is done, as far as that is known."""
        yield self._progress(part)
        found = []
        for each in told:
            if isinstance(each, Finding):
                found.append(each)
            else:
                yield self._progress(part + (each or 0))
        return tuple(found)

    def _progress(self, done: float) -> Progress:
        """Return how far all checks are. Each part counts as much as the next."""
        parts = len(self._drawing) + len(self.methods) + len(ANEW) * self._anew
        return Progress(epoch=self.spec.training.epochs, fraction=done / parts, doing="checking")


def _dial(found: Budget) -> Dial:
    """Return a budget without what it found for single samples."""
    return Dial(
        method=found.method,
        samples=len(found.rows),
        enumerated=found.enumerated,
        spent=tuple(Spending(**each.model_dump(include=set(Spending.model_fields))) for each in found.spent),
    )
