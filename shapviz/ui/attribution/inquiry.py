"""One network and one question about it: what its lab is asked, and what of it is known already."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from starlette.concurrency import run_in_threadpool

from shapviz.data import catalog
from shapviz.jobs.lab.questions import (
    AgreementOf,
    AttributedOf,
    BudgetOf,
    CostOf,
    CurvesOf,
    HistoryOf,
    InsideOf,
    SanityOf,
    Subject,
    ThroughOf,
)
from shapviz.runs import checkpoints
from shapviz.runs.attribution import Attribution, Question
from shapviz.runs.info import RunInfo
from shapviz.runs.inside import Others
from shapviz.runs.methods import METHODS, Effort
from shapviz.ui import resources
from shapviz.ui.attribution import known, viewing
from shapviz.ui.attribution.wishes import EffortWish, EpochWish, InsideWish
from shapviz.ui.labs.asking import run_of, subject_at
from shapviz.ui.labs.runs import players

Stored = Mapping[str, tuple[str, Attribution]]  # by method: whose artifact it is, and what it says


async def about(wish: EpochWish) -> tuple[RunInfo, Subject]:
    """Return the run that a wish is about, and its network after the epoch that is asked for.

    Raises:
        UsageError: If the wish does not fit the run, naming every problem at once; errors else as in `labs.asking`.
    """
    run = await run_of(wish.run)
    wish.check({each.name: each for each in players(run.spec)}, catalog.info(run.spec.dataset.name).classes)
    return run, await subject_at(run, wish.epoch)


@dataclass(frozen=True)
class Inquiry:
    """One question about a network, which methods that draw may spend so much on."""

    run: RunInfo
    subject: Subject
    question: Question
    calls: int

    @classmethod
    async def of(cls, wish: EffortWish) -> Self:
        """Return what a wish asks; errors as in `about`."""
        return cls(*await about(wish), wish.question, wish.calls)

    @property
    def epoch(self) -> int:
        """After which the network is looked at."""
        return self.subject.epoch if self.subject.earlier is None else self.subject.earlier

    @property
    def effort(self) -> Effort:
        """What methods that draw may spend. They draw the same as in a job."""
        return Effort(calls=self.calls, seed=self.run.spec.seed)

    def attributed(self, method: str) -> AttributedOf:
        """Return the question what a method gives to the modalities."""
        return AttributedOf(subject=self.subject, question=self.question, method=method, effort=self._effort(method))

    def inside(self, wish: InsideWish) -> InsideOf:
        """Return the question what a method gives to the elements of a modality."""
        asked = wish.model_dump(include={"row", "modality", "method", "others"})
        return InsideOf(subject=self.subject, question=self.question, effort=self._effort(wish.method), **asked)

    def through(self, row: int) -> ThroughOf:
        """Return the question what one tree over all modalities gives to the elements of each."""
        return ThroughOf(subject=self.subject, question=self.question, row=row, effort=self.effort)

    async def history(self) -> HistoryOf:
        """Return the question how the values moved, from one epoch whose weights are kept to the next."""
        run = self.run
        epochs = await run_in_threadpool(checkpoints.viewable, resources.artifacts(), run.id, run.epoch)
        newest = self.subject.model_copy(update={"earlier": None})
        return HistoryOf(subject=newest, question=self.question, epochs=epochs)

    @property
    def sanity(self) -> SanityOf:
        """The question what the checks say that train nothing."""
        return SanityOf(subject=self.subject, question=self.question)

    def budget(self, method: str, row: int) -> BudgetOf:
        """Return the question what more calls buy from a method."""
        seed = self.run.spec.seed
        return BudgetOf(subject=self.subject, question=self.question, row=row, method=method, seed=seed)

    def curves(
        self, method: str, row: int | None, modality: str | None = None, others: Others = "averaged"
    ) -> CurvesOf:
        """Return the question what becomes of the number in a method's order."""
        about = {"subject": self.subject, "question": self.question, "effort": self._effort(method)}
        return CurvesOf(method=method, row=row, modality=modality, others=others, **about)

    @property
    def costs(self) -> CostOf:
        """The question what methods cost."""
        return CostOf(subject=self.subject, question=self.question, effort=self.effort)

    def found(self, methods: Collection[str]) -> dict[str, str]:
        """Return what the lab has answered of some methods, as far as it is known, in the order of `METHODS`."""
        answers = {method: resources.lab().known(self.attributed(method)) for method in METHODS if method in methods}
        return {method: text for method, text in answers.items() if text is not None}

    async def stored(self, methods: Collection[str]) -> Stored:
        """Return what jobs have found of some methods. They look at a run as it stands."""
        if self.subject.earlier is not None:
            return {}
        there = await run_in_threadpool(known.stored, self.run, self.question)
        return {method: each for method, each in there.items() if method in methods}

    def agreement(self, found: Mapping[str, str], stored: Stored) -> AgreementOf | None:
        """Return the question how far methods agree of which something is known; None if they are fewer than two."""
        ours = [method for method, text in found.items() if isinstance(viewing.outcome(text), Attribution)]
        theirs = {method: run for method, (run, _) in stored.items() if method not in ours}
        methods = tuple(method for method in METHODS if method in ours or method in theirs)
        if len(methods) < 2:
            return None
        return AgreementOf(
            subject=self.subject, question=self.question, methods=methods, effort=self.effort, stored=theirs
        )

    def _effort(self, method: str) -> Effort:
        return self.effort if METHODS[method].draws else Effort()
