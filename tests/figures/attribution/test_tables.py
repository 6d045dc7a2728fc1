"""The table of methods, the triangle of agreement and the sanity cards say what was found."""

import numpy as np
import pytest

from shapviz.figures.attribution.agreement import SHORT
from shapviz.figures.attribution.scene import OFFERED
from shapviz.figures.attribution.titled import figures
from shapviz.figures.theme import luminance
from shapviz.figures.words import plain
from shapviz.games.summary import Interval
from shapviz.runs.attribution import Question
from shapviz.runs.checks import Agreement, Disagreement, Finding, Number, Pair, Sanity, Step
from tests.figures.attribution.scenes import KINDS, attribution, game, one_out, scene, shown

NOTO = game(Noto=0.4)
HARM = game(Noto=0.4, words=-0.15)


def rows(worths: np.ndarray, others: dict | None = None, **more) -> dict:
    return {row["method"]: row for row in shown(scene(worths, others, **more))["methods"]["rows"]}


# Methods --------------------------------------------------------------------------------------------------------------


def test_shares_are_told_inside_the_bar_and_fill_it() -> None:
    bars = rows(game(Noto=0.4, noise=0))["exact"]["bars"]["all"]
    assert [segment["text"] for segment in bars["shares"]] == ["17", "67", "17"]
    ends = [round(segment["left"] + segment["width"], 2) for segment in bars["shares"]]
    assert ends == [0.17, 0.83, 1.0]
    assert bars["shares"][1]["label"] == "Noto 67 % [67, 67]"


def test_what_helps_and_what_harms_is_never_hidden_in_a_sum() -> None:
    table = shown(scene(HARM))["methods"]
    bars = table["rows"][0]["bars"]["all"]
    assert (bars["positive"], bars["negative"]) == ("+50", "−15")
    assert bars["cancels"] == "+50 and −15 leave +35"
    harms = [segment for segment in bars["signed"] if segment["left"] < table["zero"]["all"]]
    assert [segment["player"] for segment in harms] == ["words"]
    assert harms[0]["left"] + harms[0]["width"] == pytest.approx(table["zero"]["all"], abs=1e-3)
    assert rows(NOTO)["exact"]["bars"]["all"]["cancels"] == ""


def test_samples_on_which_a_modality_helps_do_not_hide_those_on_which_it_harms() -> None:
    worths = np.concatenate([game(50, Noto=0.3), game(50, Noto=-0.3)])
    bars = rows(worths)["exact"]["bars"]["all"]
    noto = [segment["text"] or segment["label"] for segment in bars["signed"] if segment["player"] == "Noto"]
    assert noto == ["−15", "15"]
    (amount,) = [amount for amount in bars["amounts"] if amount["player"] == "Noto"]
    assert amount["text"] in ("0", "+0.1", "−0.1", "+0.2", "−0.2")


def test_what_is_missing_is_what_bars_leave_of_the_total() -> None:
    same = 0.1 + 0.7 * (np.arange(8) > 0) + 0.001 * np.random.default_rng(0).standard_normal((50, 8))
    bars = rows(same, {"leave_one_out": one_out(same)})
    assert bars["exact"]["bars"]["all"]["missing"] == "0"
    assert not bars["exact"]["bars"]["all"]["leaves"]
    assert bars["leave_one_out"]["bars"]["all"]["missing"] == "70 pts"
    assert bars["leave_one_out"]["bars"]["sample"]["leaves"]


def test_one_sample_and_all_of_them_are_both_there() -> None:
    bars = rows(NOTO, row=507)["exact"]["bars"]
    values = scene(NOTO).attributions["exact"].values
    assert [amount["text"] for amount in bars["sample"]["amounts"]] == [f"+{100 * v:.0f}" for v in values[7]]
    assert [amount["interval"] for amount in bars["sample"]["amounts"]] == [""] * 3
    assert all(amount["interval"] for amount in bars["all"]["amounts"])
    assert "sample" not in rows(NOTO, row=3)["exact"]["bars"]


def test_who_draws_has_an_interval_over_draws() -> None:
    values = np.tile([0.1, 0.4, 0.1], (100, 1))
    width = np.tile([0.001, 0.008, 0.002], (100, 1))
    drawn = attribution("sampled", NOTO, values, KINDS, low=values - width, high=values + width)
    bars = rows(NOTO, {"sampled": drawn})["sampled"]["bars"]
    assert bars["all"]["give"] == bars["sample"]["give"] == "±0.8"
    assert bars["sample"]["amounts"][1]["interval"] == "[39, 41]"
    assert rows(NOTO)["exact"]["bars"]["all"]["give"] == ""


