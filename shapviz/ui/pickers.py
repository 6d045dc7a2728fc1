"""Choosing by picture and by place: what Streamlit's own widgets cannot do, as real buttons."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from shapviz.data.info import DatasetInfo
from shapviz.figures.theme import styles
from shapviz.ui import assets

_IN_SIGHT = 6  # datasets shown before "more" is pressed


def datasets(cards: Sequence[DatasetInfo], *, chosen: str, on_choice: Callable[[str], None]) -> None:
    """Draw a picture for every dataset; the chosen one is marked. `on_choice` gets the name of another one pressed."""
    items = tuple(
        {"name": card.name, "title": card.title, "src": assets.url(f"thumbnails/{card.name}.png")} for card in cards
    )
    data = {"items": items, "chosen": chosen, "sight": _IN_SIGHT}
    _mount("datasets", data, on_choice)


def sequence(order: Sequence[str], players: Sequence[str], *, on_choice: Callable[[list[str]], None]) -> None:
    """Draw the modalities in their order of turns, each with buttons that move it. `on_choice` gets the new order."""
    looks = styles(players)
    items = tuple({"name": name, "glyph": looks[name].glyph, "colour": looks[name].colour} for name in order)
    data = {"items": items}
    _mount("sequence", data, on_choice)


def _mount(name: str, data: dict[str, Any], on_choice: Callable[[Any], None]) -> None:
    """Draw the component `name` and pass on what is chosen in it.

    Args:
        name: Of its file in `assets/pickers`.
        data: Whatever it draws. No lists: Streamlit would load pandas to see whether one is a table.
        on_choice: Called with what is chosen.
    """
    key = f"picker.{name}"
    script = (assets.OWN / "pickers" / f"{name}.js").read_text(encoding="utf-8")
    component = st.components.v2.component(
        f"shapviz.{name}", html='<div class="sv-picker"></div>', js=script, isolate_styles=False
    )
    component(data=data, key=key, on_choice_change=lambda: on_choice(st.session_state[key].choice))
