"""Sentences say what the numbers say, and no more."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from shapviz.figures.course import Course, Ghost
from shapviz.games.summary import Interval, Valuation
from shapviz.runs.records import EpochRecord
from shapviz.ui import guides, words
from shapviz.ui.words import Sentence
from tests.figures import records

PAIR = ("hare", "fox")


def said(sentence: Sentence) -> str:
    return "".join(part if isinstance(part, str) else next(iter(part.values())) for part in sentence)


def valued(*shares: float, half: float = 0.02, edm: float, names: tuple[str, ...] = PAIR) -> Valuation:
    """Return a valuation with these shares; only what sentences are made of is set with care."""
    known = records.valuation([0.1] + [0.5] * (2 ** len(names) - 1), names)
    around = tuple(Interval(share, share - half, share + half) for share in shares)
    return replace(known, shares=around, edm=Interval(edm, edm - 0.02, edm + 0.02))


def course(*valuations: Valuation | None, accuracies: tuple[float, ...] = (0.1, 0.5, 0.4, 0.6)) -> Course:
    """Return a run of two modalities with an untrained epoch and then these."""
    untrained = records.record(0, 9, PAIR, [0.0, 0.0])
    later = [
        records.record(epoch, 9, PAIR, [0.5, 0.4]).model_copy(update={"valuation": known, "accuracy": accuracies})
        for epoch, known in enumerate(valuations, start=1)
    ]
    return Course((untrained, *later), epochs=9)


def finding(shown: Course, epoch: int) -> str:
    return said(words.as_of(shown, epoch)["finding"])


def test_an_untrained_network_has_nothing_to_share() -> None:
    assert "nothing to share" in finding(course(), 0)


def test_shares_that_are_not_defined_are_not_spoken_of() -> None:
    undefined = replace(valued(0.5, 0.5, edm=0), shares=None, edm=None)
    assert finding(course(undefined), 1) == "No modality contributes yet"


def test_who_leads_by_far_carries() -> None:
    assert finding(course(valued(0.9, 0.1, edm=0.6)), 1) == "hare carries 90 %: EDM 0.60"


def test_equal_shares_leave_nobody_behind() -> None:
    assert finding(course(valued(0.51, 0.49, edm=0.02)), 1) == "Nobody falls behind: EDM 0.02"


def test_a_fall_of_edm_beyond_its_intervals_is_a_finding_about_the_weakest() -> None:
    shown = course(valued(0.9, 0.1, edm=0.6), valued(0.7, 0.3, edm=0.3), valued(0.52, 0.48, edm=0.05))
    assert finding(shown, 2) == "fox is catching up: EDM 0.60 → 0.30"
    assert finding(shown, 3) == "fox has caught up: EDM 0.60 → 0.05"


def test_where_training_ends_nobody_is_still_on_the_way() -> None:
    shown = replace(course(valued(0.9, 0.1, edm=0.6), valued(0.8, 0.2, edm=0.3)), epochs=2)
    assert finding(shown, 2) == "hare carries 80 %: EDM 0.60 → 0.30"


def test_who_was_never_behind_has_not_caught_up() -> None:
    shown = course(valued(0.8, 0.2, edm=0.6), valued(0.49, 0.51, edm=0.02))
    assert finding(shown, 2) == "fox has caught up: EDM 0.60 → 0.02", (
        "hare is the weakest now, but fox came from behind"
    )


@given(st.lists(st.floats(0.2, 0.8), min_size=2, max_size=4), st.floats(0.0, 1.0))
def test_movement_is_claimed_only_beyond_the_intervals(first: list[float], edm: float) -> None:
    shown = course(*(valued(share, 1 - share, half=0.31, edm=edm) for share in first))
    assert finding(shown, len(first)) == f"Nobody falls behind: EDM {edm:.2f}"


def test_a_rise_of_edm_beyond_its_intervals_is_a_finding_about_the_weakest() -> None:
    shown = course(valued(0.6, 0.4, edm=0.1), valued(0.9, 0.1, edm=0.6))
    assert finding(shown, 2) == "fox falls behind: EDM 0.10 → 0.60"


def test_a_change_within_the_intervals_is_no_movement() -> None:
    shown = course(valued(0.9, 0.1, edm=0.60), valued(0.9, 0.1, edm=0.57))
    assert finding(shown, 2) == "hare carries 90 %: EDM 0.57"


def test_an_epoch_that_was_not_valued_repeats_the_last_that_was() -> None:
    shown = course(valued(0.9, 0.1, edm=0.6), None)
    assert finding(shown, 2) == finding(shown, 1)


def pair_finding(interaction: float, samples: int = 500) -> str:
    known = replace(valued(0.5, 0.5, edm=0.0), interactions=((0.0, interaction), (interaction, 0.0)), samples=samples)
    return said(words.as_of(course(known), 1, "synergy")["finding"])


def test_a_pair_is_spoken_of_beyond_what_chance_could_do() -> None:
    assert pair_finding(0.3) == "hare and fox need each other: 30 points"
    assert pair_finding(-0.3) == "hare and fox overlap by 30 points"
    assert pair_finding(-0.08) == "No pair is surely worth more or less than its halves"
    assert pair_finding(-0.08, samples=5000).startswith("hare and fox overlap")


def test_the_conclusion_names_who_is_furthest_from_an_equal_share() -> None:
    assert said(words.as_of(course(valued(0.9, 0.1, edm=0.6)), 1)["lead"]).startswith("hare contributes 90 %")


def test_the_conclusion_does_not_tell_apart_what_intervals_do_not() -> None:
    wide = valued(0.6, 0.4, half=0.15, edm=0.1)
    assert said(words.as_of(course(wide), 1)["lead"]) == "Nobody can be told from an equal share."


def beside(shown: Course, theirs: EpochRecord) -> str:
    return said(words.as_of(replace(shown, ghost=Ghost("had it been joint", "joint", (theirs,))), 1)["more"])


def test_overlapping_intervals_of_edm_are_a_tie_with_the_companion() -> None:
    shown = course(valued(0.6, 0.4, edm=0.10))
    near = shown.records[1].model_copy(update={"valuation": valued(0.6, 0.4, edm=0.12)})
    assert "EDM 0.10 against 0.12: a tie" in beside(shown, near)
    far = shown.records[1].model_copy(update={"valuation": valued(0.9, 0.1, edm=0.60)})
    assert beside(shown, far).endswith("EDM 0.10 against 0.60.")


def test_a_companion_is_not_compared_before_it_has_come_as_far() -> None:
    shown = course(valued(0.6, 0.4, edm=0.10))
    assert beside(shown, shown.records[0]) == "All together reach 60 % of the validation samples."


def test_who_is_furthest_below_its_ceiling_is_named() -> None:
    shown = replace(course(valued(0.6, 0.4, edm=0.1)), ceilings={"hare": 0.52, "fox": 0.6})
    assert said(words.as_of(shown, 1)["accuracy"]) == "fox 20 points below ceiling"


def test_a_gap_to_the_ceiling_within_sampling_noise_is_not_named() -> None:
    shown = replace(course(valued(0.6, 0.4, edm=0.1)), ceilings={"hare": 0.55, "fox": 0.45})  # ± 6 points: 500 samples
    assert said(words.as_of(shown, 1)["accuracy"]) == "Nobody is clearly below its ceiling"


def test_whose_absence_costs_most_is_named() -> None:
    shown = course(valued(0.6, 0.4, edm=0.1), accuracies=(0.1, 0.5, 0.3, 0.6))
    assert said(words.as_of(shown, 1)["lattice"]) == "Without hare 60 % → 30 %"


def test_an_absence_that_costs_nothing_is_no_finding() -> None:
    shown = course(valued(0.6, 0.4, edm=0.1), accuracies=(0.1, 0.7, 0.6, 0.6))
    assert said(words.as_of(shown, 1)["lattice"]) == "What each coalition can do"


def test_the_guide_to_the_coalitions_is_about_what_is_drawn() -> None:
    few, many = (guides.lines(records.course(3, records.NAMES[:count]), "share") for count in (4, 6))
    assert "joins" in said(few["how_lattice"])
    assert "best coalition of each size" in said(many["how_lattice"])
