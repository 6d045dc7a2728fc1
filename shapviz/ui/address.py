"""The address bar as the one place where a page keeps what it shows."""

from collections.abc import Mapping, Sequence

import streamlit as st

from shapviz.data import catalog
from shapviz.errors import UsageError
from shapviz.runs.spec import RunSpec
from shapviz.ui import level, resources
from shapviz.ui.state import State, read

_NOTES = "address.notes"
_LAST = "address.train"
_PAGE = "address.page"


def current() -> State:
    """Return what the address of Train says. What it says wrongly is corrected there, and noted for the frame."""
    state, notes = read(query(), find=_find, datasets=catalog.names())
    if notes:
        visit(state)
        note(notes)
    st.session_state[_LAST] = state.query()
    return state


def visit(state: State) -> None:
    """Make the address say `state`. The script goes on; call `st.rerun()` to show the new state at once."""
    st.session_state.pop(_NOTES, None)
    st.session_state[_LAST] = state.query()
    write(state.query())


def query() -> dict[str, str]:
    """Return what the address says to the page; what it says to the frame around it is left out."""
    return {key: value for key, value in st.query_params.to_dict().items() if key != level.KEY}


def write(query: Mapping[str, str]) -> None:
    """Make the address say this to the page, and to the frame what it said before."""
    st.query_params.from_dict({**query, **level.told()})


def last_train() -> dict[str, str]:
    """Return the query that Train had when it was last open in this session."""
    return dict(st.session_state.get(_LAST, {}))


def arrive(page: str) -> None:
    """Take note of which page the address names; what was noted about that of another page is forgotten."""
    if st.session_state.get(_PAGE) != page:
        st.session_state.pop(_NOTES, None)
    st.session_state[_PAGE] = page


def note(sentences: Sequence[str]) -> None:
    """Keep sentences about the present address for the frame to show; none dismiss those that were."""
    st.session_state[_NOTES] = list(sentences)


def notes() -> list[str]:
    """Return the sentences about the present address that have not been dismissed."""
    return list(st.session_state.get(_NOTES, []))


def dismiss_notes() -> None:
    """Forget the sentences about the address."""
    st.session_state.pop(_NOTES, None)


def _find(run: str) -> tuple[str, RunSpec] | None:
    """Return id and settings of the run with this id, name or beginning of an id; None where there is none."""
    try:
        info = resources.store().get(run)
    except UsageError:
        return None
    return None if info.deleted_at else (info.id, info.spec)
