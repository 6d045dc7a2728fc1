"""Nobody is called the worst, the most missed or the first to drop where others come close."""

from shapviz.figures.words import plain
from tests.figures.robustness.told import APART, DENTED, HARMED, shown, swept
from tests.figures.robustness_cases import case_of, rights

# Twemoji and Noto know the same, words know the rest.
THREE = rights(200, [(0, 20), (0, 100), (0, 105), (0, 111), (100, 190), (0, 190), (0, 180), (0, 190)])


def test_findings_about_the_network_are_sure_where_nobody_comes_close() -> None:
    told = shown(case_of(THREE))
    missed, redundant = told["chips"][1:]
    assert plain(missed["said"]) == "words costs 39 points"
    assert missed["sure"]
    assert plain(redundant["said"]) == "Twemoji + Noto +3 over the better one"
    assert redundant["sure"]


def test_a_pair_that_does_harm_overlaps_no_more_than_others() -> None:
    harmful = rights(200, [(0, 20), (0, 100), (0, 105), (0, 40), (100, 190), (0, 190), (0, 180), (0, 190)])
    assert "Twemoji + Noto" not in plain(shown(case_of(harmful))["chips"][2]["said"])


def test_where_a_gain_cannot_be_told_none_is_claimed_or_denied() -> None:
    close = rights(200, [(0, 20), (0, 100), (0, 105), (0, 106), (100, 190), (0, 190), (0, 180), (0, 190)])
    assert plain(shown(case_of(close))["chips"][2]["said"]) == (
        "Twemoji + Noto, more than the better one? too close to call"
    )


def test_the_worst_failure_is_the_worst_that_can_happen() -> None:
    harmed = rights(100, [(0, 10), (0, 60), (70, 80), (0, 15)])
    told = swept(APART, DENTED, DENTED, DENTED, harmed, DENTED)
    assert plain(told["chips"][0]["said"]) == "Noto −75 points at severity 4 so far"


def test_failures_that_may_be_chance_are_none() -> None:
    nearly = rights(100, [(0, 10), (0, 89), (1, 90), (0, 90)])
    assert plain(shown(case_of(nearly))["chips"][0]["said"]) == "none for sure so far"


def test_failures_that_come_close_are_not_ranked() -> None:
    one, other = rights(100, [(0, 10), (0, 60), (0, 10), (0, 40)]), rights(100, [(0, 10), (0, 10), (30, 80), (3, 41)])
    told = shown(case_of(APART, sweeps={"Noto": [APART, one], "Twemoji": [APART, other]}))
    assert plain(told["chips"][0]["said"]) == "Twemoji or Noto: too close to call"


def test_the_sensor_that_costs_nothing_for_sure() -> None:
    told = shown(case_of(THREE))["drop"]
    assert told["sure"]
    assert plain(told["answer"]) == "Noto: what that costs cannot be told from nothing."
    assert [plain(reason) for reason in told["reasons"][:4]] == [
        "Noto dropped: 0 [−1, 1], too close to call.",
        "Twemoji dropped: 5 points fewer [2, 8].",
        "words dropped: 39 points fewer [32, 46].",
        "Dropping Twemoji instead leaves 5 points fewer [2, 8].",
    ]


def test_the_sensor_that_costs_least_and_the_one_that_does_harm() -> None:
    dear = rights(200, [(0, 20), (0, 100), (0, 105), (0, 110), (100, 190), (0, 174), (0, 150), (0, 190)])
    assert plain(shown(case_of(dear))["drop"]["answer"]) == "Noto: that costs 8 points, and any other one more."
    harmful = rights(200, [(0, 20), (0, 100), (0, 105), (0, 110), (100, 190), (0, 198), (0, 150), (0, 180)])
    assert plain(shown(case_of(harmful))["drop"]["answer"]) == "Noto: without it the network even gains 9 points."


def test_a_tie_between_sensors_is_called_one() -> None:
    tied = rights(100, [(0, 10), (0, 60), (4, 62), (0, 90)])
    told = shown(case_of(tied))["drop"]
    assert not told["sure"]
    assert plain(told["answer"]) == "Noto or Twemoji: too close to call."
    assert plain(told["reasons"][2]) == "Dropping Twemoji instead leaves −2 [−7, 3], too close to call."


def test_whoever_does_harm_now_had_better_go_now() -> None:
    reasons = [plain(reason) for reason in shown(case_of(APART, HARMED, {"Noto": 3.0}))["drop"]["reasons"]]
    assert "As things stand now, Noto does harm: without it 20 points more." in reasons


def test_the_last_one_cannot_be_dropped() -> None:
    assert plain(shown(case_of(APART), 0b10)["drop"]["answer"]).startswith("Only Noto is left")
