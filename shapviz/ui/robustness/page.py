"""Robustness: what a trained network does when modalities go missing or come in damaged."""

import json
from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from shapviz.data.modality import Modality
from shapviz.errors import ShapvizError, UsageError
from shapviz.jobs.queue import UNFINISHED
from shapviz.runs import forks
from shapviz.runs.info import RunInfo
from shapviz.runs.unreadable import UnreadableRunError
from shapviz.ui import address, assets, frame, level, part, resources, theme
from shapviz.ui import cards as common
from shapviz.ui.launch import launch
from shapviz.ui.menu import page
from shapviz.ui.orders import summary
from shapviz.ui.robustness import cards, runs, thorough
from shapviz.ui.robustness.cards import Card
from shapviz.ui.robustness.payload import payload, text
from shapviz.ui.robustness.state import Choice, read
from shapviz.ui.state import State

TICK = 0.5  # seconds between two looks at a run that is being trained
_KEY = "robustness"
_ELSEWHERE = "robustness.elsewhere"  # session state: something was done that the whole page is to show


def render() -> None:
    """Draw the page."""
    choice = _choice()
    frame.notes()
    match _to_show(choice):
        case Card() as card:
            state = "a run that cannot be opened" if choice.run else "no network to break yet"
            frame.context_strip(["Robustness", state])
            _decline(card)
        case RunInfo(status=status) as run if status in UNFINISHED:
            frame.context_strip([*summary(run.spec), f"run {run.name}"])
            st.fragment(_await, run_every=TICK)(run.id)
        case RunInfo() as run:
            frame.context_strip(_facts(run))
            resources.lab().warm()
            alive = thorough.under_way(run.id)
            st.fragment(_lab, run_every=TICK if alive else None)(run, choice, alive=alive)


def _choice() -> Choice:
    """Return what the address says. What it says wrongly is corrected there, and noted."""
    choice, notes = _read(address.query())
    if notes:
        address.write(choice.query())
        address.note(notes)
    return choice


def _read(query: Mapping[str, str]) -> tuple[Choice, list[str]]:
    choice, notes = read(query, find=_find, players=_players)
    run = _to_show(choice)
    if choice.beside and isinstance(run, RunInfo) and choice.beside not in {other.id for other in _company(run)}:
        notes.append("The run beside it was left out: it has other modalities, or its network is gone.")
        choice = choice.model_copy(update={"beside": None})
    return choice, notes


def _find(ref: str) -> str | None:
    """Return the id of the run that somebody calls this; also of one that cannot be opened, so that it is said why."""
    try:
        info = resources.store().get(ref)
    except UnreadableRunError as error:
        return error.run.id
    except UsageError:
        return None
    return None if info.deleted_at else info.id


def _players(run: str | None) -> tuple[Modality, ...]:
    shown = _to_show(Choice(run=run))
    return runs.players(shown.spec) if isinstance(shown, RunInfo) else ()


def _to_show(choice: Choice) -> RunInfo | Card:
    """Return the run that the address names, or else the usual one; a card where neither can be opened."""
    if choice.run is None:
        return runs.usual(_there(resources.store().revision())) or cards.nothing()
    try:
        run = resources.store().get(choice.run)
    except ShapvizError as error:
        return cards.refusal(error)
    return cards.obstacle(run, has_network=_has_network(run.id)) or run


def _has_network(run: str) -> bool:
    return forks.network(resources.artifacts(), run) is not None


@st.cache_resource(max_entries=2, show_spinner=False)
def _there(revision: int) -> tuple[RunInfo, ...]:
    """Return the runs that can be opened, newest first, looked for once for each state of the store."""
    return runs.openable(resources.store().list(), _has_network)


def _company(run: RunInfo) -> tuple[RunInfo, ...]:
    return runs.company(run, _there(resources.store().revision()))


def _decline(card: Card) -> None:
    """Say why there is nothing to break, and offer the way on."""
    common.empty(card.title, " ".join(filter(None, [card.text, card.remedy])))
    if card.again is None:
        return
    label = "Train a network to break" if card.again == cards.first() else "Train these settings"
    if st.button(label, type="primary", icon=":material/play_arrow:"):
        run = launch(card.again, companions=False)
        _visit(Choice(run=run.id))
        st.rerun()
    if card.again != cards.first():
        link = State(spec=card.again)
        st.page_link(page("train"), label="Look at these settings on Train", query_params=link.query())


def _await(run_id: str) -> None:
    """Show how far a run has come, and the lab as soon as it has ended."""
    info, job = resources.store().get(run_id), resources.queue().job(run_id)
    if info.status not in UNFINISHED:
        st.rerun()
    epochs, done = info.spec.training.epochs, info.epoch or 0
    stands = {"running": f"is learning: {done} of {epochs} epochs", "queued": "waits for its turn to learn"}
    title = f"{info.name} {stands.get(info.status, f'is {info.status}')}"
    common.empty(title, "The lab opens by itself as soon as it has finished.")
    st.progress(min(1.0, (done + (job.progress.fraction if job.progress else 0.0)) / epochs), width=640)
    st.page_link(page("train"), label="Watch it learn on Train", query_params={"run": run_id})


def _lab(run: RunInfo, choice: Choice, *, alive: bool) -> None:
    """Draw the lab itself; all that changes in it is changed by the browser, but for how a job stands."""
    if alive != thorough.under_way(run.id) or st.session_state.pop(_ELSEWHERE, False):
        st.rerun()
    there = _there(resources.store().revision())
    beside = next((other for other in there if other.id == choice.beside), None)
    told = {
        "level": level.current(),
        "thorough": thorough.standing(run) if level.current() == "research" else None,
        "address": st.query_params.to_dict(),
    }
    shown = payload(run, beside, choice, there, theme=theme.current().name, usual=choice.run is None)
    data = {"payload": text(shown), "told": json.dumps(told), "plotly": assets.url("plotly/plotly.min.js")}
    part.draw("robustness/index", data, key=_KEY, on_command_change=partial(_obey, run.id))


def _facts(run: RunInfo) -> list[str]:
    """Return what the context strip says of a run: to beginners, only what learned and how."""
    if level.current() == "learn":
        return [*summary(run.spec), f"run {run.name}"]
    return [*summary(run.spec), run.spec.device.accelerator.upper(), f"run {run.name}", f"seed {run.spec.seed}"]


def _obey(run: str) -> None:
    """Do what was asked for on the page of a run."""
    st.session_state[_ELSEWHERE] = True
    match st.session_state[_KEY].command:
        case {"visit": Mapping() as wish} if all(isinstance(value, str) for value in wish.values()):
            choice, notes = _read(wish)
            _visit(choice)
            address.note(notes)
        case {"measure": True}:
            _attempt(thorough.ask, run)


def _attempt(deed: Callable[[str], None], run: str) -> None:
    """Do it, unless it cannot be done any more, which is then said."""
    try:
        deed(run)
    except UsageError as error:
        st.toast(str(error))


def _visit(choice: Choice) -> None:
    address.note([])
    address.write(choice.query())
