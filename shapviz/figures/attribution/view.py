"""Everything that the Attribution page says and draws of one question, from what is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from shapviz.figures.attribution.agreement import agreements
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.budget import budget_chart
from shapviz.figures.attribution.coalitions import coalitions
from shapviz.figures.attribution.falls import falls
from shapviz.figures.attribution.finding import finding, subtitle
from shapviz.figures.attribution.history import history
from shapviz.figures.attribution.methods import methods
from shapviz.figures.attribution.orders import curves_chart
from shapviz.figures.attribution.parts import Common, Falls, View
from shapviz.figures.attribution.sample import disagreements, sample
from shapviz.figures.attribution.sanity import sanity
from shapviz.figures.attribution.scene import Scene
from shapviz.figures.attribution.space import space
from shapviz.figures.attribution.spreadsheet import spreadsheet
from shapviz.figures.attribution.trust import trust
from shapviz.figures.theme import Theme
from shapviz.runs.checks import Budget, Curves


def view(scene: Scene, theme: Theme, *, compact: bool = False) -> View:
    """Return everything that the page shows.

    Args:
        scene: What is known: some methods' attributions, or none yet.
        theme: Colours of the background it will stand on.
        compact: For figures narrower than 480 px.
    """
    return Views(scene, theme, compact).of(scene.row, scene.budget, scene.curves)


@dataclass(frozen=True)
class Views:
    """Views of one question, with one sample after another: what they have in common is computed once."""

    scene: Scene  # whose sample, budget and curves are of no consequence
    theme: Theme
    compact: bool

    def of(self, row: int | None, budget: Budget | None, curves: Curves | None) -> View:
        """Return the view with a sample in view, and what is known of it alone."""
        theme, compact = self.theme, self.compact
        answers = Answers(replace(self.scene, row=row, budget=budget, curves=curves), self._answers.known)
        return {
            **self._common,
            "methods": methods(answers, compact=compact),
            "waterfall": {"all": self._falls, "sample": falls(answers, "sample", theme, compact=compact)},
            "coalitions": coalitions(answers),
            "space": space(answers, theme, compact=compact),
            "budget": budget_chart(budget, answers.row, theme, compact=compact) if budget else None,
            "curves": curves_chart(curves, theme, compact=compact) if curves else None,
            "sample": sample(answers),
        }

    @cached_property
    def _answers(self) -> Answers:
        return Answers.of(self.scene)

    @cached_property
    def _falls(self) -> Falls:
        return falls(self._answers, "all", self.theme, compact=self.compact)

    @cached_property
    def _common(self) -> Common:
        answers = self._answers
        agreement = agreements(answers, compact=self.compact)
        return {
            "finding": finding(answers),
            "subtitle": subtitle(answers),
            "note": _note(answers),
            "agreement": agreement,
            "sanity": sanity(answers),
            "history": history(answers, self.theme, compact=self.compact),
            "trust": trust(answers),
            "disagreements": disagreements(answers),
            "csv": spreadsheet(answers, coalitions(answers), agreement),
        }


def _note(answers: Answers) -> str:
    """Return what to know besides the finding."""
    fewer = [answer.name for answer in answers.known.values() if answer.samples < answers.samples]
    return f"On fewer samples than the others: {', '.join(fewer)}." if fewer else ""
