from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.data.modality import Kind
from shapviz.errors import UnknownNameError
from shapviz.runs.corruptions import FITTING, WORST, Corruption, about, level, told

PAIRS = [(kind, corruption) for kind, fitting in FITTING.items() for corruption in fitting]
each = pytest.mark.parametrize(("kind", "corruption"), PAIRS)


def test_every_kind_has_corruptions_and_every_corruption_a_kind():
    assert set(FITTING) == set(get_args(Kind))
    assert {corruption for _, corruption in PAIRS} == set(get_args(Corruption))


def test_every_kind_can_be_mispaired_and_missing():
    assert all(fitting[-2:] == ("mispairing", "missing") for fitting in FITTING.values())


@each
def test_levels_go_one_way_and_no_two_are_told_alike(kind, corruption):
    levels = about(kind, corruption).levels
    assert sorted(levels) in (list(levels), list(levels[::-1]))
    assert len({told(kind, corruption, severity) for severity in range(WORST + 1)}) == WORST + 1


@each
@given(severity=st.floats(0, WORST))
def test_levels_are_met_at_whole_severities_and_linear_between(kind, corruption, severity):
    levels = about(kind, corruption).levels
    assert [level(kind, corruption, whole) for whole in range(WORST + 1)] == list(levels)
    below = min(int(severity), WORST - 1)
    expected = levels[below] + (severity - below) * (levels[below + 1] - levels[below])
    assert level(kind, corruption, severity) == pytest.approx(expected)


def test_levels_are_told_in_the_units_of_the_trade():
    assert told("image", "noise", 3) == "σ 0.26"
    assert told("text", "drop_words", 0) == "clean"
    assert told("text", "drop_words", 1.5).endswith(" % of words")
    assert told("audio", "noise", 1) == "SNR 40 dB"
    assert told("audio", "noise", 5).startswith("SNR −")


@pytest.mark.parametrize("severity", [-0.1, 5.1])
def test_a_severity_off_the_scale_is_a_bug_of_the_caller(severity):
    with pytest.raises(AssertionError, match="outside"):
        level("image", "noise", severity)


def test_a_corruption_of_another_kind_is_refused_by_name():
    with pytest.raises(UnknownNameError, match="no corruption of audio named 'blur'"):
        about("audio", "blur")
