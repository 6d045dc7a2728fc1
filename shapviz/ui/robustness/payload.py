"""What the browser is sent to open the lab. All that the network says comes later, from the routes of the lab.

The payload travels as JSON text. Its keys::

    key       the runs on screen; others are another visit, which begins as `asked` says
    run       {id, name, token}
    beside    {id, name, token} of the run beside it, or null
    runs      [{id, title, told, search, like}] to open instead; `like`: with the same modalities
    company   ids of those that may stand beside
    players   [{name, kind, drawn, about, glyph, fill, text}]
    fitting   {kind: [{name, title, about, told: what each step of a slider means}]}
    stand_ins [{name, title}]
    asked     {absent, stand, corrupted: {player: {corruption, severity}}, focus, draw}
    last_draw the greatest that `draw` may be
    theme     light | dark
    base      what the addresses of the lab's routes begin with
    command   the command line that measures the run thoroughly
    how       {chart: text}: how to read it
"""

from collections.abc import Sequence
from typing import Final

from shapviz.runs.corruptions import FITTING, about
from shapviz.runs.info import RunInfo
from shapviz.runs.robustness import LAST_DRAW, StandIn
from shapviz.runs.severity import WORST, told
from shapviz.ui import assets
from shapviz.ui.labs.payload import Payload, named, offers, signs
from shapviz.ui.labs.runs import company, players
from shapviz.ui.robustness.state import STAND_INS, STEP, Choice

TITLES: Final[dict[StandIn, str]] = {
    "own": "As trained",
    "zero": "Zero",
    "mean": "Mean",
    "shuffled": "Shuffled",
    "prototypes": "Memory",
    "mapped": "Mapped",
}


def payload(run: RunInfo, beside: RunInfo | None, choice: Choice, there: Sequence[RunInfo], *, theme: str) -> Payload:
    """Return the payload of a run that the lab can open.

    Args:
        run: The run.
        beside: Another under the same conditions.
        choice: What the address says.
        there: All runs that can be opened.
        theme: light | dark.
    """
    known = players(run.spec)
    return {
        "key": f"{run.id} {beside.id if beside else ''}",
        "run": named(run),
        "beside": beside and named(beside),
        "runs": offers(run, there),
        "company": [other.id for other in company(run, there)],
        "players": signs(run.spec),
        "fitting": {kind: _fitting(kind) for kind in dict.fromkeys(modality.kind for modality in known)},
        "stand_ins": [{"name": name, "title": TITLES[name]} for name in STAND_INS],
        "asked": _asked(choice),
        "last_draw": LAST_DRAW,
        "theme": theme,
        "base": f"{assets.base()}/lab",
        "command": f"shapviz robustness {run.name}",
        "how": GUIDES,
    }


def _fitting(kind: str) -> list[Payload]:
    """Return the corruptions of a kind of modality, with what every step of a slider means."""
    steps = [place * STEP for place in range(round(WORST / STEP) + 1)]
    return [
        {
            "name": name,
            "title": about(kind, name).title,
            "about": about(kind, name).description,
            "told": [told(kind, name, severity) for severity in steps],
        }
        for name in FITTING[kind]
    ]


def _asked(choice: Choice) -> Payload:
    conditions = choice.conditions
    return {
        "absent": choice.absent,
        "stand": conditions.stand_in,
        "corrupted": {player: done.model_dump() for player, done in conditions.corrupted.items()},
        "focus": choice.focus,
        "draw": conditions.draw,
    }


GUIDES: Final = {
    "curves": (
        "Each line is the present coalition's accuracy on the test split while one modality is corrupted harder and "
        "harder and the others are clean. Open marks at the right: the same modality taken away instead. Bands are "
        "95 % intervals over samples. Severities of different corruptions are not the same unit: compare each with its "
        "own removal."
    ),
    "grid": (
        "Each row is a coalition, each column a severity of the modality in focus; the number is accuracy in percent. "
        "Rows without that modality do not change. Press a cell to see that coalition at that severity; arrow keys "
        "lead from cell to cell."
    ),
    "dumbbell": (
        "Shapley values φ of accuracy over all coalitions: open marks clean, filled marks as it is now. A modality "
        "that gains picks up the slack; one below zero misleads the network. Lines are 95 % intervals over samples."
    ),
}
