"""Opening a run on the page of a lab: which one the address means, and what is shown where it cannot be opened."""

from collections.abc import Callable

import streamlit as st

from shapviz.errors import ShapvizError, UsageError
from shapviz.jobs.queue import UNFINISHED
from shapviz.runs import checkpoints
from shapviz.runs.info import RunInfo
from shapviz.runs.unreadable import UnreadableRunError
from shapviz.ui import cards as common
from shapviz.ui import level, resources
from shapviz.ui.labs import cards, runs
from shapviz.ui.labs.cards import Card
from shapviz.ui.launch import launch
from shapviz.ui.menu import page
from shapviz.ui.orders import summary
from shapviz.ui.state import State

TICK = 0.5  # seconds between two looks at a run that is being trained


def find(ref: str) -> str | None:
    """Return the id of the run that somebody calls this; also of one that cannot be opened, so that it is said why."""
    try:
        info = resources.store().get(ref)
    except UnreadableRunError as error:
        return error.run.id
    except UsageError:
        return None
    return None if info.deleted_at else info.id


def to_show(run_id: str | None) -> RunInfo | Card | None:
    """Return a run that can be opened or is still under way; a card where it cannot be.

    Args:
        run_id: Which one; None means the usual one, and then None comes back where there is none.
    """
    if run_id is None:
        return runs.usual(there())
    try:
        run = resources.store().get(run_id)
    except ShapvizError as error:
        return cards.refusal(error)
    return cards.obstacle(run, has_network=_has_network(run.id)) or run


def there() -> tuple[RunInfo, ...]:
    """Return the runs that can be opened, newest first."""
    return _there(resources.store().revision())


def decline(card: Card, label: str, visit: Callable[[str], None]) -> None:
    """Say why there is nothing to show, and offer the way on.

    Args:
        card: Says it.
        label: Of the button that trains a first network.
        visit: Makes the address name the run that was begun.
    """
    common.empty(card.title, " ".join(filter(None, [card.text, card.remedy])))
    if card.again is None:
        return
    first = card.again == cards.first()
    if st.button(label if first else "Train these settings", type="primary", icon=":material/play_arrow:"):
        visit(launch(card.again, companions=False).id)
        st.rerun()
    if not first:
        link = State(spec=card.again)
        st.page_link(page("train"), label="Look at these settings on Train", query_params=link.query())


def await_end(run_id: str) -> None:
    """Show how far a run has come, and the lab as soon as it has ended. For a fragment that runs every `TICK`."""
    info, job = resources.store().get(run_id), resources.queue().job(run_id)
    if info.status not in UNFINISHED:
        st.rerun()
    epochs, done = info.spec.training.epochs, info.epoch or 0
    stands = {"running": f"is learning: {done} of {epochs} epochs", "queued": "waits for its turn to learn"}
    title = f"{info.name} {stands.get(info.status, f'is {info.status}')}"
    common.empty(title, "The lab opens by itself as soon as it has finished.")
    st.progress(min(1.0, (done + (job.progress.fraction if job.progress else 0.0)) / epochs), width=640)
    st.page_link(page("train"), label="Watch it learn on Train", query_params={"run": run_id})


def facts(run: RunInfo) -> list[str]:
    """Return what the context strip says of a run: to beginners, only what learned and how."""
    if level.current() == "learn":
        return [*summary(run.spec), f"run {run.name}"]
    return [*summary(run.spec), run.spec.device.accelerator.upper(), f"run {run.name}", f"seed {run.spec.seed}"]


def _has_network(run: str) -> bool:
    return checkpoints.network(resources.artifacts(), run) is not None


@st.cache_resource(max_entries=2, show_spinner=False)
def _there(revision: int) -> tuple[RunInfo, ...]:
    """Return the runs that can be opened, looked for once for each state of the store."""
    return runs.openable(resources.store().list(), _has_network)
