"""The address bar as the one place where a page keeps what it shows."""

from collections.abc import Sequence

import streamlit as st

from shapviz.data import catalog
from shapviz.errors import UsageError
from shapviz.runs.spec import RunSpec
from shapviz.ui import resources
from shapviz.ui.state import State, read

_NOTES = "address.notes"
_LAST = "address.train"


def current() -> State:
    """Return what the address of Train says. What it says wrongly is corrected there, and noted for the frame."""
    state, notes = read(st.query_params.to_dict(), find=_find, datasets=catalog.names())
    if notes:
        visit(state)
        note(notes)
    st.session_state[_LAST] = state.query()
    return state


def visit(state: State) -> None:
    """Make the address say `state`. The script goes on; call `st.rerun()` to show the new state at once."""
    st.session_state.pop(_NOTES, None)
    st.session_state[_LAST] = state.query()
    st.query_params.from_dict(state.query())


def last_train() -> dict[str, str]:
    """Return the query that Train had when it was last open in this session."""
    return dict(st.session_state.get(_LAST, {}))


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
