"""What the Robustness page asks, under addresses of its own: `/lab/KIND`.

The browser asks by itself, so that a slider costs no run of Streamlit's script. Nor does it cost a thread while the lab
computes; this process only draws, two views at a time, since more threads would keep everybody waiting.
"""

import asyncio
import base64
import json
from collections.abc import Mapping
from functools import cache, partial
from time import perf_counter

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shapviz.data.modality import Modality
from shapviz.errors import ShapvizError, UsageError
from shapviz.jobs.lab.client import PATIENCE
from shapviz.jobs.lab.lines import FactsOf, Question, ReadingOf, SoundOf, StripOf, Subject, SweepOf
from shapviz.runs.info import RunInfo
from shapviz.runs.robustness import Conditions
from shapviz.ui import assets, resources
from shapviz.ui.labs.runs import ENDED, players, twins
from shapviz.ui.robustness import viewing
from shapviz.ui.robustness.endpoints import DeletedError, document, posted, queried
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
    return document(await _answer(FactsOf(subject=_subject(await _run(wish.run)))))


async def _strip(wish: StripWish) -> Response:
    subject = _subject(await _run(wish.run))
    return document(await _answer(StripOf(subject=subject, conditions=_canonical(wish.conditions))))


async def _sweep(wish: SweepWish) -> Response:
    """Answer with nothing, once the sweep is known."""
    subject = _subject(await _run(wish.run))
    asked = wish.model_dump(include={"modality", "corruption", "stand_in", "draw"})
    await _answer(SweepOf(subject=subject, **asked))
    return document("{}")


async def _sound(wish: SoundWish) -> Response:
    subject = _subject(await _run(wish.run))
    question = SoundOf(subject=subject, row=wish.row, modality=wish.modality, corrupted=wish.corrupted, draw=wish.draw)
    return Response(base64.b64decode(json.loads(await _answer(question))), media_type="audio/wav", headers=KEPT)


async def _view(wish: ViewWish) -> Response:
    """Answer with views of the coalitions. Sweeps that nobody has measured yet are named, and not waited for."""
    runs = [await _run(name) for name in (wish.run, wish.beside) if name is not None]
    modalities = _modalities(runs[0])
    wish.check(modalities)
    conditions = _canonical(wish.conditions)
    began = perf_counter()
    readings = await asyncio.gather(*(_reading(run, runs[0], conditions) for run in runs))
    told = [Told(run, reading, _sweeps(run, wish, modalities)) for run, reading in zip(runs, readings, strict=True)]
    read = perf_counter()
    text = await to_thread.run_sync(partial(viewing.answer, wish, told, modalities), limiter=_drawing())
    return document(text, lab=read - began, draw=perf_counter() - read)


async def _reading(run: RunInfo, first: RunInfo, conditions: Conditions) -> str:
    """Return what a run does. A second one looks at the samples of the first, if those are its test samples too."""
    rows = json.loads(await _answer(FactsOf(subject=_subject(first))))["seen"] if twins(run, first) else ()
    return await _answer(ReadingOf(subject=_subject(run), conditions=conditions, rows=rows))


def _sweeps(run: RunInfo, wish: ViewWish, modalities: Mapping[str, Modality]) -> dict[str, str | None]:
    """Return what is known of the modalities' curves."""
    asked = partial(SweepOf, subject=_subject(run), stand_in=wish.conditions.stand_in, draw=wish.conditions.draw)
    chosen = [(name, wish.corruptions[name]) for name in modalities if name in wish.corruptions]
    return {name: resources.lab().known(asked(modality=name, corruption=corruption)) for name, corruption in chosen}


async def _run(name: str) -> RunInfo:
    """Return a run whose network the lab can open.

    Raises:
        UnknownNameError: If there is no such run.
        DeletedError: If it was deleted.
        UsageError: If it has not ended.
    """
    run = await run_in_threadpool(resources.store().get, name)
    if run.deleted_at is not None:
        raise DeletedError(f"{run.name} was deleted.", remedy="Open another run.")
    if run.status not in ENDED:
        raise UsageError(f"{run.name} is {run.status}.", remedy="The lab opens networks that have been trained.")
    return run


def _subject(run: RunInfo) -> Subject:
    return Subject(run=run.id, epoch=run.epoch or 0, spec=run.spec)


def _modalities(run: RunInfo) -> dict[str, Modality]:
    return {modality.name: modality for modality in players(run.spec)}


def _canonical(conditions: Conditions) -> Conditions:
    """Return conditions that are equal for all who ask the same: without what does nothing, and in one order."""
    done = {name: done for name, done in sorted(conditions.corrupted.items()) if done.severity}
    return conditions.model_copy(update={"corrupted": done})


async def _answer(question: Question) -> str:
    """Return what the lab says.

    Raises:
        ShapvizError: If it cannot, or not in time.
    """
    answer = asyncio.wrap_future(resources.lab().ask(question))
    await asyncio.wait([answer], timeout=PATIENCE)  # which leaves it alone in the end: others may wait for it, too
    if not answer.done():
        raise ShapvizError(
            f"The lab has not answered for {PATIENCE:.0f} s.",
            remedy="Others may have asked much of it, or training keeps the machine busy. Try again in a while.",
        )
    return answer.result()


@cache
def _drawing() -> CapacityLimiter:
    return CapacityLimiter(2)
