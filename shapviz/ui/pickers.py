"""Choosing by picture and by place: what Streamlit's own widgets cannot do, as real buttons."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from shapviz.data.info import DatasetInfo
from shapviz.figures.theme import styles
from shapviz.ui import assets, part

_IN_SIGHT = 6  # datasets shown before "more" is pressed


def datasets(cards: Sequence[DatasetInfo], *, chosen: str, on_choice: Callable[[str], None]) -> None:
    """Draw a picture for every dataset; the chosen one is marked. `on_choice` gets the name of the one pressed."""
    items = tuple(
        {"name": card.name, "title": card.title, "src": assets.url(f"thumbnails/{card.name}.png")} for card in cards
    )
    _draw("pickers/datasets", {"items": items, "chosen": chosen, "sight": _IN_SIGHT}, on_choice)


def sequence(order: Sequence[str], players: Sequence[str], *, on_choice: Callable[[list[str]], None]) -> None:
    """Draw the modalities in their order of turns, each with buttons that move it. `on_choice` gets the new order."""
    looks = styles(players)
    items = tuple({"name": name, "glyph": looks[name].glyph, "colour": looks[name].colour} for name in order)
    _draw("pickers/sequence", {"items": items}, on_choice)


def _draw(module: str, data: dict[str, Any], on_choice: Callable[[Any], None]) -> None:
    """Draw a picker and pass on what is chosen in it."""
    part.draw(module, data, key=module, on_choice_change=lambda: on_choice(st.session_state[module].choice))
