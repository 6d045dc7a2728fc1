"""The address of Attribution: whatever it says, the page opens, and what it says wrongly is told."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.data import catalog
from shapviz.runs.attribution import CLASS, Question
from shapviz.ui.attribution import state
from shapviz.ui.attribution.state import (
    BARS,
    BASELINES,
    CALLS,
    FILTERS,
    INSIDE,
    OTHERS,
    PAYOFFS,
    SCOPES,
    TARGETS,
    Choice,
    Known,
)

EPOCHS = 12
IDS = tuple(f"{place:032x}"[::-1] for place in range(1, 4))
EMOJI = catalog.info("emoji3")
KNOWN = Known(EMOJI.names, EMOJI.classes, EPOCHS)


def find(ref: str) -> str | None:
    fits = [run for run in IDS if ref and run.startswith(ref)]
    return fits[0] if len(fits) == 1 else {"calm-otter": IDS[0]}.get(ref)


def read(query: Mapping[str, str]) -> tuple[Choice, list[str]]:
    return state.read(query, find=find, known=lambda run: KNOWN)


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    def some(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if draw(st.booleans()))

    targets = [*TARGETS, *(f"{CLASS}{name}" for name in EMOJI.classes)]
    return Choice(
        run=draw(st.none() | st.sampled_from(IDS)),
        epoch=draw(st.none() | st.integers(0, EPOCHS - 1)),
        row=draw(st.none() | st.integers(0, 10**9 - 1)),
        question=Question(
            payoff=draw(st.sampled_from(PAYOFFS)),
            target=draw(st.sampled_from(targets)),
            baseline=draw(st.sampled_from(BASELINES)),
        ),
        calls=draw(st.sampled_from(CALLS)),
        bars=draw(st.sampled_from(BARS)),
        scope=draw(st.sampled_from(SCOPES)),
        inside=draw(st.none() | st.sampled_from(INSIDE)),
        others=draw(st.sampled_from(OTHERS)),
        filters=some(FILTERS),
        led=some(EMOJI.names),
        only=draw(st.none() | st.sampled_from(EMOJI.classes)),
    )


@given(choices())
def test_reading_what_a_choice_says_gives_the_same_choice(choice: Choice) -> None:
    assert read(choice.query()) == (choice, [])


@given(
    st.dictionaries(
        st.sampled_from(
            [*Choice(epoch=1, row=1, inside="x", only="y").query(), "run", "target", "filter", "led", "calls"]
        ),
        st.text(max_size=60),
    )
)
def test_nothing_in_an_address_can_break_the_page(query: dict[str, str]) -> None:
    choice, _ = read(query)
    assert set(choice.led) <= set(EMOJI.names)
    assert choice.calls in CALLS
    assert read(choice.query()) == (choice, [])


def test_a_page_as_it_opens_says_nothing() -> None:
    assert Choice().query() == {}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"run": "nobody"}, "There is no run 'nobody' here."),
        ({"epoch": "13"}, "the run has come to 12, found 13; the newest is shown"),
        ({"epoch": "last"}, "epoch: expected a whole number"),
        ({"row": "-1"}, "row: expected a whole number from 0, found '-1'"),
        ({"payoff": "odds"}, "payoff: expected probability or log_likelihood or logit"),
        ({"target": "class:Travell"}, "Did you mean 'Travel'?"),
        ({"target": "Travel"}, "target: expected true or predicted"),
        ({"baseline": "noise"}, "baseline: expected own or zero"),
        ({"calls": "300"}, "calls: expected 256 or 64"),
        ({"inside": "captum.oclusion"}, "Did you mean 'captum.occlusion'?"),
        ({"filter": "wrong,rong"}, "Did you mean 'wrong'?"),
        ({"led": "notto"}, "Did you mean 'noto'?"),
        ({"class": "Foods"}, "Did you mean 'Food'?"),
        ({"colour": "red"}, "'colour' says nothing to this page"),
    ],
)
def test_what_is_said_wrongly_is_told(query: dict[str, str], told: str) -> None:
    choice, notes = read(query)
    assert told in " ".join(notes)
    assert read(choice.query()) == (choice, [])


def test_the_newest_epoch_need_not_be_said() -> None:
    assert read({"epoch": "12"}) == (Choice(), [])
