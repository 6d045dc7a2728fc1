"""What the page of a lab does with its address, and with what a browser asks it to do."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

import streamlit as st

from shapviz.errors import UsageError
from shapviz.ui import address

Query = Mapping[str, str]


class Choice(Protocol):
    """What is shown on a page."""

    def query(self) -> dict[str, str]:
        """Return the address's query: what differs from the defaults."""
        ...


AnyChoice = TypeVar("AnyChoice", bound=Choice)
Read = Callable[[Query], tuple[AnyChoice, list[str]]]
"""From a query, of which nothing is trusted, to a choice, and a sentence for each thing that had to be changed."""


def chosen(read: Read[AnyChoice]) -> AnyChoice:
    """Return what the address says. What it says wrongly is corrected there, and noted."""
    choice, notes = read(address.query())
    if notes:
        address.write(choice.query())
        address.note(notes)
    return choice


def visit(choice: Choice, notes: list[str] | None = None) -> None:
    """Let the page show something else; `notes` say what of a wish could not be granted."""
    address.note(notes or [])
    address.write(choice.query())


def obey(wish: Mapping[str, Any], read: Read[AnyChoice]) -> None:
    """Visit what a browser wishes to see. A wish that is no query comes from no page of ours, and is passed over."""
    if all(isinstance(value, str) for value in wish.values()):
        visit(*read(wish))


def attempt(deed: Callable[[], None]) -> None:
    """Do it, unless it cannot be done any more, which is then said."""
    try:
        deed()
    except UsageError as error:
        st.toast(str(error))
