import pytest

from shapviz.errors import SpecError
from shapviz.runs.study import Place, parse_study
from tests.studies.studies import STUDY, study


def test_a_study_asks_for_every_setting_on_every_dataset_with_every_seed():
    cells = study(seeds_of={"emoji": 3}).cells()
    assert len(cells) == 3 * (2 + 3)
    assert {spec.seed for place, spec in cells.items() if place.dataset == "emoji"} == {0, 1, 2}
    assert all(spec.seed == place.seed for place, spec in cells.items())
    assert len({spec.fingerprint() for spec in cells.values()}) == len(cells)


def test_whoever_stops_early_has_all_settings_of_the_first_seeds():
    places = list(study().cells())
    assert [place.seed for place in places] == sorted(place.seed for place in places)
    assert [place.setting for place in places[:3]] == ["joint", "own + full", "cure"]


def test_a_setting_counts_where_a_dataset_says_the_same_and_leaves_the_rest():
    shorter = study(settings=STUDY["settings"] | {"joint": {"training": {"epochs": 7}, "strategy": {"name": "joint"}}})
    cells = study(base={"training": {"batch_size": 32}}).cells()
    assert shorter.spec_of("emoji", "joint", 0).training.epochs == 7
    assert shorter.spec_of("emoji", "cure", 0).training.epochs == 2
    assert {spec.training.batch_size for spec in cells.values()} == {32}


def test_a_strategy_is_replaced_as_a_whole():
    inherit = study(base={"strategy": {"name": "alternating", "loss": "inherit"}})
    assert inherit.spec_of("race", "joint", 0).strategy.name == "joint"
    assert inherit.spec_of("race", "own + full", 0).strategy.loss == "inherit"


def test_more_seeds_settings_or_datasets_leave_the_others_what_they_were():
    before = study().cells()
    after = study(seeds=3, settings=STUDY["settings"] | {"dropout": {"strategy": {"name": "modality_dropout"}}}).cells()
    assert {place: after[place] for place in before} == before
    assert Place("race", "dropout", 2) in after


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"baseline": "jiont"}, "'jiont' is none of the settings"),
        ({"seeds_of": {"watch": 3}}, "no dataset 'watch'"),
        ({"seconds": {"watch": 3}}, "no dataset 'watch'"),
        ({"settings": {"joint": {"trainning": {}}}}, "unknown key"),
        ({"settings": {"joint": {"strategy": {"name": "jiont"}}}}, "'jiont' is unknown"),
        ({"settings": {}}, "settings"),
        ({"seeds": 0}, "seeds"),
        ({"name": "../etc"}, "name"),
        ({"nmae": "x"}, "nmae"),
    ],
)
def test_what_makes_no_study_is_refused_with_its_place(change, said):
    with pytest.raises(SpecError, match="(?s)" + said):
        parse_study(STUDY | change)


def test_every_unfit_cell_is_named_at_once():
    with pytest.raises(SpecError) as error:
        study(settings={"joint": {"seeed": 1}, "cure": {"epochs": 2}})
    assert "'joint' on 'race'" in str(error.value)
    assert "'cure' on 'emoji'" in str(error.value)
