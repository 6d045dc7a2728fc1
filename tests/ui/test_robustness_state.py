"""The address of Robustness: whatever it says, the page opens, and what it says wrongly is told."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.data import catalog
from shapviz.runs.corruptions import FITTING
from shapviz.runs.robustness import Conditions, Corrupted
from shapviz.runs.severity import WORST
from shapviz.ui.robustness import state
from shapviz.ui.robustness.state import STAND_INS, STEP, Choice

IDS = tuple(f"{place:032x}"[::-1] for place in range(1, 4))
EMOJI = catalog.info("emoji3").modalities
CORRUPT = r"(noto|words|nobody):[a-z_]{0,9}:(-?[0-9.]{1,5}|nan|inf)?"
NAMES = tuple(modality.name for modality in EMOJI)


def find(ref: str) -> str | None:
    fits = [run for run in IDS if ref and run.startswith(ref)]
    return fits[0] if len(fits) == 1 else {"calm-otter": IDS[0]}.get(ref)


def read(query: Mapping[str, str]) -> tuple[Choice, list[str]]:
    return state.read(query, find=find, players=lambda run: EMOJI)


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    run, beside = draw(st.permutations([*IDS, None]))[:2]
    hit = draw(st.lists(st.sampled_from(EMOJI), unique=True))
    steps = st.integers(0, round(WORST / STEP))
    return Choice(
        run=run,
        beside=beside,
        absent=tuple(name for name in NAMES if draw(st.booleans())),
        conditions=Conditions(
            corrupted={
                modality.name: Corrupted(
                    corruption=draw(st.sampled_from(FITTING[modality.kind])), severity=draw(steps) * STEP
                )
                for modality in hit
            },
            stand_in=draw(st.sampled_from(STAND_INS)),
            draw=draw(st.integers(0, 999)),
        ),
        focus=draw(st.none() | st.sampled_from(NAMES)),
    )


@given(choices())
def test_reading_what_a_choice_says_gives_the_same_choice(choice: Choice) -> None:
    assert read(choice.query()) == (choice, [])


@given(
    st.dictionaries(
        st.sampled_from(["run", "beside", "absent", "stand", "corrupt", "focus", "draw", "x"]),
        st.text(max_size=60) | st.from_regex(CORRUPT, fullmatch=True),
    )
)
def test_nothing_in_an_address_can_break_the_page(query: dict[str, str]) -> None:
    choice, _ = read(query)
    assert set(choice.absent) | choice.conditions.corrupted.keys() <= set(NAMES)
    assert all(done.severity % STEP == 0 for done in choice.conditions.corrupted.values())
    assert read(choice.query()) == (choice, [])


def test_a_whole_address_is_understood() -> None:
    query = {"run": "calm-otter", "absent": "noto", "stand": "mean", "corrupt": "noto:noise:3,words:drop_words:1.5"}
    choice, notes = read(query)
    assert (choice.run, choice.absent, choice.conditions.stand_in, notes) == (IDS[0], ("noto",), "mean", [])
    assert choice.conditions.corrupted["words"] == Corrupted(corruption="drop_words", severity=1.5)


def test_a_page_as_it_opens_says_nothing() -> None:
    assert Choice().query() == {}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"run": "nobody"}, "There is no run 'nobody' here."),
        ({"absent": "notto"}, "Did you mean 'noto'?"),
        ({"focus": "word"}, "Did you mean 'words'?"),
        ({"stand": "average"}, "stand: expected own or zero or mean"),
        ({"corrupt": "noto:noise:9"}, "found '9' for noto; 5 is used."),
        ({"corrupt": "noto:noise:-1"}, "found '-1' for noto; 0 is used."),
        ({"corrupt": "noto:noise:much"}, "found 'much' for noto; 0 is used."),
        ({"corrupt": "noto:drop_words:3"}, "no corruption 'drop_words' fits noto (image). Known: noise, blur"),
        ({"corrupt": "notto:noise:3"}, "Did you mean 'noto'?"),
        ({"draw": "1000"}, "draw: expected a whole number from 0 to 999"),
        ({"colour": "red"}, "'colour' says nothing to this page"),
    ],
)
def test_what_is_said_wrongly_is_told(query: dict[str, str], told: str) -> None:
    _, notes = read(query)
    assert told in " ".join(notes)


def test_a_run_does_not_stand_beside_itself() -> None:
    assert read({"run": IDS[0], "beside": "calm-otter"})[0].beside is None
