"""How much every page shows: what a beginner needs, what most people need, or everything."""

from typing import Final, Literal, get_args

import streamlit as st

from shapviz.ui import part

Level = Literal["learn", "explore", "research"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
KEY: Final = "level"  # in the address of every page, and in the session for addresses that do not say it
USUAL: Final[Level] = "explore"


def current() -> Level:
    """Return the level that the address asks for, else the one that was last chosen in this session."""
    asked = st.query_params.get(KEY, st.session_state.get(KEY))
    found = next((level for level in LEVELS if level == asked), USUAL)
    st.session_state[KEY] = found
    return found


def told() -> dict[str, str]:
    """Return what an address has to say of the level: nothing where it is the usual one."""
    return {} if (level := current()) == USUAL else {KEY: level}


def switch(place: str) -> None:
    """Draw the switch. `place` tells it from others on the page: there is one in the bar and one in the menu."""
    key = f"frame/level-{place}"
    data = {"level": current(), "levels": LEVELS, "name": key}
    part.draw("frame/level", data, key=key, on_level_change=lambda: _choose(st.session_state[key].level))


def _choose(level: str) -> None:
    """Take what was chosen; what is none of the levels changes nothing."""
    if level not in LEVELS:
        return
    st.session_state[KEY] = level
    rest = {key: value for key, value in st.query_params.to_dict().items() if key != KEY}
    st.query_params.from_dict(rest | ({} if level == USUAL else {KEY: level}))
