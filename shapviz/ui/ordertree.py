"""Try every order from an epoch of a run: what is asked, how it goes, and what has come out."""

import json
from math import factorial
from typing import Any

import streamlit as st

from shapviz.data import catalog
from shapviz.errors import ShapvizError
from shapviz.figures import orderwords
from shapviz.figures.ordertree import height, ordertree
from shapviz.figures.theme import Theme
from shapviz.games.summary import Interval
from shapviz.jobs.queue import UNFINISHED
from shapviz.runs import checkpoints, orderings
from shapviz.runs.info import RunInfo
from shapviz.runs.options import Alternating
from shapviz.runs.orderings import Answer, Loss, Ordering, Question
from shapviz.ui import assets, cards, part, resources, theme
from shapviz.ui.tables import Table

TICK = 0.5  # seconds between two looks at what is under way
LOSSES: dict[Loss, str] = {
    "inherit": "Inherit: on those before it",
    "own_full": "Own + full",
    "own": "Own: each by itself",
    "full": "Full: of all together",
}
_OPEN = "ordertree.open"  # session state: the run whose dialog is open; any run of the page draws it again


def render(run: str, epoch: int | None) -> None:
    """Draw the button that opens the dialog, and the dialog where it is open.

    Args:
        run: The id of the run whose orders are in question.
        epoch: Where the cursor stands; None at the end.
    """
    if st.button("Try every order from here", key="ordertree-open", type="tertiary"):
        st.session_state[_OPEN] = run
    if st.session_state.get(_OPEN) == run:
        _dialog(run, epoch)


def _close() -> None:
    del st.session_state[_OPEN]


@st.dialog("Does the order matter?", width="large", on_dismiss=_close)
def _dialog(run: str, epoch: int | None) -> None:
    info = resources.store().get(run)
    there = [
        kept for kept in checkpoints.kept(resources.artifacts(), run) if info.epoch is not None and kept <= info.epoch
    ]
    if not there:
        say = "All orders begin with a checkpoint, and this run keeps none: train the same settings on this machine."
        cards.empty("There is nothing to begin with", say)
        return
    left, right = st.columns(2)
    wanted = info.epoch if epoch is None else epoch
    nearest = min(there, key=lambda kept: abs(kept - (wanted or 0)))
    chosen = left.selectbox("All orders begin after epoch", there, index=there.index(nearest))
    usual = info.spec.strategy.loss if isinstance(info.spec.strategy, Alternating) else "inherit"
    loss = right.selectbox("Loss of a turn", LOSSES, index=list(LOSSES).index(usual), format_func=LOSSES.__getitem__)
    busy = (known := _newest(run, chosen, loss)) is not None and known.run.status in UNFINISHED
    st.fragment(_state, run_every=TICK if busy else None)(info, chosen, loss, busy=busy)


def _newest(run: str, epoch: int, loss: Loss) -> Ordering | None:
    """Return what was last asked about this epoch with this loss."""
    found = orderings.orderings(resources.store(), resources.artifacts(), run)
    fitting = (one for one in found if one.run.parent_epoch == epoch and _loss(one.run) == loss)
    return next(fitting, None)


def _loss(run: RunInfo) -> Loss:
    assert isinstance(run.spec.strategy, Alternating), "an ordering has turns"
    return run.spec.strategy.loss


def _state(info: RunInfo, epoch: int, loss: Loss, *, busy: bool) -> None:
    """Draw how it stands with these settings; once nothing is to be expected any more, the page need not look again."""
    known = _newest(info.id, epoch, loss)
    if busy and (known is None or known.run.status not in UNFINISHED):
        st.rerun()
    if known is None:
        _invitation(info, epoch, loss)
    elif known.answer is not None:
        _result(known.answer)
    elif known.run.status in UNFINISHED:
        _progress(known.run)
    else:
        _ended(known.run)


def _invitation(info: RunInfo, epoch: int, loss: Loss) -> None:
    """Say what would be done, and offer it."""
    asked = Question()
    players = len(info.spec.dataset.modalities or catalog.info(info.spec.dataset.name).names)
    orders = min(factorial(players), asked.most)
    which = f"all {orders}" if orders == factorial(players) else f"{orders} of {factorial(players)}"
    st.html(
        f'<p class="sv-say">One epoch in {which} orders of the turns, each from the same checkpoint and on the same '
        f"batches, {asked.shuffles} times with other batches. Orders that begin alike share their work. The run stays "
        "as it is.</p>"
    )
    if st.button(f"Try {orders} orders", type="primary"):
        child = orderings.ask(resources.store(), resources.artifacts(), info.id, epoch, asked, loss)
        resources.queue().submit(child.id)
        st.rerun()


def _progress(run: RunInfo) -> None:
    """Say how far it has come, and offer to stop it."""
    said, begins = resources.queue().job(run.id).progress, run.parent_epoch
    done = said.fraction if said is not None and begins is not None and said.epoch > begins else None
    st.progress(done or 0.0, text="Waiting for a worker" if done is None else f"{done:.0%} of all turns are trained")
    if st.button("Cancel"):
        resources.queue().stop(run.id)
        st.rerun()


def _ended(run: RunInfo) -> None:
    """Say why there is no answer, and offer to go on."""
    if run.error is not None:
        cards.failure(ShapvizError(run.error.problem, remedy=run.error.remedy))
    else:
        st.html('<p class="sv-say">It was stopped. What is finished of it is kept.</p>')
    if st.button("Go on", type="primary"):
        resources.queue().resume(run.id)
        st.rerun()


def _result(answer: Answer) -> None:
    data = {"payload": payload(answer, theme.current()), "plotly": assets.url("plotly/plotly.min.js")}
    part.draw("ordertree/index", data, key="ordertree-result")


def payload(answer: Answer, look: Theme) -> str:
    """Return what `assets/ordertree/index.js` draws, as JSON: words, a scene for either width, and the table."""
    told: dict[str, Any] = {
        "finding": orderwords.finding(answer),
        "setting": orderwords.setting(answer),
        "about": orderwords.about_shares(answer),
        "table": table(answer),
    }
    for width, compact in (("wide", False), ("compact", True)):
        scene = ordertree(answer, look, compact=compact)
        told[width] = {"scene": scene, "height": height(answer, compact=compact)}
    return json.dumps(told)


def table(answer: Answer) -> Table:
    """Return all orders with their accuracies in percent, the best first."""
    shuffles = [f"shuffle {number}" for number in range(1, len(answer.tried[0].shuffles) + 1)]
    ends = [f"{what}{end}" for what in ("accuracy, %", "behind the best, points") for end in ("", ", low", ", high")]
    return {
        "caption": "All orders that were tried, with the ends of 95 % intervals",
        "columns": ["place", "order", *ends, *shuffles],
        "rows": [
            [
                place,
                orderwords.named(tried.order),
                *_ends(tried.accuracy),
                *_ends(tried.behind),
                *(round(100 * accuracy, 1) for accuracy in tried.shuffles),
            ]
            for place, tried in enumerate(answer.tried, start=1)
        ],
    }


def _ends(value: Interval) -> tuple[float, float, float]:
    return round(100 * value.estimate, 1), round(100 * value.low, 1), round(100 * value.high, 1)
