"""The button that takes in a run from a file."""

import streamlit as st

from shapviz.data import catalog
from shapviz.errors import ShapvizError
from shapviz.runs import exchange
from shapviz.ui import resources

_TURN = "arrivals.turn"  # session state: how many files have been taken in; each has a widget of its own


def button() -> str:
    """Draw the button, and return what to say of a file that somebody has just given; nothing otherwise."""
    turn = st.session_state.setdefault(_TURN, 0)
    with st.popover("Import", icon=":material/upload_file:", width="content"):
        limit = st.get_option("server.maxUploadSize")
        st.html(f'<p class="sv-say">A run that was exported as ZIP, of up to {limit} MB. Checkpoints come along.</p>')
        copy = st.checkbox("As a copy, if it is here already", key=f"arrivals.copy.{turn}")
        file = st.file_uploader("A run's ZIP file", type="zip", key=f"arrivals.file.{turn}")
    if file is None:
        return ""
    st.session_state[_TURN] = turn + 1
    try:
        arrived = exchange.take_in(resources.store(), resources.artifacts(), file, catalog.info, copy=copy)
    except ShapvizError as error:
        return str(error)
    other = f" Another run was called '{arrived.called}' already." if arrived.run.name != arrived.called else ""
    return f"'{arrived.run.name}' has come in.{other}"
