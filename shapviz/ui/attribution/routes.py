"""What the Attribution page asks, under addresses of its own: `/attribution/KIND`.

As on Robustness the browser asks by itself. What takes long is asked for on its own, and answers with nothing once it
is known; a view is drawn from whatever is known, and names what it would be more complete with.
"""

from functools import partial
from time import perf_counter

from anyio import to_thread
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shapviz.errors import UsageError
from shapviz.jobs.lab.questions import AttributionFactsOf, ExhibitsOf, GalleryOf, Question
from shapviz.ui import assets
from shapviz.ui.attribution import telling, viewing
from shapviz.ui.attribution.inquiry import Inquiry, about
from shapviz.ui.attribution.wishes import (
    BudgetWish,
    CurvesWish,
    ExhibitsWish,
    FactsWish,
    GalleryWish,
    InsideWish,
    MethodsWish,
    MethodWish,
    OrderWish,
    OverallWish,
    ThroughWish,
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
        "through": posted(ThroughWish, _through),
        "method": posted(MethodWish, _method),
        "history": posted(OverallWish, _history),
        "sanity": posted(OverallWish, _sanity),
        "budget": posted(BudgetWish, _budget),
        "curves": posted(CurvesWish, _curves),
        "order": posted(OrderWish, _order),
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


async def _through(wish: ThroughWish) -> Response:
    return document(await answered((await Inquiry.of(wish)).through(wish.row)))


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


async def _order(wish: OrderWish) -> Response:
    text = await answered((await Inquiry.of(wish)).curves(wish.method, wish.row, wish.modality, wish.others))
    draw = partial(viewing.order, text, wish.modality, wish.theme)
    return document(await to_thread.run_sync(draw, limiter=drawing()))


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
    told, pending = await telling.told(wish, inquiry)
    heard = perf_counter()
    kinds = {modality.name: modality.kind for modality in players(inquiry.run.spec)}
    draw = partial(viewing.answer, wish, told, kinds, inquiry.effort, pending)
    text = await to_thread.run_sync(draw, limiter=drawing())
    return document(text, lab=heard - began, draw=perf_counter() - heard)
