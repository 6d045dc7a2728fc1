"""What lists say of runs and studies follows from the store, and is small however long a run is."""

from datetime import UTC, datetime

import pytest

from shapviz.games.summary import Interval
from shapviz.runs.info import Failure, RunInfo
from shapviz.runs.options import Joint
from shapviz.runs.outline import Outline, Result
from shapviz.runs.spec import DatasetSpec, RunSpec
from shapviz.runs.study import parse_study
from shapviz.runs.study_store import Study
from shapviz.runs.unreadable import UnreadableRun
from shapviz.ui import runrows, studyrows

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def run(number: int = 0, **about: object) -> RunInfo:
    told = {"id": f"{number:032x}", "name": f"run-{number}", "created_at": NOW, "origin": "user", "spec": RunSpec()}
    return RunInfo.model_validate(told | {"status": "finished", "version": "0.1.0"} | about)


def test_a_result_is_told_with_its_interval_and_can_be_sorted_by() -> None:
    result = Result(accuracy=Interval(0.897, 0.88, 0.91), edm=Interval(0.034, 0.0, 0.08))
    row = runrows.whole(run(), Outline(result=result))
    assert row["accuracy"] == {"told": "89.7 %", "interval": "88.0 – 91.0", "value": 0.897}
    assert row["edm"] == {"told": "0.03", "interval": "0.00 – 0.08", "value": 0.034}


def test_what_is_not_known_is_nothing() -> None:
    row = runrows.whole(run(), Outline())
    assert (row["accuracy"], row["edm"], row["course"]) == (None, None, ())
    undefined = Outline(result=Result(accuracy=Interval(0.1, 0.0, 0.2), edm=None))
    assert runrows.whole(run(), undefined)["edm"] is None


@pytest.mark.parametrize("points", [1, 2, 31, 32, 33, 100, 1001])
def test_a_course_is_thinned_and_keeps_its_ends(points: int) -> None:
    course = tuple((epoch, epoch / points) for epoch in range(points))
    drawn = runrows.whole(run(), Outline(accuracy=course))["course"]
    assert len(drawn) <= runrows.MOST_POINTS + 1
    assert (drawn[0], drawn[-1]) == (course[0], course[-1])
    assert sorted(set(drawn)) == list(drawn)


def test_a_failure_is_told_with_its_remedy() -> None:
    failure = Failure(problem="The loss is no longer finite.", remedy="Learn more slowly.")
    assert runrows.about(run(status="failed", error=failure))["problem"] == f"{failure.problem} {failure.remedy}"


def test_a_run_of_another_version_says_whose_it_is() -> None:
    theirs = UnreadableRun(id="0" * 32, name="x", created_at=NOW, version="99.0", why="telepathy: not permitted")
    row = runrows.strange(theirs)
    assert row["strange"] == "newer run"
    assert "shapviz 99.0" in row["problem"]
    assert "telepathy" in row["problem"]


def study(*runs: RunInfo, name: str = "orders") -> Study:
    spec = parse_study(
        {
            "name": name,
            "settings": {"joint": {"strategy": {"name": "joint"}}, "late": {"strategy": {"name": "unimodal"}}},
            "datasets": {"race": {}, "emoji": {"dataset": {"name": "emoji"}}},
            "seeds": 2,
            "baseline": "joint",
        }
    )
    return Study(name=name, created_at=NOW, spec=spec, runs=frozenset(each.id for each in runs))


EMOJI = RunSpec(dataset=DatasetSpec(name="emoji"), strategy=Joint())


def test_a_study_counts_its_runs_and_compares_them_by_dataset() -> None:
    cells = [run(1), run(2), run(3, status="failed"), run(4, status="queued"), run(5, spec=EMOJI)]
    cells = [cell.model_copy(update={"origin": "study"}) for cell in cells]
    runs = {each.id: each for each in [*cells, run(9)]}
    (group,) = studyrows.groups([study(*cells)], runs, {}, opened=None)
    assert group["standing"] == "3 finished, 1 waiting, 1 failed"
    assert group["shape"] == "2 settings × 2 datasets × 2 seeds"
    assert group["share"] == 3 / 8
    assert group["rows"] is None
    assert group["compare"] == (
        {"dataset": "race", "link": "/compare?study=orders&dataset=race"},
        {"dataset": "emoji", "link": "/compare?study=orders&dataset=emoji"},
    )


def test_only_the_study_that_is_open_lays_out_its_runs() -> None:
    cells = [run(number, origin="study") for number in range(3)]
    runs = {each.id: each for each in cells}
    open_one, closed = studyrows.groups([study(*cells), study(name="other")], runs, {}, opened="orders")
    assert [row["name"] for row in open_one["rows"]] == ["run-0", "run-1", "run-2"]
    assert (closed["rows"], closed["standing"], closed["compare"]) == (None, "no runs", ())


def test_runs_of_a_study_are_not_listed_one_by_one_but_those_of_a_forgotten_one_are() -> None:
    grouped, forgotten, borrowed = run(1, origin="study"), run(2, origin="study"), run(3)
    runs = {each.id: each for each in (grouped, forgotten, borrowed)}
    assert studyrows.alone([study(grouped, borrowed)], runs) == [forgotten, borrowed]
