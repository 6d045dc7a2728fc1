"""What the browser is sent to open the lab. All that the network says comes later, from the routes of the lab.

The payload travels as JSON text. Its keys::

    key       the run on screen; another is another visit, which begins as `asked` says
    run       {id, name, token, usual, epochs}; `usual`: the page shows it without being asked
    runs      [{id, title, told, search, like}] to open instead; `like`: with the same modalities
    players   [{name, kind, drawn, about, glyph, fill, text}]
    classes   their names
    asked     {epoch, row, question, calls, bars, scope, inside, others, filter}: see `Choice` and filters.js
    offered   {payoff, baseline, calls, target}: [{value, title, about}] to choose from
    units     {payoff: {name, short, factor, digits}}: how its numbers are written
    methods   {level: names of the methods in the table before it is unfolded}; null: all of them
    prompt    names of methods that answer at once, so that nobody need try first how long they take
    inside    [{name, title, library, about}]: methods that look inside modalities
    theme     light | dark
    base      what the addresses of the lab's routes begin with; `sounds`: those of its sounds
    command   the command line that attributes this run
    how       {chart: text}: how to read it
"""

from collections.abc import Sequence
from typing import Final

from shapviz.data import catalog
from shapviz.figures.attribution.unit import Unit
from shapviz.runs.attribution import BACKGROUND, Baseline, Payoff
from shapviz.runs.calls import calls
from shapviz.runs.info import RunInfo
from shapviz.runs.methods import METHODS, Effort
from shapviz.ui import assets
from shapviz.ui.attribution.guides import GUIDES
from shapviz.ui.attribution.state import BASELINES, CALLS, INSIDE, PAYOFFS, Choice
from shapviz.ui.labs.payload import Payload, named, offers, signs
from shapviz.ui.labs.runs import players

_PAYOFFS: Final[dict[Payoff, tuple[str, str]]] = {
    "probability": ("Probability", "of the class, in points"),
    "log_likelihood": (
        "Log-likelihood",
        "of the class, in nats; below log 0.001 it counts as that",
    ),
    "logit": ("Logit", "of the class, before the softmax: other classes do not enter"),
}
_BASELINES: Final[dict[Baseline, tuple[str, str]]] = {
    "own": ("As trained", "what the network was trained to take for an absent modality"),
    "zero": ("Zeros", "a contribution of zeros"),
    "mean": ("Mean", "the contribution of the training split's mean features"),
    "background": ("Background", f"the mean worth over {BACKGROUND} training samples in its place, as SHAP has it"),
}
_LEARN: Final = ("exact", "leave_one_out", "captum.integrated_gradients")
_EXPLORE: Final = (*_LEARN, "captum.shapley", "captum.kernel", "captum.input_x_gradient", "shap.kernel")
_TOGETHER: Final = (  # they take all samples in one go
    "sampled",
    "captum.shapley",
    "captum.ablation",
    "captum.integrated_gradients",
    "captum.deep_lift",
    "captum.input_x_gradient",
)
_FEW: Final = 300  # calls for each sample
_FIRST: Final = {"learn": _LEARN, "explore": _EXPLORE, "research": None}


def payload(run: RunInfo, choice: Choice, there: Sequence[RunInfo], *, theme: str, usual: bool) -> Payload:
    """Return the payload of a run that the lab can open.

    Args:
        run: The run.
        choice: What the address says.
        there: All runs that can be opened.
        theme: light | dark.
        usual: Whether the page shows the run without being asked.
    """
    return {
        "key": run.id,
        "run": {**named(run), "usual": usual, "epochs": run.epoch or 0},
        "runs": offers(run, there),
        "players": signs(run.spec),
        "classes": catalog.info(run.spec.dataset.name).classes,
        "asked": _asked(choice),
        "offered": {
            "payoff": [_option(name, *_PAYOFFS[name]) for name in PAYOFFS],
            "baseline": [_option(name, *_BASELINES[name]) for name in BASELINES],
            "calls": [_option(str(most), f"{most:,}", "of the network, for each sample") for most in CALLS],
        },
        "units": units(),
        "methods": _FIRST,
        "prompt": [name for name in _TOGETHER if calls(name, len(players(run.spec)), Effort()) <= _FEW],
        "inside": [_method(name) for name in INSIDE],
        "theme": theme,
        "base": f"{assets.base()}/attribution",
        "sounds": f"{assets.base()}/lab",
        "command": f"shapviz attribute {run.name}",
        "how": GUIDES,
    }


def units() -> Payload:
    """Return how the numbers of each payoff are written: {payoff: {name, short, factor, digits}}."""
    known = {payoff: Unit(payoff) for payoff in PAYOFFS}
    return {
        payoff: {"name": unit.name, "short": unit.short, "factor": unit.factor, "digits": unit.digits}
        for payoff, unit in known.items()
    }


def _asked(choice: Choice) -> Payload:
    narrow = {name: name in choice.filters for name in ("wrong", "disagreeing")}
    return {
        **choice.model_dump(mode="json", exclude={"run", "filters", "led", "only"}),
        "filter": {**narrow, "led": choice.led, "class": choice.only},
    }


def _option(value: str, title: str, about: str) -> Payload:
    return {"value": value, "title": title, "about": about}


def _method(name: str) -> Payload:
    method = METHODS[name]
    return {"name": name, "title": method.title, "library": method.library, "about": method.about}
