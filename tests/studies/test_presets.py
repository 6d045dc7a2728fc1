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


def test_the_main_study_asks_for_more_seeds_where_chance_says_more():
    main = presets.preset("main")
    seeds = {name: main.seeds_on(name) for name in main.datasets}
    assert seeds == dict.fromkeys(presets.CONSTRUCTED, 5) | {"race": 10} | dict.fromkeys(presets.REAL, 8)


def test_the_default_of_the_project_is_among_the_settings():
    default = presets.preset("main").spec_of("race", presets.DEFAULT, 0)
    assert default.strategy == RunSpec().strategy


def test_settings_of_a_study_differ_in_what_they_train():
    for name in presets.PRESETS:
        study = presets.preset(name)
        dataset = next(iter(study.datasets))
        digests = {study.spec_of(dataset, setting, 0).digest() for setting in study.settings}
        assert len(digests) == len(study.settings)


def test_an_unknown_preset_is_told_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'main'"):
        presets.preset("mian")
