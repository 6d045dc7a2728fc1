"""The pages that there are. A page is in the menu from the day it works: a file in `pages/`, and its name here."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from shapviz.paths import bundle

MENU = ("train", "compare", "robustness", "attribution", "runs")  # in the order of the bar; the first is what `/` shows


def page(name: str) -> StreamlitPage:
    """Return a page of the menu, to link or to switch to."""
    return st.Page(_file(name), title=name.capitalize(), url_path=name)


def home() -> StreamlitPage:
    """Return what `/` shows, which is a page of its own: Streamlit gives its default page no other address."""
    return st.Page(_file(MENU[0]), title="shapviz", url_path="home", default=True)


def _file(name: str) -> Path:
    return bundle() / "pages" / f"{name}.py"
