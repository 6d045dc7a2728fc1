"""What all sessions of one server share: the run store and the queue."""

import streamlit as st

from shapviz.jobs.queue import LocalQueue
from shapviz.runs.store import RunStore


@st.cache_resource(show_spinner=False)
def store() -> RunStore:
    """Return the run store of this server. A failure is not kept: the next page that asks tries again.

    Raises:
        StoreError: If it cannot be opened.
    """
    return RunStore.open()


@st.cache_resource(show_spinner=False)
def queue() -> LocalQueue:
    """Return the queue of this server's run store."""
    return LocalQueue(store())
