"""The Runs page: what is under way, and every run there is."""

from html import escape

import streamlit as st

from shapviz.errors import ShapvizError
from shapviz.runs.info import RunInfo
from shapviz.ui import cards, resources, runlist
from shapviz.ui.menu import page
from shapviz.ui.runlist import Action

_EVERY = 1.0  # seconds between two looks at the jobs
_SAID = "runs.said"  # session state: what the last action came to, as (sentence, run that can be brought back)
_SHOWN = "runs.shown"  # session state: the jobs that the page was drawn with


def render() -> None:
    """Draw the page."""
    runs = resources.store().list()
    live = resources.queue().jobs()
    st.html(f'<h1 class="sv-finding">{escape(_finding(len(runs), len(live)))}</h1>')
    _answer()
    if not runs:
        _empty()
    st.session_state[_SHOWN] = _signature()
    st.fragment(_jobs, run_every=_EVERY if live else None)()
    resting = [run for run in runs if run.id not in {job.run_id for job in live}]
    if resting and (action := runlist.table(resting, key="runs.list")):
        _act(action)
    if (gone := resources.store().list(deleted=True)) and (action := runlist.bin(gone, key="runs.bin")):
        _act(action)


def _finding(runs: int, live: int) -> str:
    """Return how many runs there are, in words."""
    counted = {0: "No run yet", 1: "1 run"}.get(runs, f"{runs} runs")
    return f"{counted}, {live} under way" if live else counted


def _empty() -> None:
    """Invite to the first run."""
    cards.empty("Nothing has been trained here yet", "A first run takes about ten seconds and shows who learns when.")
    if st.button("Train the first run", type="primary", icon=":material/play_arrow:"):
        st.switch_page(page("train"))


def _jobs() -> None:
    """Draw the jobs under way, and the whole page again when one of them began, ended or changed."""
    if st.session_state[_SHOWN] != _signature():
        st.rerun()
    jobs = resources.queue().jobs()
    if jobs and (action := runlist.jobs(jobs, key="runs.jobs")):
        _act(action)


def _signature() -> tuple[tuple[str, str], ...]:
    """Return which jobs there are and how they stand."""
    return tuple((job.run_id, job.state) for job in resources.queue().jobs())


def _answer() -> None:
    """Show what the last action came to, and a way back where there is one."""
    sentence, deleted = st.session_state.get(_SAID, ("", None))
    if not sentence:
        return
    with st.container(key="answer", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="sv-note" role="status">{escape(sentence)}</p>', width="stretch")
        if deleted:
            st.button("Undo", on_click=_carry_out, args=(Action("restore", deleted),))


def _act(action: Action) -> None:
    """Carry out what a person asked for and draw the page anew; opening leads to Train."""
    if action.name == "open":
        st.switch_page(page("train"), query_params={"run": action.run})
    _carry_out(action)
    st.rerun()


def _carry_out(action: Action) -> None:
    """Do it, and keep a sentence about it for the page."""
    try:
        st.session_state[_SAID] = _done(action, resources.store().get(action.run))
    except ShapvizError as error:
        st.session_state[_SAID] = (str(error), None)


def _done(action: Action, run: RunInfo) -> tuple[str, str | None]:
    """Do what was asked and return what to say about it, and the run that can be brought back."""
    store, queue = resources.store(), resources.queue()
    match action.name:
        case "rename":
            return f"'{run.name}' is now called '{store.rename(run.id, action.value).name}'.", None
        case "delete":
            store.delete(run.id)
            return f"'{run.name}' was deleted.", run.id
        case "restore":
            store.restore(run.id)
            return f"'{run.name}' is back.", None
        case "pause" | "resume" | "stop":
            getattr(queue, action.name)(run.id)
    return "", None
