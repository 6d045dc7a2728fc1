"""Settings that most people never touch: everything in the specification that the three steps do not set."""

import streamlit as st

from shapviz.ui import address
from shapviz.ui.form import control, field, words
from shapviz.ui.state import State

_SET_BY_STEPS = {"name", "order", "sequence", "noise", "modalities", "head", "size"}
_OPEN = "advanced.open"  # session state
_ACROSS = 4  # columns
_SECTIONS = ("training", "strategy", "valuation", "model", "device")


def ask() -> None:
    """Have the settings opened. They stay open until dismissed, also when the page is drawn anew beneath them."""
    st.session_state[_OPEN] = True


def answer() -> None:
    """Draw the settings if they have been asked for."""
    if st.session_state.get(_OPEN):
        _dialog()


def _dismiss() -> None:
    st.session_state.pop(_OPEN, None)


@st.dialog("Advanced settings", width="large", on_dismiss=_dismiss)
def _dialog() -> None:
    """Draw the form, a section of the spec at a time. Every change goes to the address at once."""
    state = address.current()
    for section in _SECTIONS:
        names = [name for name in type(getattr(state.spec, section)).model_fields if name not in _SET_BY_STEPS]
        if names:
            heading = words(state.spec.strategy.name if section == "strategy" else section).capitalize()
            st.html(f'<h3 class="sv-group">{heading}</h3>')
            _grid(state, section, names)
    st.html('<h3 class="sv-group">Run</h3>')
    left, right = st.columns([1, _ACROSS - 1], vertical_alignment="bottom")
    with left:
        key = control("setup.seed", state.spec.seed)
        st.number_input("Seed", 0, 2**31 - 1, key=key, on_change=_take_seed, help="seeds split, weights and batches")
    with right:
        key = control("setup.companions", state.companions)
        st.toggle(
            "Train what to compare with",
            key=key,
            on_change=_take_companions,
            help="Also trains the same network jointly, and each modality alone, unless such runs exist already.",
        )


def _grid(state: State, section: str, names: list[str]) -> None:
    """Draw fields in columns."""
    columns = st.columns(_ACROSS)
    for place, name in enumerate(names):
        with columns[place % _ACROSS]:
            field(state, section, name)


def _take_seed() -> None:
    address.visit(address.current().with_spec(seed=st.session_state["setup.seed"]))


def _take_companions() -> None:
    address.visit(address.current().model_copy(update={"companions": st.session_state["setup.companions"]}))
