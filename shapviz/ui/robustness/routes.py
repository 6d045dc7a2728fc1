"""What the Robustness page asks, under addresses of its own: `/lab/KIND`.

The browser asks by itself, so that a slider costs no run of Streamlit's script. Nor does it cost a thread while the lab
computes; this process only draws, two views at a time, since more threads would keep everybody waiting.
"""

import asyncio
import base64
import json
from collections.abc import Mapping
from functools import partial
from time import perf_counter

from anyio import to_thread
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shapviz.data.modality import Modality
from shapviz.jobs.lab.questions import FactsOf, ReadingOf, SoundOf, StripOf, SweepOf
from shapviz.runs.info import RunInfo
from shapviz.runs.robustness import Conditions
from shapviz.ui import assets, resources
from shapviz.ui.labs.asking import answered, drawing, run_of, subject
from shapviz.ui.labs.endpoints import document, posted, queried
from shapviz.ui.labs.runs import players, twins
from shapviz.ui.robustness import viewing
from shapviz.ui.robustness.viewing import Told
from shapviz.ui.robustness.wishes import FactsWish, SoundWish, StripWish, SweepWish, ViewWish

KEPT = {"Cache-Control": "private, max-age=86400, immutable"}  # a sound never changes under its address


def address() -> str:
    """Return what the addresses of the lab begin with."""
    return f"{assets.base()}/lab/"


def routes() -> list[BaseRoute]:
    """Return the routes of the lab."""
    asked = {
        "facts": posted(FactsWish, _facts),
        "view": posted(ViewWish, _view),
        "sweep": posted(SweepWish, _sweep),
        "strip": posted(StripWish, _strip),
    }
    posts = [Route(f"{address()}{name}", endpoint, methods=["POST"]) for name, endpoint in asked.items()]
    return [*posts, Route(f"{address()}sound", queried(SoundWish, _sound))]


async def _facts(wish: FactsWish) -> Response:
    return document(await answered(FactsOf(subject=subject(await run_of(wish.run)))))


async def _strip(wish: StripWish) -> Response:
    about = subject(await run_of(wish.run))
    return document(await answered(StripOf(subject=about, conditions=_canonical(wish.conditions))))


async def _sweep(wish: SweepWish) -> Response:
    """Answer with nothing, once the sweep is known."""
    about = subject(await run_of(wish.run))
    asked = wish.model_dump(include={"modality", "corruption", "stand_in", "draw"})
    await answered(SweepOf(subject=about, **asked))
    return document("{}")


async def _sound(wish: SoundWish) -> Response:
    about = subject(await run_of(wish.run))
    question = SoundOf(subject=about, row=wish.row, modality=wish.modality, corrupted=wish.corrupted, draw=wish.draw)
    return Response(base64.b64decode(json.loads(await answered(question))), media_type="audio/wav", headers=KEPT)


async def _view(wish: ViewWish) -> Response:
    """Answer with views of the coalitions. Sweeps that nobody has measured yet are named, and not waited for."""
    runs = [await run_of(name) for name in (wish.run, wish.beside) if name is not None]
    modalities = _modalities(runs[0])
    wish.check(modalities)
    conditions = _canonical(wish.conditions)
    began = perf_counter()
    readings = await asyncio.gather(*(_reading(run, runs[0], conditions) for run in runs))
    told = [Told(run, reading, _sweeps(run, wish, modalities)) for run, reading in zip(runs, readings, strict=True)]
    read = perf_counter()
    text = await to_thread.run_sync(partial(viewing.answer, wish, told, modalities), limiter=drawing())
    return document(text, lab=read - began, draw=perf_counter() - read)


async def _reading(run: RunInfo, first: RunInfo, conditions: Conditions) -> str:
    """Return what a run does. A second one looks at the samples of the first, if those are its test samples too."""
    rows = json.loads(await answered(FactsOf(subject=subject(first))))["seen"] if twins(run, first) else ()
    return await answered(ReadingOf(subject=subject(run), conditions=conditions, rows=rows))


def _sweeps(run: RunInfo, wish: ViewWish, modalities: Mapping[str, Modality]) -> dict[str, str | None]:
    """Return what is known of the modalities' curves."""
    asked = partial(SweepOf, subject=subject(run), stand_in=wish.conditions.stand_in, draw=wish.conditions.draw)
    chosen = [(name, wish.corruptions[name]) for name in modalities if name in wish.corruptions]
    return {name: resources.lab().known(asked(modality=name, corruption=corruption)) for name, corruption in chosen}


def _modalities(run: RunInfo) -> dict[str, Modality]:
    return {modality.name: modality for modality in players(run.spec)}


def _canonical(conditions: Conditions) -> Conditions:
    """Return conditions that are equal for all who ask the same: without what does nothing, and in one order."""
    done = {name: done for name, done in sorted(conditions.corrupted.items()) if done.severity}
    return conditions.model_copy(update={"corrupted": done})
