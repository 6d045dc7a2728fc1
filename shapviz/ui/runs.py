"""The Runs page: what is under way, studies, and every run there is."""

from collections.abc import Sequence
from html import escape
from urllib.parse import parse_qsl

import streamlit as st

from shapviz.errors import ShapvizError
from shapviz.jobs.info import JobInfo
from shapviz.runs import study_store
from shapviz.runs.info import RunInfo
from shapviz.runs.outline import Outline
from shapviz.runs.study_store import Study
from shapviz.runs.unreadable import UnreadableRun, UnreadableRunError
from shapviz.ui import arrivals, cards, resources, runlist, runrows, studyrows
from shapviz.ui.menu import page
from shapviz.ui.runlist import Action

_EVERY = 1.0  # seconds between two looks at the jobs
_MOST_JOBS = 8  # drawn one by one; of a study hundreds may wait
_SAID = "runs.said"  # session state: what the last action came to, as (sentence, run that can be brought back)
_SHOWN = "runs.shown"  # session state: the jobs that the page was drawn with


def render() -> None:
    """Draw the page."""
    everything, studies = resources.store().everything(), study_store.studies(resources.store())
    live = {job.run_id for job in resources.queue().jobs()}
    with st.container(key="runs-head", horizontal=True, vertical_alignment="center"):
        st.html(f'<h1 class="sv-finding">{escape(_finding(len(everything), len(live)))}</h1>', width="stretch")
        if told := arrivals.button():
            st.session_state[_SAID] = (told, None)
            st.rerun()
    _answer()
    if not everything:
        _empty()
    st.session_state[_SHOWN] = _signature()
    st.fragment(_jobs, run_every=_EVERY if live else None)(frozenset(studyrows.grouped(studies)))
    if action := _table(everything, studies, live) or _bin():
        _act(action)


def _table(everything: Sequence[RunInfo | UnreadableRun], studies: Sequence[Study], live: set[str]) -> Action | None:
    """Draw studies and what rests, and return what was asked for."""
    outlines = resources.store().outlines()
    runs = {run.id: run for run in everything if isinstance(run, RunInfo)}
    resting = [run for run in studyrows.alone(studies, runs) if run.id not in live]
    rows = [runrows.whole(run, outlines.get(run.id, Outline())) for run in resting]
    rows += [runrows.strange(run) for run in everything if isinstance(run, UnreadableRun)]
    groups = studyrows.groups(studies, runs, outlines, opened=st.query_params.get("study"))
    return runlist.table(rows, groups, key="runs.list") if rows or groups else None


def _bin() -> Action | None:
    """Draw what was deleted, and return what was asked for."""
    gone = resources.store().everything(deleted=True)
    return runlist.bin(gone, key="runs.bin") if gone else None


def _finding(runs: int, live: int) -> str:
    """Return how many runs there are, in words."""
    counted = {0: "No run yet", 1: "1 run"}.get(runs, f"{runs} runs")
    return f"{counted}, {live} under way" if live else counted


def _empty() -> None:
    """Invite to the first run."""
    cards.empty("Nothing has been trained here yet", "A first run takes about ten seconds and shows who learns when.")
    if st.button("Train the first run", type="primary", icon=":material/play_arrow:"):
        st.switch_page(page("train"))


def _jobs(of_studies: frozenset[str]) -> None:
    """Draw the jobs under way, and the whole page again when one of them began, ended or changed.

    Of the runs `of_studies` those that wait are not drawn: the study's line counts them, and there may be hundreds.
    """
    if st.session_state[_SHOWN] != _signature():
        st.rerun()
    if trouble := resources.queue().trouble():
        st.html(f'<p class="sv-problem" role="status">{escape(trouble)}</p>')
    found = resources.queue().jobs()
    drawn = [job for job in found if job.state != "queued" or job.run_id not in of_studies]
    shown = [(job, run) for job in drawn[:_MOST_JOBS] if (run := _run_of(job))]
    if found and (action := runlist.jobs(shown, more=len(found) - len(shown), key="runs.jobs")):
        _act(action)


def _run_of(job: JobInfo) -> RunInfo | None:
    """Return the run of a job; None for one that this version cannot read, which fails as soon as it is its turn."""
    try:
        return resources.store().get(job.run_id)
    except UnreadableRunError:
        return None


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
    """Carry out what a person asked for and draw the page anew; some wishes lead to another page or view."""
    match action.name:
        case "open":
            st.switch_page(page("train"), query_params={"run": action.run})
        case "robustness" | "attribution" as lab:
            st.switch_page(page(lab), query_params={"run": action.run})
        case "compare":
            st.switch_page(page("compare"), query_params=dict(parse_qsl(action.value)))
        case "unfold" if action.run:
            st.query_params["study"] = action.run
        case "unfold":
            st.query_params.pop("study", None)
        case _:
            _carry_out(action)
    st.rerun()


def _carry_out(action: Action) -> None:
    """Do it, and keep a sentence about it for the page."""
    try:
        st.session_state[_SAID] = _done(action, resources.store().whose(action.run)[1])
    except ShapvizError as error:
        st.session_state[_SAID] = (str(error), None)


def _done(action: Action, name: str) -> tuple[str, str | None]:
    """Do what was asked of the run of this name; return what to say, and the run that can be brought back."""
    store, queue = resources.store(), resources.queue()
    match action.name:
        case "rename":
            return f"'{name}' is now called '{store.rename(action.run, action.value).name}'.", None
        case "annotate":
            store.annotate(action.run, action.value)
        case "star" | "unstar":
            store.star(action.run, action.name == "star")
        case "delete":
            store.delete(action.run)
            return f"'{name}' was deleted.", action.run
        case "restore":
            store.restore(action.run)
            return f"'{name}' is back.", None
        case "pause" | "resume" | "stop":
            getattr(queue, action.name)(action.run)
    return "", None
