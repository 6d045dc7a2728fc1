from typing import get_args

import pytest

from shapviz.data.modality import Kind
from shapviz.errors import UnknownNameError
from shapviz.runs.corruptions import FITTING, Corruption, about
from shapviz.runs.severity import WORST, told

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


def test_a_corruption_of_another_kind_is_refused_by_name():
    with pytest.raises(UnknownNameError, match="no corruption of audio named 'blur'"):
        about("audio", "blur")
