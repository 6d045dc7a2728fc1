"""Train: the set-up column, and beside it the stage on which a run is seen, live or recorded."""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

import streamlit as st

from shapviz.errors import UsageError
from shapviz.figures.scene import Scene
from shapviz.jobs.when import When
from shapviz.runs import checkpoints, forks
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import RunSpec
from shapviz.ui import address, examination, frame, lab, level, ordertree, parentage, resources, standing, theme
from shapviz.ui.launch import continued, examine, fork, launch
from shapviz.ui.menu import page
from shapviz.ui.orders import BASELINES, summary
from shapviz.ui.payload import Look, payload, text
from shapviz.ui.setup import render_setup
from shapviz.ui.shelf import Exhibit, Shelf, Version
from shapviz.ui.stage import Command, stage
from shapviz.ui.state import VIEWS
from shapviz.ui.verdict import Case

TICK = 0.25  # seconds between two looks at a run that is alive; an epoch is to be on screen within half a second
_ELSEWHERE = "train.elsewhere"  # session state: something was done that the whole page is to show, not the stage alone
_LEAVE = "train.leave"  # session state: the page of a lab, and a run that is to be opened there
_LAB = "train.lab"  # session state: a run, and what was asked of its samples
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
        if run is not None and state.run is not None:
            ordertree.render(run, state.epoch)
    with right:
        alive = run is not None and _shelf().get(run).alive
        watch = st.fragment(_watch, run_every=TICK if alive else None)
        watch(run, state.spec, alive=alive, chosen=state.run is not None)


def _watch(run: str | None, wish: RunSpec, *, alive: bool, chosen: bool) -> None:
    """Draw the run as it stands now; when nothing is to be expected any more, let the page come to rest."""
    if run is None:
        stage(text(payload(None, None, _look())), standing.nothing(), on_command=_obey)
        return
    if leaving := st.session_state.pop(_LEAVE, None):
        st.switch_page(page(leaving[0]), query_params={"run": leaving[1]})
    exhibit = _shelf().get(run)
    if (alive and not exhibit.alive) or st.session_state.pop(_ELSEWHERE, False):
        st.rerun()
    job = standing.of(exhibit, resources.queue().job(run), chosen=chosen)
    job["fork"] = standing.fork(continued(exhibit.info.spec, wish))
    by = exhibit.examined.by
    job["openable"] = not exhibit.alive and checkpoints.network(resources.artifacts(), exhibit.info.id) is not None
    job["lab"] = _lab(exhibit)
    job["asked"] = examination.asked(exhibit.examined, resources.queue().job(by.id) if by else None)
    stage(_payload(exhibit.version, _look(), not chosen, exhibit), job, on_command=partial(_obey, run=run))


def _look() -> Look:
    """Return how this browser is to see a run. The address has been read, and corrected, when the page was drawn."""
    plain, asked = level.current() == "learn", st.query_params.get("view")
    view = next((view for view in VIEWS if view == asked and not plain), VIEWS[0])
    return Look(theme.current().name, view, st.session_state.get(_COMPACT, False), plain)


@st.cache_data(max_entries=64, show_spinner=False)
def _payload(version: Version, look: Look, intro: bool, _exhibit: Exhibit) -> str:
    """Return the payload as text, made once for all browsers that show the same."""
    run, *beside = version
    place = (run[0], tuple(beside), look)
    kept = checkpoints.kept(resources.artifacts(), _exhibit.info.id)
    told = payload(
        _exhibit.info,
        _exhibit.course,
        look,
        intro=intro,
        before=_stories().get(place),
        kept=kept,
        case=_case(_exhibit),
        command=parentage.command(_exhibit.info, _exhibit.parent),
        sampled=lab.there(_exhibit.info.id, _examination(_exhibit)),
    )
    if told["scenes"]:
        _stories()[place] = told["scenes"]["story"]
    return text(told)


def _lab(exhibit: Exhibit) -> dict[str, Any] | None:
    """Return what was asked of the samples of this run; None where nothing was."""
    run, wish = st.session_state.get(_LAB, (None, {}))
    info = exhibit.info
    return lab.told(wish, info.id, _examination(exhibit), info.spec.seed) if run == info.id else None


def _examination(exhibit: Exhibit) -> str | None:
    """Return the id of the run that examines this one."""
    return exhibit.examined.by.id if exhibit.examined.by else None


def _case(exhibit: Exhibit) -> Case | None:
    """Return what a run's verdict is made of; None without a diagnosis."""
    diagnosis, course = exhibit.examined.diagnosis, exhibit.course
    if diagnosis is None or course is None:
        return None
    return Case(diagnosis, course, exhibit.info.spec.strategy.name, exhibit.beside)


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
        case {"lab": dict(wish)} if run:
            st.session_state[_LAB] = (run, wish)
        case {"page": "robustness" | "attribution" as lab} if run:
            st.session_state[_LEAVE] = (lab, run)
        case {"examine": True} if run:
            _attempt(_examine, run)
        case {"strategy": str(name)} if name in BASELINES:
            _set_up(name)


def _fork(run: str, epoch: int) -> None:
    """Go on from an epoch as the set-up column says, and open what comes of it."""
    _open(fork(run, epoch, address.current().spec))


def _examine(run: str) -> None:
    """Ask for the verdict on a run; it comes to that run, unless it has to be trained once more."""
    child = examine(run)
    if not forks.examines(child):
        _open(child)
    st.session_state[_ELSEWHERE] = True


def _open(run: RunInfo) -> None:
    """Show another run."""
    address.visit(address.current().opened(run.id, run.spec))
    st.session_state[_ELSEWHERE] = True


def _set_up(baseline: str) -> None:
    """Choose a strategy in the set-up column, to be trained or forked with."""
    state = address.current()
    address.visit(state.with_spec(strategy=BASELINES[baseline].strategy(state.spec.strategy, ())))
    st.session_state[_ELSEWHERE] = True


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
    """Return what the context strip says of a run: to beginners, only what is learned and how."""
    info = exhibit.info
    if level.current() == "learn":
        return [*summary(info.spec), f"run {info.name}"]
    descent = parentage.descent(info, exhibit.parent)
    device = info.spec.device.accelerator.upper()
    return [*summary(info.spec), device, f"run {info.name}", *descent, f"seed {info.spec.seed}"]


@st.cache_resource(show_spinner=False)
def _shelf() -> Shelf:
    return Shelf(resources.store())