def test_who_was_asked_about_fewer_samples_says_so() -> None:
    few = attribution("shap.kernel", NOTO[:40], np.zeros((40, 3)), KINDS)
    told = shown(scene(NOTO, {"shap.kernel": few}))
    assert told["note"] == "On fewer samples than the others: SHAP's KernelSHAP."
    (row,) = [row for row in told["methods"]["rows"] if row["method"] == "shap.kernel"]
    assert row["samples"] == "40 of 100 samples"
    assert row["bars"]["all"]["shares"] == []
    assert row["said"] == "not run on 60 samples yet: about 8 calls a sample"
    assert rows(NOTO)["exact"]["said"] == ""


def test_who_samples_its_baseline_is_marked() -> None:
    told = rows(NOTO, {"captum.gradient_shap": one_out(NOTO)})
    assert (told["captum.gradient_shap"]["baseline"], told["exact"]["baseline"]) == ("background of 32", "as trained")
    assert [name for name, row in told.items() if row["sampled_baseline"]] == ["captum.gradient_shap", "shap.gradient"]


def test_times_and_calls_are_read_easily() -> None:
    slow = attribution("shap.kernel", NOTO, one_out(NOTO), KINDS, calls=12345.6, seconds=300)
    told = rows(NOTO, {"shap.kernel": slow})
    assert (told["shap.kernel"]["calls"], told["shap.kernel"]["time"]) == ("12,346", "5 min")
    assert told["exact"]["time"] == "1.0 ms"


# Agreement ------------------------------------------------------------------------------------------------------------


def agreement(methods: list[str], value: float = 0.84, width: float = 0.04) -> Agreement:
    ends = Interval(value, value - width, value + width)
    pairs = [(one, other) for place, one in enumerate(methods) for other in methods[:place]]
    return Agreement(
        level="modality", question=Question(), players=tuple(KINDS), methods=tuple(methods), samples=100, leading=0.5,
        negligible=0.1, completeness=(),
        pairs=tuple(
            Pair(
                methods=pair, rank=ends, unranked=0, sign=ends, leader=ends, leaderless=0, top=ends, distance=None,
                worst=(),
            )
            for pair in pairs
        ),
        worst=(Disagreement(row=503, distance=0.5, methods=("exact", "leave_one_out")),),
    )  # fmt: skip


@pytest.mark.parametrize(("count", "compact"), [(2, False), (6, False), (7, False), (18, False), (5, True), (18, True)])
def test_the_triangle_has_a_name_or_a_letter_for_each_method(count: int, compact: bool) -> None:
    found = shown(scene(NOTO, agreement=agreement(list(OFFERED[:count]))), compact=compact)["agreement"]
    for measure in found["measures"]:
        assert [len(row["cells"]) for row in measure["rows"]] == list(range(1, count + 1))
        names = [row["cells"][-1]["text"] for row in measure["rows"]]
        assert len(set(names)) == count
        assert all(bool(row["head"]) == (len(row["cells"][-1]["text"]) == 1) for row in measure["rows"])
    numbers = [cell["text"] for row in found["measures"][0]["rows"] for cell in row["cells"] if not cell["name"]]
    assert set(numbers) == ({"84"} if count < 18 else {""})


def test_every_method_has_a_short_name_of_its_own() -> None:
    assert set(SHORT) == set(OFFERED)
    assert len(set(SHORT.values())) == len(OFFERED)
    assert max(map(len, SHORT.values())) <= 9


def test_agreement_is_told_with_its_interval() -> None:
    found = shown(scene(NOTO, agreement=agreement(["exact", "leave_one_out"])))["agreement"]["measures"]
    leader, rank = found[0], found[1]
    assert plain(leader["title"]) == "The same modality leads in 84 % of samples"
    assert leader["rows"][1]["cells"][0]["label"] == (
        "Exact Shapley and Leave one out: the same modality leads, 84 % [80, 88]"
    )
    assert leader["table"]["rows"] == [["Exact Shapley", "Leave one out", 84.0, 80.0, 88.0]]
    assert rank["table"]["rows"][0][2:] == [0.84, 0.8, 0.88]
    assert not leader["rows"][1]["cells"][0]["unsure"]
    wide = agreement(["exact", "leave_one_out"], value=0.5, width=0.3)
    assert shown(scene(NOTO, agreement=wide))["agreement"]["measures"][0]["rows"][1]["cells"][0]["unsure"]


@pytest.mark.parametrize("value", [0.0, 0.3, 0.6, 0.8, 0.95, 1.0])
def test_numbers_in_cells_can_be_read(value: float) -> None:
    found = shown(scene(NOTO, agreement=agreement(["exact", "leave_one_out"], value, 0)))["agreement"]
    for measure in found["measures"]:
        cell = measure["rows"][1]["cells"][0]
        one, other = sorted(luminance(cell[part]) for part in ("background", "colour"))
        assert (other + 0.05) / (one + 0.05) >= 4.5


def test_without_agreement_there_is_a_reason() -> None:
    assert shown(scene(NOTO))["agreement"] == {"said": "It takes two methods to agree.", "measures": []}
    both = shown(scene(NOTO, {"leave_one_out": one_out(NOTO)}))["agreement"]
    assert both == {"said": "Being compared.", "measures": []}


