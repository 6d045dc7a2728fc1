"""Widgets for the fields of a run specification, controlled by the address.

A widget shows what the address says and keeps nothing of its own: before it is drawn it gets the value of the state,
and when a person changes it, the new state is written to the address. What a field may be, its bounds and its words
come from the specification, so that a new option of a strategy needs no new code here.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import streamlit as st
from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

from shapviz.runs.options import Options
from shapviz.ui import address
from shapviz.ui.state import State

if TYPE_CHECKING:  # not part of Streamlit's public names
    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

_SMALLEST = 1e-6  # stands in for "greater than zero" in number inputs, which know closed bounds only


def control(key: str, value: object) -> str:
    """Make the widget with `key` show `value`, and return the key."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def fill(folded: "ExpanderContainer", draw: Callable[[], None]) -> None:
    """Draw what is folded away, but only while it is open.

    The browser makes a widget when it is first in sight. One that was sent earlier has forgotten by then which value
    it was to show, and reports its own default as if a person had chosen it.
    """
    if folded.open:
        with folded:
            draw()


def field(state: State, section: str, name: str, *, label: str = "") -> None:
    """Draw the widget for one field of a section of the spec, or with "" for a section of the spec itself.

    It is labelled with the field's name unless `label` says more.
    """
    options: Options = getattr(state.spec, section) if section else state.spec
    about, value = type(options).model_fields[name], getattr(options, name)
    key = control(f"setup.{section}.{name}", list(value) if isinstance(value, tuple) else value)
    drawn: dict[str, Any] = {"key": key, "on_change": _take, "args": (section, name, key), "help": about.description}
    label = label or words(name).capitalize()
    if choices := _choices(about):
        st.selectbox(label, choices, format_func=words, **drawn)
    elif isinstance(value, bool):
        st.toggle(label, **drawn)
    elif isinstance(value, tuple):
        st.multiselect(label, _members(about), format_func=words, placeholder="None", **drawn)
    else:
        low, high = _bounds(about, type(value))
        step, form = (1, "%d") if isinstance(value, int) else (None, "%g")
        st.number_input(label, low, high, step=step, format=form, **drawn)


def segments(state: State, section: str, name: str) -> None:
    """Draw a field that is one of a few words as a row of segments."""
    options: Options = getattr(state.spec, section)
    about = type(options).model_fields[name]
    key = control(f"setup.{section}.{name}", getattr(options, name))
    st.segmented_control(
        words(name).capitalize(),
        _choices(about),
        required=True,
        key=key,
        format_func=lambda choice: "MLP" if choice == "mlp" else words(choice).capitalize(),
        label_visibility="collapsed",
        width="stretch",
        on_change=_take,
        args=(section, name, key),
    )


def words(name: str) -> str:
    """Return a name of the code as people read it."""
    return name.replace("own_full", "own + full").replace("_", " ")


def _take(section: str, name: str, key: str) -> None:
    """Write what a person chose to the address.

    A widget that is drawn anew may report that it is empty before the browser has been told what it is to show. No
    field can be empty, so nobody has chosen that.
    """
    if (chosen := st.session_state[key]) is None:
        return
    state, change = address.current(), {name: chosen}
    address.visit(state.with_settings(section, **change) if section else state.with_spec(**change))


def _choices(about: FieldInfo) -> tuple[Any, ...]:
    """Return what a field may be if it is one of a few words."""
    return get_args(about.annotation) if get_origin(about.annotation) is Literal else ()


def _members(about: FieldInfo) -> tuple[str, ...]:
    """Return what may be listed in a field that lists some of a few words."""
    listed, _ = get_args(about.annotation)  # tuple[words, ...]
    return tuple(word for some in get_args(listed) for word in (get_args(some) or (some,)))


def _bounds(about: FieldInfo, kind: type) -> tuple[Any, Any]:
    """Return the closed bounds of a number, each None where there is none."""
    nudge = kind(1) if kind is int else _SMALLEST
    low = high = None
    for bound in about.metadata:
        match bound:
            case Ge(ge):
                low = kind(ge)
            case Gt(gt):
                low = kind(gt) + nudge
            case Le(le):
                high = kind(le)
            case Lt(lt):
                high = kind(lt) - nudge
    return low, high
