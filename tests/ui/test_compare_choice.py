"""The address of Compare: whatever it says, the page opens, and what it says wrongly is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.errors import UnknownNameError
from shapviz.ui.compare import choice as asked
from shapviz.ui.compare.choice import MOST_RUNS, SHORT, VIEWS, Choice, changed

IDS = tuple(f"{place:032x}"[::-1] for place in range(1, 9))


def find(ref: str) -> str | None:
    fits = [run for run in IDS if ref and run.startswith(ref)]
    return fits[0] if len(fits) == 1 else {"calm-otter": IDS[0]}.get(ref)


def find_study(name: str, dataset: str | None) -> tuple[str, str]:
    for kind, found, known in (("study", name, ["why-own-loss"]), ("dataset", dataset or "race", ["race", "emoji"])):
        if found not in known:
            raise UnknownNameError(kind, found, known)
    return name, dataset or "race"


def read(query, find=find):
    return asked.read(query, find=find, find_study=find_study)


def test_runs_are_found_by_name_and_by_the_beginning_of_their_id() -> None:
    choice, notes = read({"runs": f"calm-otter,{IDS[2][:8]}"})
    assert (choice.runs, notes) == ((IDS[0], IDS[2]), [])


@given(
    st.lists(st.sampled_from(IDS), unique=True).map(tuple),
    st.sampled_from(VIEWS),
    st.none() | st.integers(0, 999_999),
    st.data(),
)
def test_reading_what_a_choice_says_gives_the_same_choice(runs, view: str, epoch, data) -> None:
    baseline = data.draw(st.none() | st.sampled_from(runs)) if runs else None
    studied = data.draw(st.sampled_from([{}, {"study": "why-own-loss", "dataset": "emoji"}]))
    choice = Choice(runs=runs, baseline=baseline, view=view, epoch=epoch, **studied)
    assert read(choice.query()) == (choice, [])


@given(
    st.dictionaries(
        st.sampled_from(["runs", "baseline", "view", "epoch", "study", "dataset", "x"]), st.text(max_size=60)
    )
)
def test_nothing_in_an_address_can_break_the_page(query: dict[str, str]) -> None:
    choice, _ = read(query)
    assert set(choice.runs) <= set(IDS)
    assert choice.baseline is None or choice.baseline in choice.runs
    assert choice.view in VIEWS
    assert read(choice.query()) == (choice, [])


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"runs": "nobody"}, "There is no run 'nobody' here."),
        ({"runs": IDS[0], "baseline": IDS[1]}, "is none of the runs"),
        ({"view": "pie"}, "view: expected share or accuracy or signed"),
        ({"epoch": "-1"}, "epoch: expected a whole number"),
        ({"study": "why-own-los"}, "There is no study named 'why-own-los'"),
        ({"study": "why-own-loss", "dataset": "penguins"}, "There is no dataset named 'penguins'"),
        ({"dataset": "race"}, "says nothing without a study"),
        ({"colour": "red"}, "'colour' says nothing to this page"),
    ],
)
def test_what_is_said_wrongly_is_told(query: dict[str, str], told: str) -> None:
    _, notes = read(query)
    assert told in " ".join(notes)


def test_a_study_is_opened_on_its_first_dataset_with_any_of_its_runs_as_the_baseline() -> None:
    choice, notes = read({"study": "why-own-loss", "baseline": IDS[4][:8]})
    assert (choice.study, choice.dataset, choice.baseline, notes) == ("why-own-loss", "race", IDS[4], [])


def test_the_same_run_twice_is_one_run() -> None:
    assert read({"runs": f"calm-otter,{IDS[0]},{IDS[0][:SHORT]}"})[0].runs == (IDS[0],)


def test_an_endless_list_of_runs_is_cut() -> None:
    asked = [f"{place:032x}" for place in range(MOST_RUNS + 5)]
    choice, notes = read({"runs": ",".join(asked)}, find=lambda ref: ref)
    assert len(choice.runs) == MOST_RUNS
    assert f"the first {MOST_RUNS} of {MOST_RUNS + 5} are shown" in notes[0]


def test_wishes_of_another_kind_change_nothing() -> None:
    choice = Choice(runs=IDS[:2], baseline=IDS[0])
    assert changed(choice, {"runs": "all", "baseline": 3, "view": ["x"]}) == choice
    assert changed(choice, {"runs": [1, 2]}) == choice
    assert changed(choice, {"runs": [IDS[3], IDS[3]]}).runs == (IDS[3],)


def test_a_baseline_that_is_left_out_is_no_longer_one() -> None:
    choice = Choice(runs=IDS[:2], baseline=IDS[0])
    assert changed(choice, {"runs": [IDS[1], IDS[2]]}).baseline is None
    assert changed(choice, {"baseline": IDS[1]}).baseline == IDS[1]
