import pytest

from shapviz.errors import UnknownNameError
from shapviz.runs.spec import RunSpec
from shapviz.studies import conduct, presets


@pytest.mark.parametrize("name", presets.PRESETS)
def test_every_preset_can_be_trained_as_it_stands(name):
    study = presets.preset(name)
    assert study.name == name
    conduct.check(study)
    assert study.seconds.keys() == study.datasets.keys()


def test_the_main_study_asks_for_ten_seeds_of_the_race_and_five_of_the_rest():
    main = presets.preset("main")
    assert {name: main.seeds_on(name) for name in main.datasets} == {
        name: 10 if name == "race" else 5 for name in main.datasets
    }
    assert set(main.datasets) == {*presets.REAL, *presets.CONSTRUCTED}


def test_the_default_of_the_project_is_among_the_settings():
    default = presets.preset("main").spec_of("race", presets.DEFAULT, 0)
    assert default.strategy == RunSpec().strategy


def test_settings_of_a_study_differ_in_what_they_train():
    for name in presets.PRESETS:
        study = presets.preset(name)
        digests = {study.spec_of("race", setting, 0).digest() for setting in study.settings}
        assert len(digests) == len(study.settings)


def test_an_unknown_preset_is_told_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'main'"):
        presets.preset("mian")
