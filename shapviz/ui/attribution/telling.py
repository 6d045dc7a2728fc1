"""What a view is made of: what is waited for, and what is taken if it is known."""

import asyncio
from typing import Final, NamedTuple

from starlette.concurrency import run_in_threadpool

from shapviz.figures.attribution.scene import OFFERED
from shapviz.jobs.lab.questions import AT_ONCE, GalleryOf, Question, WorthsOf
from shapviz.ui import resources
from shapviz.ui.attribution import known, viewing
from shapviz.ui.attribution.inquiry import Inquiry
from shapviz.ui.attribution.viewing import Told
from shapviz.ui.attribution.wishes import ViewWish
from shapviz.ui.labs.asking import answered

ORDERED: Final = "exact"  # the method in whose order players come and go
DIALED: Final = "sampled"  # the method of which it is shown what more calls buy


class _Begun(NamedTuple):
    """What every view begins with."""

    gallery: str
    worths: str
    curves: str


async def told(wish: ViewWish, inquiry: Inquiry) -> tuple[Told, list[str]]:
    """Return what is known, and the names of what is not.

    Raises:
        UsageError: If there is no such sample; errors else as in `labs.asking.answered`.
    """
    begun = await _begun(wish, inquiry)
    methods = {*(wish.methods or OFFERED), *AT_ONCE}
    found, stored = inquiry.found(methods), await inquiry.stored(methods)
    asked: dict[str, Question | None] = {
        "agreement": inquiry.agreement(found, stored),
        "sanity": inquiry.sanity,
        "history": await inquiry.history(),
        "budget": None if wish.row is None else inquiry.budget(DIALED, wish.row),
    }
    answers = {name: resources.lab().known(each) for name, each in asked.items() if each is not None}
    newest = inquiry.subject.earlier is None
    if newest and (checked := await run_in_threadpool(known.retrained, inquiry.run, inquiry.question)):
        answers["sanity"] = checked
    whole = viewing.samples(begun.gallery)
    enough = {*found, *(method for method, (_, each) in stored.items() if len(each.rows) == whole)}
    missing = [method for method in OFFERED if method in methods and method not in enough]
    pending = [*missing, *(name for name, text in answers.items() if text is None)]
    seen = Told(
        inquiry.run.name,
        inquiry.epoch,
        begun.gallery,
        begun.worths,
        found,
        {method: each for method, (_, each) in stored.items() if method not in found},
        await run_in_threadpool(known.recorded, inquiry.run),
        curves=begun.curves,
        costs=resources.lab().known(inquiry.costs),
        **answers,
    )
    return seen, pending


async def _begun(wish: ViewWish, inquiry: Inquiry) -> _Begun:
    """Return what every view begins with, once that and the first methods' values are known."""
    subject, question = inquiry.subject, inquiry.question
    *begun, _, _ = await asyncio.gather(
        answered(GalleryOf(subject=subject, question=question)),
        answered(WorthsOf(subject=subject, question=question)),
        answered(inquiry.curves(ORDERED, wish.row)),
        *(answered(inquiry.attributed(method)) for method in AT_ONCE),
    )
    return _Begun(*begun)
