"""Cards for the states that every page has besides the good one: something failed, or nothing is there yet."""

from datetime import datetime
from html import escape

import streamlit as st

from shapviz.errors import ShapvizError


def failure(error: Exception) -> bool:
    """Show what happened and what to do about it. Returns True, by which Streamlit knows that it need not."""
    if isinstance(error, ShapvizError):
        st.html(_card("That did not work", error.problem, error.remedy, role="alert"))
    else:
        happened = "Something failed that should not have. Nothing that was recorded is lost, and jobs go on."
        st.html(_card("This page has a fault", happened, "Reload the page.", role="alert"))
        with st.expander("Details", width=640):
            st.text(f"{type(error).__name__} at {datetime.now():%H:%M:%S}. The server's log says where.")
    return True


def empty(title: str, invitation: str) -> None:
    """Show an invitation where there is nothing yet. One obvious button should follow it."""
    st.html(_card(title, invitation, role="note"))


def _card(title: str, *sentences: str, role: str) -> str:
    """Return a bordered card as HTML, its text escaped."""
    lines = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    return f'<section class="sv-card" role="{role}"><h2>{escape(title)}</h2>{lines}</section>'
