"""What the Attribution page asks, under addresses of its own: `/attribution/KIND`.

As on Robustness the browser asks by itself. What takes long is asked for on its own, and answers with nothing once it
is known; a view is drawn from whatever is known, and names what it would be more complete with.
"""

import asyncio
from collections.abc import Iterable
from functools import partial
from time import perf_counter

from anyio import to_thread
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shapviz.errors import UsageError
from shapviz.figures.attribution.scene import OFFERED
from shapviz.jobs.lab.lines import AT_ONCE, AttributionFactsOf, ExhibitsOf, GalleryOf, Question, WorthsOf
from shapviz.ui import assets, resources
from shapviz.ui.attribution import known, viewing
from shapviz.ui.attribution.inquiry import Inquiry, about
from shapviz.ui.attribution.viewing import Told
from shapviz.ui.attribution.wishes import (
    BudgetWish,
    CurvesWish,
    ExhibitsWish,
    FactsWish,
    GalleryWish,
    InsideWish,
    MethodsWish,
    MethodWish,
    OverallWish,
    ViewWish,
)
from shapviz.ui.labs.asking import answered, drawing
from shapviz.ui.labs.endpoints import document, posted
from shapviz.ui.labs.runs import players


def address() -> str:
    """Return what the addresses of the lab begin with."""
    return f"{assets.base()}/attribution/"


def routes() -> list[BaseRoute]:
    """Return the routes of the lab."""
    asked = {
        "facts": posted(FactsWish, _facts),
        "gallery": posted(GalleryWish, _gallery),
        "exhibits": posted(ExhibitsWish, _exhibits),
        "inside": posted(InsideWish, _inside),
        "method": posted(MethodWish, _method),
        "history": posted(OverallWish, _history),
        "sanity": posted(OverallWish, _sanity),
        "budget": posted(BudgetWish, _budget),
        "curves": posted(CurvesWish, _curves),
        "cost": posted(OverallWish, _cost),
        "agreement": posted(MethodsWish, _agreement),
        "view": posted(ViewWish, _view),
    }
    return [Route(f"{address()}{name}", endpoint, methods=["POST"]) for name, endpoint in asked.items()]


async def _facts(wish: FactsWish) -> Response:
    _, subject = await about(wish)
    return document(await answered(AttributionFactsOf(subject=subject)))


async def _gallery(wish: GalleryWish) -> Response:
    _, subject = await about(wish)
    return document(await answered(GalleryOf(subject=subject, question=wish.question)))


async def _exhibits(wish: ExhibitsWish) -> Response:
    _, subject = await about(wish)
    return document(await answered(ExhibitsOf(subject=subject, rows=wish.rows)))


async def _inside(wish: InsideWish) -> Response:
    return document(await answered((await Inquiry.of(wish)).inside(wish)))


async def _method(wish: MethodWish) -> Response:
    return await _known((await Inquiry.of(wish)).attributed(wish.method))


async def _history(wish: OverallWish) -> Response:
    return await _known(await (await Inquiry.of(wish)).history())


async def _sanity(wish: OverallWish) -> Response:
    return await _known((await Inquiry.of(wish)).sanity)


async def _budget(wish: BudgetWish) -> Response:
    return await _known((await Inquiry.of(wish)).budget(wish.method, wish.row))


async def _curves(wish: CurvesWish) -> Response:
    return document(await answered((await Inquiry.of(wish)).curves(wish.method, wish.row, wish.modality)))


async def _cost(wish: OverallWish) -> Response:
    return document(await answered((await Inquiry.of(wish)).costs))


async def _agreement(wish: MethodsWish) -> Response:
    inquiry = await Inquiry.of(wish)
    asked = inquiry.agreement(inquiry.found(wish.methods), await inquiry.stored(wish.methods))
    if asked is None:
        raise UsageError("Fewer than two of these methods are known yet.", remedy="Ask the methods first.")
    return await _known(asked)


async def _known(question: Question) -> Response:
    """Answer with nothing, once the lab's answer is known."""
    await answered(question)
    return document("{}")


async def _view(wish: ViewWish) -> Response:
    """Answer with what is known, and with what is not. Only what costs one table of coalitions is waited for."""
    inquiry = await Inquiry.of(wish)
    began = perf_counter()
    gallery, worths = await _begun(inquiry)
    viewing.check(wish.row, gallery)
    told, pending = await _told(wish, inquiry, gallery, worths)
    heard = perf_counter()
    kinds = {modality.name: modality.kind for modality in players(inquiry.run.spec)}
    draw = partial(viewing.answer, wish, told, kinds, inquiry.effort, pending)
    text = await to_thread.run_sync(draw, limiter=drawing())
    return document(text, lab=heard - began, draw=perf_counter() - heard)


async def _begun(inquiry: Inquiry) -> tuple[str, str]:
    """Return the gallery and the worths, once what every view begins with is known."""
    subject, question = inquiry.subject, inquiry.question
    gallery, worths, *_ = await asyncio.gather(
        answered(GalleryOf(subject=subject, question=question)),
        answered(WorthsOf(subject=subject, question=question)),
        *(answered(inquiry.attributed(method)) for method in AT_ONCE),
    )
    return gallery, worths


async def _told(wish: ViewWish, inquiry: Inquiry, gallery: str, worths: str) -> tuple[Told, list[str]]:
    """Return what is known, and what is not."""
    methods = {*(wish.methods or OFFERED), *AT_ONCE}
    found, stored = inquiry.found(methods), await inquiry.stored(methods)
    asked: dict[str, Question | None] = {
        "agreement": inquiry.agreement(found, stored),
        "sanity": inquiry.sanity,
        "history": await inquiry.history(),
    }
    answers = {name: resources.lab().known(each) for name, each in asked.items() if each is not None}
    told = Told(
        inquiry.run.name,
        inquiry.subject.epoch if inquiry.subject.earlier is None else inquiry.subject.earlier,
        gallery,
        worths,
        found,
        stored={method: each for method, (_, each) in stored.items() if method not in found},
        recorded=await run_in_threadpool(known.recorded, inquiry.run),
        costs=resources.lab().known(inquiry.costs),
        budget=_first_known(inquiry.budget(method, wish.row) for method in found if wish.row is not None),
        curves=_first_known(inquiry.curves(method, row) for row in (wish.row, None) for method in found),
        **answers,
    )
    missing = [method for method in OFFERED if method in methods and method not in {*found, *stored}]
    return told, [*missing, *(name for name, text in answers.items() if text is None)]


def _first_known(questions: Iterable[Question]) -> str | None:
    """Return the first that the lab has answered, of all that may have been asked."""
    return next(filter(None, map(resources.lab().known, questions)), None)
