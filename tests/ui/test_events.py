"""Marks and stops are what happened, at the epoch at which it happened."""

from dataclasses import replace

from shapviz.figures.course import Course
from shapviz.games.summary import Interval
from shapviz.jobs.when import When
from shapviz.ui import events
from tests.figures import records


def with_shares(course: Course, *shares: tuple[float, ...], half: float) -> Course:
    """Return `course` with these shares in its first trained epochs."""
    changed = list(course.records)
    for epoch, estimates in enumerate(shares, start=1):
        valuation = changed[epoch].valuation
        assert valuation is not None
        around = tuple(Interval(share, share - half, share + half) for share in estimates)
        changed[epoch] = changed[epoch].model_copy(update={"valuation": replace(valuation, shares=around)})
    return replace(course, records=tuple(changed))


def test_the_most_accurate_epoch_is_marked_where_it_was_first_reached() -> None:
    course = records.course(4)
    best = tuple(0.999 for _ in range(8))
    kept = [
        record.model_copy(update={"accuracy": best}) if record.epoch in (2, 3) else record for record in course.records
    ]
    assert {"epoch": 2, "glyph": "★", "text": "best"} in events.marks(replace(course, records=tuple(kept)))


def test_a_lead_that_changes_hands_is_marked() -> None:
    course = with_shares(records.course(3), (0.6, 0.3, 0.1), (0.2, 0.7, 0.1), (0.1, 0.8, 0.1), half=0.05)
    assert [mark for mark in events.marks(course) if mark["glyph"] != "★"] == [
        {"epoch": 2, "glyph": "■", "text": "fox leads"}
    ]


def test_a_lead_within_the_intervals_is_not_marked() -> None:
    course = with_shares(records.course(3), (0.36, 0.34, 0.3), (0.34, 0.36, 0.3), (0.36, 0.34, 0.3), half=0.05)
    assert [mark for mark in events.marks(course) if mark["glyph"] != "★"] == []


def test_an_untrained_network_has_no_marks() -> None:
    assert events.marks(records.course(5, so_far=0)) == []


def test_every_stop_but_the_end_is_a_condition_that_the_queue_understands() -> None:
    end, *others = events.stops(records.run(20), 20)
    assert end == {"value": "", "text": "until epoch 20", "epoch": 20}
    assert {When.model_validate_json(stop["value"]) for stop in others} >= {When(epoch=10), When(edm_below=0.05)}


def test_a_stop_knows_the_first_epoch_at_which_it_came_to_pass() -> None:
    run = records.run(20)
    stops = {stop["value"]: stop["epoch"] for stop in events.stops(run, 20)}
    for value, epoch in list(stops.items())[1:]:
        when = When.model_validate_json(value)
        met = [record.epoch for record in run if record.epoch and when.met(run[: record.epoch + 1])]
        assert epoch == (met[0] if met else None)


def test_a_stop_that_has_not_come_to_pass_has_no_epoch() -> None:
    stops = {stop["text"]: stop["epoch"] for stop in events.stops(records.run(20)[:3], 20)}
    assert stops["until epoch 10"] is None
