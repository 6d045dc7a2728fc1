"""Hypothesis strategies: synthetic runs of every shape that the figures must bear."""

from hypothesis import strategies as st

from shapviz.figures.course import Course, Ghost
from shapviz.figures.theme import THEMES
from tests.figures.records import NAMES, record

SKILLS = st.sampled_from([0.0, 0.02, 0.2, 0.5, 0.8, 0.97])
THEMED = st.sampled_from(list(THEMES.values()))


@st.composite
def courses(draw: st.DrawFn, *, most_epochs: int = 12) -> Course:
    """Draw a run of 2 to 8 modalities, alive or done, valued always or now and then, with undefined shares."""
    players = NAMES[: draw(st.integers(2, 8))]
    epochs = draw(st.integers(1, most_epochs))
    so_far = draw(st.integers(0, epochs))
    every = draw(st.integers(1, 4))
    alternating = draw(st.booleans())

    def records(last: int) -> list:
        everybody = st.lists(SKILLS, min_size=len(players), max_size=len(players))
        return [
            record(
                epoch,
                epochs,
                players,
                [0.0] * len(players) if draw(st.booleans()) and epoch % 3 == 0 else draw(everybody),
                alternating=alternating,
                valued=epoch % every == 0 or epoch == epochs,
            )
            for epoch in range(last + 1)
        ]

    ghost = Ghost("had it been joint", "joint", tuple(records(epochs))) if draw(st.booleans()) else None
    ceilings = {player: 0.8 for player in players if draw(st.booleans())}
    probes = {player: 0.7 for player in players if draw(st.booleans())}
    return Course(tuple(records(so_far)), epochs, ghost, ceilings, probes)
