"""Widgets for settings: what a person chooses goes to the address, and nothing else does."""

import pytest
import streamlit as st

from shapviz.ui import address, form
from shapviz.ui.state import State


@pytest.fixture
def visited(monkeypatch):
    """Return the states that have been written to the address."""
    states: list[State] = []
    monkeypatch.setattr(address, "current", State)
    monkeypatch.setattr(address, "visit", states.append)
    monkeypatch.setattr(st, "session_state", {})
    return states


def test_a_choice_is_written_to_the_address(visited):
    st.session_state["head"] = "mlp"
    form._take("model", "head", "head")
    assert [state.spec.model.head for state in visited] == ["mlp"]


def test_a_widget_that_reports_nothing_has_been_chosen_by_nobody(visited):
    st.session_state["head"] = None
    form._take("model", "head", "head")
    assert visited == []
