"""What waterfalls, coalitions and the box say follows from intervals: a hand-made game for each sentence."""

import numpy as np
import pytest

from shapviz.figures.attribution.unit import Unit
from shapviz.figures.words import plain
from shapviz.runs.attribution import Question
from tests.figures.attribution.scenes import KINDS, attribution, game, one_out, scene, shown


def table(*worth: float, samples: int = 100, noise: float = 0.01) -> np.ndarray:
    """Return worths by mask of nobody, a, b, a+b, c, a+c, b+c, all, with a little noise."""
    return np.array(worth) + noise * np.random.default_rng(0).standard_normal((samples, len(worth)))


SAME = table(0.1, 0.6, 0.6, 0.7, 0.6, 0.7, 0.7, 0.8)
XOR = table(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.9)
HARM = table(0.5, 0.7, 0.4, 0.5, 0.7, 0.7, 0.5, 0.55)
ADDING = game(Noto=0.3)
LOOSE = table(0.1, 0.3, 0.2, 0.4, 0.2, 0.4, 0.3, 0.5, noise=0.1)


def title(worths: np.ndarray, form: str = "alone", scope: str = "all", **more) -> str:
    return plain(shown(scene(worths, **more))["waterfall"][scope][form]["title"])


def test_alone_they_may_add_up_to_more_than_together() -> None:
    assert title(SAME) == "Alone the three add up to 80 points more than they reach together"


def test_what_takes_all_comes_from_being_together() -> None:
    assert title(XOR) == "Together the three reach 80 points more than alone they add up to"


def test_where_some_harm_it_is_said_in_the_same_words() -> None:
    assert title(HARM) == "Alone the three add up to 25 points more than they reach together"


def test_an_interval_that_covers_zero_is_inconclusive() -> None:
    assert title(LOOSE) == "Overlap or synergy of the three is too close to call"


def test_of_one_sample_the_numbers_are_known() -> None:
    exact = table(0.1, 0.3, 0.2, 0.4, 0.2, 0.4, 0.3, 0.5, noise=0)
    assert title(exact) == title(exact, scope="sample")
    assert title(exact, scope="sample") == "Alone they add up to what they reach together"
    assert title(SAME[:1]) == "Overlap or synergy of the three is too close to call"
    assert title(SAME[:1], scope="sample").startswith("Alone the three add up to")


def test_who_adds_most() -> None:
    assert title(ADDING, "values") == "Noto adds most: 30 points"
    assert title(XOR, "values") == "Who adds most is too close to call"
    falling = table(0.9, 0.6, 0.6, 0.4, 0.6, 0.4, 0.4, 0.1)
    assert title(falling, "values") == "Nobody adds anything"


def test_steps_end_at_everybody() -> None:
    for form in ("alone", "values"):
        rows = shown(scene(SAME))["waterfall"]["all"][form]["table"]["rows"]
        assert sum(row[1] for row in rows[:-1]) == pytest.approx(rows[-1][1], abs=0.01)
    assert [row[0] for row in rows] == ["nobody", *KINDS, "all"]


def test_only_what_is_left_over_is_hatched_and_colour_is_the_modality() -> None:
    bars = [
        trace for trace in shown(scene(XOR))["waterfall"]["all"]["alone"]["figure"]["data"] if trace["type"] == "bar"
    ]
    hatched = [bar for bar in bars if "pattern" in bar["marker"]]
    assert [bar["hovertemplate"].partition(":")[0] for bar in hatched] == ["synergy"]
    assert len({bar["marker"]["color"] for bar in bars[1:4]}) == 3


def test_the_worthiest_coalition() -> None:
    assert plain(shown(scene(SAME))["coalitions"]["title"]) == "Everybody together is worth most: 80"
    told = plain(shown(scene(table(0.1, 0.9, 0.2, 0.5, 0.2, 0.5, 0.3, 0.5)))["coalitions"]["title"])
    assert told == "Twemoji is worth more than everybody: 90 against 50"
    tied = table(0.1, 0.3, 0.2, 0.4, 0.3, 0.5, 0.5, 0.5, noise=0.2)
    assert plain(shown(scene(tied))["coalitions"]["title"]).startswith("Which coalition is worth most is too close")


def test_many_coalitions_are_folded_but_for_the_ends() -> None:
    players = {f"m{place}": "features" for place in range(5)}
    told = shown(scene(np.random.default_rng(0).random((20, 32)), players=players))["coalitions"]
    assert told["folded"] == sum(row["folded"] for row in told["rows"]) >= 20
    assert {row["mask"] for row in told["rows"] if not row["folded"]} >= {0, 31}
    assert [row["worth"]["all"] for row in told["rows"]] == sorted(
        (row["worth"]["all"] for row in told["rows"]), key=int, reverse=True
    )


def test_of_a_thousand_coalitions_both_ends_are_told() -> None:
    players = {f"m{place}": "features" for place in range(10)}
    worths = np.random.default_rng(0).random((20, 1024))
    worths[:, [0, -1]] = 0.5  # somewhere in the middle, and told all the same
    told = shown(scene(worths, players=players))["coalitions"]
    assert {0, 1023} <= {row["mask"] for row in told["rows"]}
    assert len(told["rows"]) == len(told["table"]["rows"]) == 130
    assert "130 of 1024, from both ends" in told["subtitle"]


