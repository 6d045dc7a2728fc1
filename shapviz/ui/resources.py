"""What all sessions of one server share: the run store, the queue and the lab."""

import gc
from functools import cache

import streamlit as st

from shapviz.jobs.lab.client import Lab
from shapviz.jobs.queue import LocalQueue
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.recorded import import_recorded
from shapviz.runs.store import RunStore

BACKGROUND = -10  # priority of runs that nobody is waiting for


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


@st.cache_resource(show_spinner=False)
def artifacts() -> ArtifactStore:
    """Return where the runs of this server keep their checkpoints.

    Raises:
        StoreError: If there can be no such place.
    """
    return ArtifactStore.open()


@st.cache_resource(show_spinner=False)
def lab() -> Lab:
    """Return this server's lab, whose process is started when somebody first needs it."""
    return Lab()


def start() -> None:
    """Lay out the recorded runs, take up what an earlier server left behind, and have a worker ready for the first run.

    Raises:
        StoreError: If the store cannot be opened.
    """
    import_recorded(store(), artifacts())
    queue().ensure_worker()


def tend() -> None:
    """Give the runs of workers that died to others.

    Raises:
        StoreError: If the store cannot be read or written.
    """
    queue().reap()


@st.cache_resource(ttl=60, show_spinner=False)
def warm() -> bool:
    """Return whether a worker had to be started so that the next run begins at once. Looks once a minute at most."""
    return queue().ensure_worker()


@cache
def settle() -> None:
    """Keep the garbage collector from looking at what the imports made, once, after the first page was drawn.

    Streamlit can be told not to collect after every run (`runner.postScriptGC`), but that option is hidden and may go;
    Python collects by itself anyway. Going through the modules each time would take longer than drawing a page.
    """
    gc.collect()
    gc.freeze()
