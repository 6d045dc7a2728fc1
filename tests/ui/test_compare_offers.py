"""What else could be compared."""

from shapviz.runs.recorded import recordings
from shapviz.ui.compare import offers


def test_of_the_shipped_runs_those_are_compared_that_saw_the_same_data() -> None:
    shipped = {recording.info.id: recording.info.name for recording in recordings()}
    chosen = offers.recorded([recording.info for recording in recordings()])
    assert {shipped[run] for run in chosen} == {"race-joint", "race-unimodal", "race-weak-first"}
