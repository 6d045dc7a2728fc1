"""The frame around every page: top bar, notes about the address, and a card where a page fails."""

import base64
from collections.abc import Sequence
from functools import cache
from html import escape

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from shapviz.errors import ShapvizError
from shapviz.ui import address, assets, cards, level, part, resources, theme
from shapviz.ui.menu import MENU, home, page


def render() -> None:
    """Draw the frame and, in it, the page that the address names."""
    pages = [page(name) for name in MENU]
    here = st.navigation([home(), *pages], position="hidden")
    title = f"{here.title} · shapviz" if here.url_path else here.title
    st.set_page_config(page_title=title, page_icon=str(assets.OWN / "logo.svg"), layout="wide")
    st.html(theme.variables())
    _bar(pages, here.url_path or MENU[0])
    address.arrive(here.url_path)
    try:
        here.run()
    except ShapvizError as error:
        cards.failure(error)
    resources.settle()


def context_strip(facts: Sequence[str]) -> None:
    """Show one line that says what is on screen, most important fact first."""
    first, *others = facts
    spans = f"<span><b>{escape(first)}</b></span>" + "".join(f"<span>{escape(fact)}</span>" for fact in others)
    st.html(f'<div class="sv-strip">{spans}</div>')


def notes() -> None:
    """Show what the address said wrongly, until it is dismissed or the address changes."""
    if not (found := address.notes()):
        return
    with st.container(key="notes", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="sv-note" role="status">{escape(" ".join(found))}</p>', width="stretch")
        st.button("Dismiss", on_click=address.dismiss_notes, type="tertiary")


def _bar(pages: Sequence[StreamlitPage], here: str) -> None:
    """Draw the top bar: brand, a link to every page, and on a phone a menu instead of the links."""
    with st.container(key="bar", horizontal=True):
        logo = f'<img src="{_logo()}" alt="" width="26" height="22">'
        st.html(f'<a class="sv-brand" href="/" target="_self">{logo}shapviz</a>', width="content")
        with st.container(key="wide-menu", horizontal=True):
            _links(pages, here, "wide")
        with st.container(key="level"):
            level.switch("bar")
        with st.container(key="tools"):
            part.draw("frame/tools", {}, key="frame/tools")
        with st.container(key="phone-menu"), st.popover("Menu", icon=":material/menu:", type="tertiary"):
            _links(pages, here, "phone")
            level.switch("menu")


def _links(pages: Sequence[StreamlitPage], here: str, menu: str) -> None:
    """Draw a link to every page, the one that is `here` marked. Train opens where it was left."""
    for link in pages:
        mark = "here" if link.url_path == here else "there"
        with st.container(key=f"{mark}-{menu}-{link.url_path}"):
            st.page_link(link, query_params=address.last_train() if link.url_path == "train" else None)


@cache
def _logo() -> str:
    """Return the logo as a data URI, since Streamlit takes inline SVG out of HTML."""
    return "data:image/svg+xml;base64," + base64.b64encode((assets.OWN / "logo.svg").read_bytes()).decode()
