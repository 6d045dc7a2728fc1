"""Everything that the Attribution page says and draws of one question, from what is known."""

from __future__ import annotations

from typing import Final

from shapviz.figures.attribution.agreement import agreements
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.budget import budget_chart
from shapviz.figures.attribution.coalitions import coalitions
from shapviz.figures.attribution.falls import falls
from shapviz.figures.attribution.finding import finding, subtitle
from shapviz.figures.attribution.history import history
from shapviz.figures.attribution.methods import methods
from shapviz.figures.attribution.orders import curves_chart
from shapviz.figures.attribution.parts import Scope, View
from shapviz.figures.attribution.sample import disagreements, sample
from shapviz.figures.attribution.sanity import sanity
from shapviz.figures.attribution.scene import Scene
from shapviz.figures.attribution.space import space
from shapviz.figures.attribution.spreadsheet import spreadsheet
from shapviz.figures.attribution.trust import trust
from shapviz.figures.theme import Theme

_SCOPES: Final[tuple[Scope, Scope]] = ("all", "sample")


def view(scene: Scene, theme: Theme, *, compact: bool = False) -> View:
    """Return everything that the page shows.

    Args:
        scene: What is known: some methods' attributions, or none yet.
        theme: Colours of the background it will stand on.
        compact: For figures narrower than 480 px.
    """
    answers = Answers(scene)
    agreement, known = agreements(answers, compact=compact), coalitions(answers)
    return {
        "finding": finding(answers),
        "subtitle": subtitle(answers),
        "note": _note(answers),
        "methods": methods(answers, compact=compact),
        "agreement": agreement,
        "waterfall": {scope: falls(answers, scope, theme, compact=compact) for scope in _SCOPES},
        "coalitions": known,
        "space": space(answers, theme, compact=compact),
        "budget": budget_chart(scene.budget, answers.row, theme, compact=compact) if scene.budget else None,
        "curves": curves_chart(scene.curves, theme, compact=compact) if scene.curves else None,
        "sanity": sanity(answers),
        "history": history(answers, theme, compact=compact),
        "trust": trust(answers),
        "sample": sample(answers),
        "disagreements": disagreements(answers),
        "csv": spreadsheet(answers, known, agreement),
    }


def _note(answers: Answers) -> str:
    """Return what to know besides the finding."""
    fewer = [answer.name for answer in answers.known.values() if answer.samples < answers.samples]
    return f"On fewer samples than the others: {', '.join(fewer)}." if fewer else ""