def test_samples_on_which_methods_differ_say_how() -> None:
    other = np.tile([0.0, 0.1, -0.5], (100, 1))
    found = agreement(["exact", "leave_one_out"])
    (apart,) = shown(scene(NOTO, {"leave_one_out": other}, agreement=found))["disagreements"]
    assert (apart["row"], apart["truth"]) == (503, "Travel")
    assert plain(apart["said"]) == "Exact Shapley: Noto, Leave one out: words"
    (same,) = shown(scene(NOTO, {"leave_one_out": other[:, ::-1] * [1, -9, 0]}, agreement=found))["disagreements"]
    assert plain(same["said"]).startswith("Noto leads by both, Exact Shapley: +")


# Sanity ---------------------------------------------------------------------------------------------------------------


def card(*verdicts: tuple[str, str], check: str = "duplicated_modality") -> dict:
    """Return the card of one check with the verdicts of some methods."""
    number = Number(name="share of the copy", value=Interval(0.5, 0.4, 0.6), over="samples", unit="share")
    step = Step(layers="head", rank=Interval(0.1, -0.1, 0.3), distance=None)
    findings = tuple(
        Finding(
            check=check, method=name, verdict=verdict, expected="so", reason=f"{name} is so", modality="Noto",
            numbers=(number,), steps=(step,),
        )
        for name, verdict in verdicts
    )  # fmt: skip
    sanity = Sanity(question=Question(), rows=(500,), seeds=1, findings=findings)
    return {each["key"]: each for each in shown(scene(NOTO, sanity=sanity))["sanity"]}[check]


@pytest.mark.parametrize(
    ("verdicts", "outcome", "said"),
    [
        ([("exact", "passes")], "passes", "Exact Shapley passes"),
        ([("exact", "passes"), ("shap.exact", "passes")], "passes", "All 2 methods pass"),
        ([("exact", "passes"), ("leave_one_out", "fails")], "fails", "Leave one out fails; 1 of 2 pass"),
        (
            [("exact", "inconclusive"), ("sampled", "passes")],
            "inconclusive",
            "Exact Shapley cannot be judged; 1 of 2 pass",
        ),
        ([("exact", "not applicable"), ("sampled", "passes")], "passes", "Sampled orders passes"),
        ([("exact", "not applicable")], "not applicable", "Exact Shapley cannot be put to it"),
        (
            [(name, "fails") for name in OFFERED[:3]] + [("shap.exact", "passes")],
            "fails",
            "3 methods fail; 1 of 4 pass",
        ),
    ],
)
def test_a_check_says_who_passes(verdicts: list, outcome: str, said: str) -> None:
    told = card(*verdicts)
    assert (told["outcome"], plain(told["found"])) == (outcome, said)
    assert len(told["table"]["rows"]) == 2 * len(verdicts)


def test_the_worst_come_first_with_their_reason() -> None:
    told = card(("exact", "passes"), ("shap.exact", "inconclusive"), ("leave_one_out", "fails"), ("sampled", "passes"))
    assert [each["outcome"] for each in told["tested"]] == ["fails", "inconclusive", "passes"]
    assert told["tested"][0]["reason"] == "leave_one_out is so"
    assert told["tested"][2]["said"] == "Exact Shapley and Sampled orders"
    assert told["title"] == "Duplicate a modality: Noto"


def test_checks_that_were_not_run_say_so() -> None:
    cards = shown(scene(NOTO))["sanity"]
    assert [each["outcome"] for each in cards] == ["not run yet"] * 5
    assert all(each["expected"] and each["done"] for each in cards)


# Elsewhere ------------------------------------------------------------------------------------------------------------


def test_the_spreadsheet_holds_all_numbers_in_one_shape() -> None:
    table = shown(scene(NOTO, {"leave_one_out": one_out(NOTO)}, agreement=agreement(["exact", "leave_one_out"])))["csv"]
    assert all(len(row) == len(table["columns"]) for row in table["rows"])
    quantities = {row[0] for row in table["rows"]}
    assert {"share of |φ|", "mean φ", "missing from total", "worth", "same leader", "rank correlation"} <= quantities
    assert len([row for row in table["rows"] if row[0] == "worth"]) == 8


def test_figures_have_names_and_titles() -> None:
    drawn = figures(scene(NOTO, {"leave_one_out": one_out(NOTO)}, agreement=agreement(["exact", "leave_one_out"])))
    falls = {"waterfall", "overlap", "waterfall_sample", "overlap_sample"}
    assert set(drawn) == {"methods", "agreement", "shares", *falls}
    assert "Noto" in drawn["methods"].layout.title.text
    assert [trace.x[0] for trace in drawn["methods"].data] == pytest.approx([0.17, 0.67, 0.17], abs=0.01)
