"""What every coalition is worth, the worthiest first."""

from __future__ import annotations

import numpy as np

from shapviz.figures.attribution.answer import Answer, interval, intervals
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.finding import target
from shapviz.figures.attribution.parts import Coalition, Coalitions, Scope
from shapviz.figures.charts import Table
from shapviz.figures.numbers import UNSURE
from shapviz.figures.sentences import strong
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval

MOST_ROWS = 16  # beyond, the worthiest and the least worthy stand for the rest
TOP, BOTTOM = 6, 4


def coalitions(answers: Answers) -> Coalitions | None:
    """Return the table of coalitions; None while their worths are not known."""
    exact = answers.exact
    if answers.scene.worths is None or exact is None or not exact.samples:
        return None
    worths = intervals(answers.scene.worths)
    ranked = sorted(range(len(worths)), key=lambda mask: (-worths[mask].estimate, -mask.bit_count(), mask))
    rows = _rows(answers, exact, worths, ranked)
    subtitle = (
        f"{answers.unit.about} of {target(answers)}, {answers.unit.name} · mean over {exact.samples} "
        f"sample{'s' * (exact.samples != 1)} · 95 % intervals"
    )
    return {
        "title": _title(answers, worths, ranked),
        "subtitle": subtitle,
        "rows": rows,
        "folded": sum(row["folded"] for row in rows),
        "alt": f"{subtitle}: " + "; ".join(f"{r['label']} {r['worth']['all']}" for r in rows if not r["folded"]) + ".",
        "table": _table(answers, worths, ranked, subtitle),
    }


def _rows(answers: Answers, exact: Answer, worths: list[Interval], ranked: list[int]) -> list[Coalition]:
    assert answers.scene.worths is not None
    seen = {"all": np.array([worth.estimate for worth in worths])}
    place = exact.place(answers.row)
    if place is not None:
        seen["sample"] = answers.scene.worths[place]
    unit, many = answers.unit, len(ranked) > MOST_ROWS
    scopes: list[Scope] = ["all", "sample"] if place is not None else ["all"]
    spans = {scope: (float(seen[scope].min()), max(float(np.ptp(seen[scope])), 1e-9)) for scope in scopes}
    return [
        {
            "mask": mask,
            "label": answers.coalition(mask),
            "members": [bool(mask >> bit & 1) for bit in range(len(answers.players))],
            "worth": {scope: unit.text(float(seen[scope][mask])) for scope in scopes},
            "interval": unit.bracketed(worths[mask]) if exact.samples > 1 else "",
            "width": {scope: round((float(seen[scope][mask]) - low) / span, 4) for scope, (low, span) in spans.items()},
            "folded": many and TOP <= rank < len(ranked) - BOTTOM and mask not in (0, len(ranked) - 1),
        }
        for rank, mask in enumerate(ranked)
    ]


def _title(answers: Answers, worths: list[Interval], ranked: list[int]) -> Sentence:
    """Return whether everybody together is worth most; the best of many may be so by luck, and is then not named."""
    unit, everybody, best = answers.unit, len(worths) - 1, ranked[0]
    assert answers.scene.worths is not None
    reached = strong(unit.text(worths[everybody].estimate))
    rivals = ranked[1:] if best == everybody else [best]
    gaps = [interval(answers.scene.worths[:, everybody] - answers.scene.worths[:, rival]) for rival in rivals[:1]]
    if len(answers.scene.worths) < 2 or not gaps or gaps[0].inconclusive:
        return ["Which coalition is worth most is ", UNSURE, "; everybody: ", reached]
    if best == everybody:
        return ["Everybody together is worth most: ", reached]
    name, most = answers.coalition(best), unit.text(worths[best].estimate)
    return [f"{name if best else name.capitalize()} is worth more than everybody: {most} against ", reached]


def _table(answers: Answers, worths: list[Interval], ranked: list[int], caption: str) -> Table:
    unit = answers.unit
    return {
        "caption": caption,
        "columns": ["coalition", unit.name, "low", "high"],
        "rows": [[answers.coalition(mask), *unit.table(worths[mask])] for mask in ranked],
    }
