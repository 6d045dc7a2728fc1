"""The level is the frame's: it stays when a page writes its address, and what is no level is the usual one."""

from typing import Any

import pytest
import streamlit as st

from shapviz.ui import address, level


class Address(dict[str, str]):
    """Streamlit's query parameters as far as they are used."""

    def to_dict(self) -> dict[str, str]:
        return dict(self)

    def from_dict(self, said: dict[str, str]) -> None:
        self.clear()
        self.update(said)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Address:
    params, session = Address(), dict[str, Any]()
    monkeypatch.setattr(st, "query_params", params)
    monkeypatch.setattr(st, "session_state", session)
    return params


@pytest.mark.parametrize(("asked", "found"), [("learn", "learn"), ("research", "research"), ("all", "explore")])
def test_what_is_no_level_is_the_usual_one(said: Address, asked: str, found: str) -> None:
    said["level"] = asked
    assert level.current() == found


def test_it_is_remembered_where_the_address_does_not_say_it(said: Address) -> None:
    assert level.current() == "explore"
    said["level"] = "learn"
    assert level.current() == "learn"
    said.clear()
    assert level.current() == "learn"


def test_a_page_neither_sees_nor_loses_it(said: Address) -> None:
    said.update(level="research", run="calm-otter")
    assert address.query() == {"run": "calm-otter"}
    address.write({"run": "brave-lake"})
    assert said == {"run": "brave-lake", "level": "research"}


def test_choosing_changes_nothing_else_in_the_address_and_the_usual_level_is_not_said(said: Address) -> None:
    said.update(run="calm-otter", epoch="3")
    level._choose("learn")
    assert said == {"run": "calm-otter", "epoch": "3", "level": "learn"}
    level._choose("nonsense")
    assert level.current() == "learn"
    level._choose("explore")
    assert said == {"run": "calm-otter", "epoch": "3"}
    assert level.current() == "explore"
