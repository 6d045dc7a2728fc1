"""What the browser is told of runs and modalities when it opens a lab."""

import json
from collections.abc import Sequence
from typing import Any, Final

from shapviz.figures.theme import styles
from shapviz.runs.info import Origin, RunInfo
from shapviz.runs.spec import RunSpec
from shapviz.ui.labs.runs import players
from shapviz.ui.labs.tokens import token
from shapviz.ui.orders import summary

Payload = dict[str, Any]
_MADE: Final[dict[Origin, tuple[str, ...]]] = {"recorded": ("recorded",), "reference": ("made to compare with",)}


def text(payload: Payload) -> str:
    """Return a payload as JSON."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def named(run: RunInfo) -> Payload:
    """Return what the browser needs to ask about a run: {id, name, token}."""
    return {"id": run.id, "name": run.name, "token": token(run.id)}


def signs(spec: RunSpec) -> list[Payload]:
    """Return the modalities of a run and how they look, in their order.

    Each is {name, kind, drawn, about, glyph, fill, text}; `drawn` is the kind as which people see it.
    """
    known = players(spec)
    looks = styles(modality.name for modality in known)
    return [
        {
            "name": modality.name,
            "kind": modality.kind,
            "drawn": modality.drawn,
            "about": modality.about,
            "glyph": looks[modality.name].glyph,
            "fill": looks[modality.name].colour,
            "text": looks[modality.name].on,
        }
        for modality in known
    ]


def offers(run: RunInfo, there: Sequence[RunInfo]) -> list[Payload]:
    """Return runs to open instead of this one: [{id, title, told, search, like}]; `like`: of the same modalities."""
    known = players(run.spec)
    return [_offer(other, like=players(other.spec) == known) for other in there]


def _offer(run: RunInfo, *, like: bool) -> Payload:
    dataset, strategy = summary(run.spec)
    title = f"{dataset}, {strategy.lower()}"
    epochs = "1 epoch" if run.epoch == 1 else f"{run.epoch} epochs"
    facts = [run.name, f"seed {run.spec.seed}", epochs, *_MADE.get(run.origin, ())]
    return {"id": run.id, "title": title, "told": " · ".join(facts), "search": f"{title} {run.name}", "like": like}
