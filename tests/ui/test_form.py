"""Widgets for settings: what a person chooses goes to the address, and nothing else does."""

from typing import get_args

import pytest
import streamlit as st

from shapviz.runs.corruptions import Corruption
from shapviz.runs.spec import RunSpec
from shapviz.ui import address, form, settings
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


def test_a_field_that_lists_words_offers_each_of_them_once(visited, monkeypatch):
    drawn = []
    monkeypatch.setattr(st, "multiselect", lambda label, options, **_: drawn.append((label, options)))
    form.field(State(), "robustness", "corruptions")
    assert drawn == [("Corruptions", (*get_args(Corruption), "all"))]


def test_several_words_that_are_chosen_are_written_to_the_address_and_read_from_it(visited):
    st.session_state["corruptions"] = ["noise", "missing"]
    form._take("robustness", "corruptions", "corruptions")
    (state,) = visited
    assert state.spec.robustness.corruptions == ("noise", "missing")
    assert settings.parse(settings.told(state.spec, RunSpec()), RunSpec()) == (state.spec, [])
