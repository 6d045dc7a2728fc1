"""How questions about attributions are answered, piece by piece where it takes long. Loads torch."""

import json
from collections.abc import Callable, Generator
from contextlib import suppress
from typing import Final, get_args

from pydantic import TypeAdapter

from shapviz.attribution.agreement import agreement
from shapviz.attribution.axioms import known
from shapviz.attribution.budget import rising
from shapviz.attribution.cost import estimate
from shapviz.attribution.curves import curves
from shapviz.attribution.explainer import Explainer
from shapviz.attribution.gallery import gallery
from shapviz.attribution.game import Game
from shapviz.attribution.inside.looks import inside_game, look_inside
from shapviz.attribution.inside.looks import offered as offered_inside
from shapviz.attribution.inside.whole import TREE, look_through
from shapviz.attribution.methods import USUAL, attribute, offered
from shapviz.attribution.portions import PORTION, joined, portions
from shapviz.attribution.sanity import SEEDS, findings, some
from shapviz.errors import UsageError
from shapviz.jobs.lab.libraries import load
from shapviz.jobs.lab.questions import (
    AT_ONCE,
    AgreementOf,
    AttributedOf,
    AttributionFactsOf,
    AttributionQuestion,
    BudgetOf,
    CostOf,
    CurvesOf,
    ExhibitsOf,
    GalleryOf,
    HistoryOf,
    InsideOf,
    SanityOf,
    Subject,
    ThroughOf,
    WorthsOf,
)
from shapviz.jobs.lab.robustness import SHOWN
from shapviz.jobs.lab.service import Work
from shapviz.robustness.exhibits import exhibit
from shapviz.robustness.players import player
from shapviz.robustness.recent import Recent
from shapviz.runs import attributed, checkpoints
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.askable import AttributionFacts, Worths
from shapviz.runs.attribution import Attribution, Baseline, Question, Refused
from shapviz.runs.checks import Agreement, Budget, Curves, Sanity
from shapviz.runs.exhibits import Shown
from shapviz.runs.inside import Inside
from shapviz.runs.methods import Effort, method

KEPT: Final = 64  # attributions of all samples: three questions to all methods
RUNS: Final = 3  # of a method at each budget
THROUGH: Final = TypeAdapter(dict[str, Inside])
BASELINES: Final[tuple[Baseline, ...]] = get_args(Baseline)
AT_A_TIME: Final = {"captum.kernel": 2, "shap.gradient": 8, "shapiq.sampled": 8}
"""Samples that methods which go through them one by one are asked about, before somebody else has a turn."""
_epochs: TypeAdapter[dict[int, Attribution]] = TypeAdapter(dict[int, Attribution])
Pieces = Generator[None, None, Attribution | Refused]


