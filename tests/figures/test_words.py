from shapviz.figures.course import Course
from shapviz.figures.words import accuracy_alt, lattice_alt, story_alt
from tests.figures.records import NAMES, course, run


def test_the_story_is_told_with_numbers_intervals_and_turns() -> None:
    told = story_alt(course(20), 20)
    _, valuation = course(20).valuation_at(20)
    [hare, *_] = valuation.shares
    assert f"hare {100 * hare.estimate:.0f} % [{100 * hare.low:.0f}, {100 * hare.high:.0f}]" in told
    assert f"EDM {valuation.edm.estimate:.2f}" in told
    assert "Turns: " in told


def test_an_untrained_model_is_called_untrained() -> None:
    assert "untrained" in story_alt(course(20), 0)


def test_a_skipped_epoch_says_when_its_numbers_were_measured() -> None:
    assert "as measured at epoch 8" in story_alt(course(20, every=4), 10)


def test_ceilings_are_told_beside_the_accuracies() -> None:
    assert ", ceiling 80 %" in accuracy_alt(course(20), 20)
    assert "ceiling" not in accuracy_alt(Course(run(20), 20), 20)


def test_few_coalitions_are_all_listed_and_of_many_the_best() -> None:
    assert lattice_alt(course(5), 5).count(";") == 2**3 - 1
    many = lattice_alt(course(5, NAMES[:6]), 5)
    assert many.startswith("The most accurate coalition of each size")
    assert many.count(";") == 6
