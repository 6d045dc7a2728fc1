"""Cards for the states that every page has besides the good one: something failed, or nothing is there yet."""

from html import escape

import streamlit as st

from shapviz.errors import ShapvizError


def error(failure: ShapvizError, *, details: str = "") -> None:
    """Show what happened and what to do about it."""
    st.html(card("That did not work", failure.problem, failure.remedy, role="alert"))
    if details:
        with st.expander("Details"):
            st.code(details, language=None, wrap_lines=True)


def empty(title: str, invitation: str) -> None:
    """Show an invitation where there is nothing yet. One obvious button should follow it."""
    st.html(card(title, invitation))


def card(title: str, *sentences: str, role: str = "note") -> str:
    """Return a bordered card as HTML, its text escaped."""
    lines = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    return f'<section class="sv-card" role="{role}"><h2>{escape(title)}</h2>{lines}</section>'