class Lectern:
    """A trained network that explains what it says.

    What methods have found is kept, so that how far they agree costs no method a second time.

    Args:
        explainer: Of the network.
        subject: Which one it is.
        at: Gives the explainer of the same run after another of its epochs.
    """

    def __init__(self, explainer: Explainer, subject: Subject, at: Callable[[int], Explainer]) -> None:
        self._explainer = explainer
        self._subject = subject
        self._at = at
        self._found: Recent[tuple[str, Question, Effort], Attribution | Refused] = Recent(KEPT)

    def answer(self, question: AttributionQuestion) -> Work:
        """Make the answer. Long ones yield between pieces.

        Raises:
            UsageError: If the network has no such class, modality or sample, or the method is not offered.
        """
        match question:
            case AttributionFactsOf():
                return self._facts().model_dump_json()
            case GalleryOf():
                return gallery(self._explainer, question.question).model_dump_json()
            case WorthsOf():
                return self._worths(question.question).model_dump_json()
            case ExhibitsOf():
                return SHOWN.dump_json([self._shown(row) for row in question.rows]).decode()
            case InsideOf():
                return self._inside(question, question.row, question.modality).model_dump_json()
            case ThroughOf():
                return (yield from self._through(question))
            case AttributedOf():
                found = yield from self._attributed(question.method, question.question, question.effort)
                return found.model_dump_json()
            case HistoryOf():
                return (yield from self._history(question))
            case AgreementOf():
                return (yield from self._agreement(question)).model_dump_json()
            case SanityOf():
                return (yield from self._sanity(question)).model_dump_json()
            case BudgetOf():
                return (yield from self._budget(question)).model_dump_json()
            case CurvesOf():
                return (yield from self._curves(question)).model_dump_json()
            case CostOf():
                return json.dumps((yield from self._costs(question)))

    def _facts(self) -> AttributionFacts:
        explainer, subject = self._explainer, self._subject
        last = subject.epoch
        return AttributionFacts(
            dataset=explainer.dataset.name,
            players=tuple(map(player, explainer.dataset.modalities)),
            classes=explainer.dataset.classes,
            samples=len(explainer.rows),
            methods=offered(),
            inside={name: offered_inside(explainer, name) for name in explainer.dataset.names},
            baselines=BASELINES,
            epoch=last if subject.earlier is None else subject.earlier,
            epochs=checkpoints.viewable(ArtifactStore.open(), subject.run, last),
        )

    def _worths(self, question: Question) -> Worths:
        game = self._explainer.game(question)
        return Worths(question=question, players=game.players, rows=game.rows, worths=game.table().numpy())

    def _shown(self, row: int) -> Shown:
        self._explainer.places([row])  # or say that it is no test sample
        dataset = self._explainer.dataset
        values = {name: view[row] for name, view in dataset.views.items()}
        exhibits = {
            each.name: exhibit(each, values[each.name], values[each.name], written=dataset.as_written(each.name)[row])
            for each in dataset.modalities
        }
        return Shown(row=row, exhibits=exhibits)

    def _inside(self, asked: InsideOf | CurvesOf, row: int, modality: str) -> Inside:
        return look_inside(self._explainer, row, modality, asked.method, asked.question, asked.others, asked.effort)

    def _attributed(self, name: str, question: Question, effort: Effort) -> Pieces:
        """Return what a method gives to all samples, or why it gives nothing."""
        self._explainer.game(question)  # a question that cannot be asked is no fault of the method's
        key = (name, question, effort if method(name).draws else USUAL)
        if (kept := self._found.known(key)) is not None:
            return kept
        try:
            return self._found.keep(key, (yield from self._played(*key)))
        except UsageError as error:
            return self._found.keep(key, Refused(method=name, problem=error.problem, remedy=error.remedy))

    def _played(self, name: str, question: Question, effort: Effort) -> Pieces:
        if name in AT_ONCE:
            return self._explainer.attribute(name, question)
        yield from load(name)
        parts = []
        for rows in portions(self._explainer.rows.tolist(), AT_A_TIME.get(name, PORTION)):
            yield
            parts.append(attribute(self._explainer.game(question, rows), name, effort))
        return joined(parts)

    def _history(self, asked: HistoryOf) -> Work:
        found = {}
        for epoch in asked.epochs:
            yield
            explainer = self._explainer if epoch == self._subject.epoch else self._at(epoch)
            found[epoch] = explainer.attribute("exact", asked.question)
        return _epochs.dump_json(found).decode()

    def _sanity(self, asked: SanityOf) -> Generator[None, None, Sanity]:
        looked, found = some(self._explainer), []
        for finding in findings(self._explainer, asked.question, asked.methods, looked, effort=asked.effort):
            yield
            if finding is not None:
                found.append(finding)
        return Sanity(question=asked.question, rows=looked, seeds=SEEDS, findings=tuple(found))

    def _budget(self, asked: BudgetOf) -> Generator[None, None, Budget]:
        game = self._explainer.game(asked.question, [asked.row])
        yield from load(asked.method)
        found = []
        for piece in rising(game, asked.method, runs=RUNS, seed=asked.seed):
            yield
            found.append(piece)
        return found[-1]

    def _curves(self, asked: CurvesOf) -> Generator[None, None, Curves]:
        """Return curves of modalities, or of the elements of one."""
        explainer, rows = self._explainer, None if asked.row is None else [asked.row]
        yield from load(asked.method)
        if asked.modality is None:
            game: Game = known(explainer.game(asked.question, rows))
            return curves(game, explainer.attribute(asked.method, asked.question, rows, asked.effort))
        if asked.row is None:
            raise UsageError("Elements come and go in one sample.", remedy="Say in which row.")
        fine = method(asked.method).needs != "coalitions"
        game = inside_game(explainer, asked.row, asked.modality, asked.question, asked.others, fine=fine)
        return curves(game, self._inside(asked, asked.row, asked.modality))

    def _through(self, asked: ThroughOf) -> Generator[None, None, str]:
        yield from load(TREE)
        return THROUGH.dump_json(look_through(self._explainer, asked.row, asked.question, asked.effort)).decode()

    def _costs(self, asked: CostOf) -> Generator[None, None, dict[str, float]]:
        """Return what methods cost; a method that is refused costs nothing, and says so when it is asked."""
        game = self._explainer.game(asked.question)
        costs = {}
        for name, refused in offered().items():
            yield from load(name)
            yield
            with suppress(UsageError):
                if refused is None:
                    costs[name] = estimate(game, name, asked.effort)
        return costs

    def _agreement(self, asked: AgreementOf) -> Generator[None, None, Agreement]:
        """Return how far methods agree about the samples that all of them were asked about."""
        found = []
        for name in asked.methods:
            each = yield from self._heard(name, asked)
            if isinstance(each, Attribution):
                found.append(each)
        yield
        common = set(self._explainer.rows.tolist()).intersection(*(each.rows for each in found))
        if not common:
            raise UsageError(
                "What was recorded of these methods is about no sample of the test split in common.",
                remedy="Delete the recorded jobs that are about other samples, and ask once more.",
            )
        return agreement([each.at(common) for each in found], seed=self._subject.spec.seed)

    def _heard(self, name: str, asked: AgreementOf) -> Pieces:
        """Return what a method says, or has said in a job."""
        run = asked.stored.get(name)
        stored = None if run is None else attributed.read(ArtifactStore.open(), run, name)
        return stored or (yield from self._attributed(name, asked.question, asked.effort))
