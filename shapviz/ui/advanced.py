"""Settings that most people never touch: everything in the specification that the three steps do not set."""

from collections.abc import Sequence

import streamlit as st

from shapviz.runs.options import Options
from shapviz.runs.spec import RunSpec
from shapviz.ui import address
from shapviz.ui.form import control, field, words
from shapviz.ui.settings import ELSEWHERE
from shapviz.ui.state import State

_SET_BY_STEPS = {
    "dataset",
    "name",
    "order",
    "sequence",
    "head",
    "size",
    "mapping",
    "prototypes",
    "probes",
}
_OPEN = "advanced.open"  # session state
_ACROSS = 4  # columns


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
    for section, names in _groups(state.spec).items():
        title = state.spec.strategy.name if section == "strategy" else section or "run"
        st.html(f'<h3 class="sv-group">{words(title).capitalize()}</h3>')
        _grid(state, section, names)
    st.toggle(
        "Train what to compare with",
        key=control("setup.companions", state.companions),
        on_change=_take_companions,
        help="Also trains the same network jointly, and each modality alone, unless such runs exist already.",
    )


def _groups(spec: RunSpec) -> dict[str, list[str]]:
    """Return the fields of the form by their section of the spec; those without a section come last, under ""."""
    groups: dict[str, list[str]] = {}
    alone = []
    for section, part in spec:
        if section in ELSEWHERE:
            continue
        if isinstance(part, Options) and section not in _SET_BY_STEPS:
            groups[section] = [name for name in type(part).model_fields if name not in _SET_BY_STEPS]
        elif section not in _SET_BY_STEPS:
            alone.append(section)
    return {section: names for section, names in (groups | {"": alone}).items() if names}


def _grid(state: State, section: str, names: Sequence[str]) -> None:
    """Draw fields in columns."""
    columns = st.columns(_ACROSS)
    for place, name in enumerate(names):
        with columns[place % _ACROSS]:
            field(state, section, name)


def _take_companions() -> None:
    address.visit(address.current().model_copy(update={"companions": st.session_state["setup.companions"]}))