def test_the_best_of_many_is_not_named_where_luck_may_have_made_it_so() -> None:
    """Were it alone, its lead would exclude zero; among 1024 that are dice, one such lead is sure to turn up."""
    players = {f"m{place}": "features" for place in range(10)}
    told = shown(scene(np.random.default_rng(0).random((100, 1024)), players=players))["coalitions"]
    assert plain(told["title"]).startswith("Which coalition is worth most is too close to call")


# Which one to trust? --------------------------------------------------------------------------------------------------


def trusted(worths: np.ndarray, others: dict | None = None, **more) -> str:
    return plain(shown(scene(worths, others, **more))["trust"])


def test_exact_values_come_first() -> None:
    assert trusted(ADDING) == "Exact Shapley: 8 calls a sample, and nothing is left to estimate."
    assert trusted(ADDING, exact=False).startswith("Nothing has been computed yet.")


def test_exact_methods_of_libraries_give_the_same_or_are_told_on() -> None:
    values = scene(ADDING).attributions["exact"].values
    assert "; SHAP gives the same." in trusted(ADDING, {"shap.exact": values})
    assert "; Captum and SHAP give the same." in trusted(ADDING, {"shap.exact": values, "captum.shapley": values})
    off = trusted(ADDING, {"shap.exact": values + 0.2})
    assert "SHAP's Exact explainer should give the same, and differ by up to 20 points." in off


def test_what_is_shared_leave_one_out_credits_to_nobody() -> None:
    assert trusted(SAME, {"leave_one_out": one_out(SAME)}).endswith(
        "Leave one out leaves 40 points unexplained: what modalities share, it credits to nobody."
    )
    assert trusted(XOR, {"leave_one_out": one_out(XOR)}).endswith(
        "Leave one out gives away 160 points more than there is: what takes several modalities, it credits to each of "
        "them."
    )


def test_who_misses_the_total_by_more_is_named_too() -> None:
    others = {"leave_one_out": one_out(SAME), "captum.input_x_gradient": np.zeros((100, 3))}
    assert trusted(SAME, others).endswith("Captum's Input × gradient misses the total by 70 points.")


def test_estimates_are_measured_against_exact_values() -> None:
    values = scene(ADDING).attributions["exact"].values
    said = attribution("sampled", ADDING, values + np.array([0.02, -0.02, 0]), KINDS, calls=64)
    assert trusted(ADDING, {"sampled": said}).endswith(
        "Sampled orders, with 64 calls, comes within ±2 points of them in 95 % of its values."
    )
    alike = attribution("sampled", ADDING, values, KINDS)
    assert "What Sampled orders drew comes out the same" in trusted(ADDING, {"sampled": alike})


def test_who_samples_its_baseline_answers_another_question() -> None:
    values = scene(ADDING).attributions["exact"].values
    said = trusted(ADDING, {"captum.gradient_shap": values})
    assert "Captum's GradientSHAP answers another question: it samples its baseline from 32" in said
    asked = Question(baseline="background")
    own = attribution("exact", ADDING, values, KINDS, question=asked, baseline="background")
    other = attribution("captum.gradient_shap", ADDING, values, KINDS, question=asked)
    same = scene(ADDING, {"exact": own, "captum.gradient_shap": other}, question=asked)
    assert "another question" not in plain(shown(same)["trust"])


# The sample in view ---------------------------------------------------------------------------------------------------


def test_the_sample_in_view() -> None:
    told = shown(scene(game(Noto=0.4, words=-0.2), right=[False] * 100, row=501))["sample"]
    assert (told["place"], told["of"], told["right"]) == (2, 100, False)
    assert told["said"] == "true: Travel · predicted: Food, 46 %, wrong"
    assert [chip["against"] for chip in told["chips"]] == [False, False, True]
    assert plain(told["leader"]) == "Noto leads here, for it"


def test_two_values_that_read_the_same_have_no_leader() -> None:
    even = table(0.1, 0.3, 0.3, 0.5, 0.3, 0.5, 0.5, 0.7, noise=0.001)
    assert plain(shown(scene(even))["sample"]["leader"]) == "Who leads here is too close to call"


def test_a_waterfall_whose_numbers_miss_the_last_says_that_they_are_rounded() -> None:
    for step, missed in ((0.1, False), (0.104, True)):
        steps = table(*(0.1 + step * mask.bit_count() for mask in range(8)), noise=0)
        told = shown(scene(steps))["waterfall"]["all"]["values"]["subtitle"]
        assert told.endswith("rounded") is missed


def test_what_helps_and_what_harms_leave_their_sum_as_it_is_written() -> None:
    unit = Unit("probability")
    assert unit.total((0.506, -0.094)) == "+42", "though it is nearer to 41"
    assert unit.total((0.5, -0.003)) == "+50"
    assert unit.total((0.2, -0.2)) == "0"


def test_numbers_in_other_units_have_decimals() -> None:
    asked = Question(payoff="log_likelihood")
    told = shown(scene(ADDING, question=asked))
    assert told["methods"]["unit"] == "nats"
    assert told["sample"]["chips"][1]["text"].startswith("+0.3")
