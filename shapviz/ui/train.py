"""Train: the set-up column, and beside it the stage on which a run is seen, live or recorded."""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

import streamlit as st

from shapviz.errors import UsageError
from shapviz.figures.scene import Scene
from shapviz.jobs.when import When
from shapviz.runs import forks
from shapviz.runs.spec import RunSpec
from shapviz.ui import address, frame, parentage, resources, standing, theme
from shapviz.ui.launch import continued, fork, launch
from shapviz.ui.orders import summary
from shapviz.ui.payload import Look, payload, text
from shapviz.ui.setup import render_setup
from shapviz.ui.shelf import Exhibit, Shelf, Version
from shapviz.ui.stage import Command, stage
from shapviz.ui.state import VIEWS

TICK = 0.25  # seconds between two looks at a run that is alive; an epoch is to be on screen within half a second
_FORKED = "train.forked"  # session state: a fork has been made and opened, which the whole page is to show
_COMPACT = "train.compact"  # session state: whether the browser asked for the figures of a narrow window


def render() -> None:
    """Draw the page."""
    state = address.current()
    run = state.run or _greeting()
    frame.notes()
    frame.context_strip(_facts(_shelf().get(run)) if run else summary(state.spec))
    left, right = st.columns([2.35, 10.15], gap="medium")
    with left:
        if spec := render_setup(state):
            new = launch(spec, companions=state.companions)
            address.visit(state.opened(new.id, new.spec))
            st.rerun()
    with right:
        alive = run is not None and _shelf().get(run).alive
        watch = st.fragment(_watch, run_every=TICK if alive else None)
        watch(run, state.spec, alive=alive, chosen=state.run is not None)


def _watch(run: str | None, wish: RunSpec, *, alive: bool, chosen: bool) -> None:
    """Draw the run as it stands now; when nothing is to be expected any more, let the page come to rest."""
    if run is None:
        stage(text(payload(None, None, _look())), standing.nothing(), on_command=_obey)
        return
    exhibit = _shelf().get(run)
    if (alive and not exhibit.alive) or st.session_state.pop(_FORKED, False):
        st.rerun()
    job = standing.of(exhibit, resources.queue().job(run), chosen=chosen)
    job["fork"] = standing.fork(continued(exhibit.info.spec, wish))
    stage(_payload(exhibit.version, _look(), not chosen, exhibit), job, on_command=partial(_obey, run=run))


def _look() -> Look:
    """Return how this browser is to see a run. The address has been read, and corrected, when the page was drawn."""
    view = st.query_params.get("view", VIEWS[0])
    return Look(theme.current().name, view, st.session_state.get(_COMPACT, False))


@st.cache_data(max_entries=64, show_spinner=False)
def _payload(version: Version, look: Look, intro: bool, _exhibit: Exhibit) -> str:
    """Return the payload as text, made once for all browsers that show the same."""
    run, *beside = version
    place = (run[0], tuple(beside), look)
    kept = forks.kept(resources.artifacts(), _exhibit.info.id)
    told = payload(_exhibit.info, _exhibit.course, look, intro=intro, before=_stories().get(place), kept=kept)
    if told["scenes"]:
        _stories()[place] = told["scenes"]["story"]
    return text(told)


@st.cache_resource(ttl=600, show_spinner=False)
def _stories() -> dict[Hashable, Scene]:
    """Return the newest story of each run, beside the same companions, for the next epoch to go on from."""
    return {}


def _obey(command: Command, run: str | None = None) -> None:
    """Do what was asked for on the stage."""
    queue = resources.queue()
    match command:
        case {"compact": bool(compact)}:
            st.session_state[_COMPACT] = compact
        case {"view": str(view), "epoch": epoch}:
            address.visit(address.current().model_copy(update={"view": view, "epoch": epoch}))
        case {"job": "pause" | "resume" | "stop" as deed} if run:
            _attempt(getattr(queue, deed), run)
        case {"until": str(until)} if run:
            _attempt(queue.pause_when, run, When.model_validate_json(until) if until else None)
        case {"fork": int(epoch)} if run:
            _attempt(_fork, run, epoch)


def _fork(run: str, epoch: int) -> None:
    """Go on from an epoch as the set-up column says, and open what comes of it."""
    state = address.current()
    child = fork(run, epoch, state.spec)
    address.visit(state.opened(child.id, child.spec))
    st.session_state[_FORKED] = True


def _attempt(deed: Callable[..., None], *what: Any) -> None:
    """Do it, unless the run has ended in the meantime, which is then said."""
    try:
        deed(*what)
    except UsageError as error:
        st.toast(str(error))


def _greeting() -> str | None:
    """Return the run for somebody who has chosen none: the recorded one of the default settings, or the newest."""
    runs = resources.store().list()
    recorded = [run for run in runs if run.origin == "recorded" and run.spec == RunSpec()]
    return next((run.id for run in [*recorded, *runs]), None)


def _facts(exhibit: Exhibit) -> list[str]:
    """Return what the context strip says of a run."""
    info = exhibit.info
    descent = parentage.descent(info, exhibit.parent)
    device = info.spec.device.accelerator.upper()
    return [*summary(info.spec), device, f"run {info.name}", *descent, f"seed {info.spec.seed}"]


@st.cache_resource(show_spinner=False)
def _shelf() -> Shelf:
    return Shelf(resources.store())
