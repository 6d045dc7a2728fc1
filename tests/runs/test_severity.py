import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.runs.corruptions import FITTING, about
from shapviz.runs.severity import WORST, level, told


@pytest.mark.parametrize(
    ("kind", "corruption"), [(kind, each) for kind, fitting in FITTING.items() for each in fitting]
)
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
