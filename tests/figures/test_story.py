import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from shapviz.figures.canvas import Canvas
from shapviz.figures.course import Course, Ghost, shares_of
from shapviz.figures.scene import Scene, still
from shapviz.figures.story import story
from shapviz.figures.theme import DARK, LIGHT, PALETTE, styles
from tests.figures import records
from tests.figures.records import NAMES, course
from tests.figures.strategies import THEMED, courses


def plain(text: str) -> str:
    return re.sub(r"<[^>]*>", "", text.replace("<br>", " "))


def on(frame: dict, axis: str | None) -> list[dict]:
    return [note for note in frame["annotations"] if note.get("yref") == axis]


def bands(figure: dict) -> dict[str, dict]:
    return {trace["name"]: trace for trace in figure["data"] if trace.get("fill") == "tozeroy" and "name" in trace}


def own_labels(scene: Scene, epoch: int) -> list[dict]:
    """Return the labels of the bands: those in the uppermost row that are in a text colour of a modality."""
    inks = {"#FFFFFF", "#0E1117"}
    return [note for note in on(scene["frames"][str(epoch)], None) if note["font"]["color"] in inks]


# The whole ------------------------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(courses(), THEMED)
def test_every_label_is_inside_the_axes(run, theme) -> None:
    for measure in ("share", "signed"):
        scene = story(run, theme, measure=measure)
        layout = scene["layout"]
        for frame in scene["frames"].values():
            for note in [*frame["annotations"], *layout["annotations"]]:
                assert 0 <= note["x"] <= run.epochs
                axis = "yaxis" + note.get("yref", "y")[1:]
                if axis in layout:
                    low, high = sorted(layout[axis]["range"])
                    assert low <= note["y"] <= high


@settings(max_examples=15, deadline=None)
@given(courses(), THEMED)
def test_colours_come_from_the_palette_or_are_neutral(run, theme) -> None:
    neutral = {theme.background, theme.panel, theme.hairline, theme.muted, theme.text, "#FFFFFF", "#0E1117"}
    for measure in ("share", "signed"):
        found = set(re.findall(r"#[0-9A-Fa-f]{6}", str(story(run, theme, measure=measure))))
        assert found <= neutral | {styles(run.players)[player].colour for player in run.players}


@settings(max_examples=15, deadline=None)
@given(courses(), THEMED)
def test_labels_of_the_uppermost_row_stand_14_px_apart(run, theme) -> None:
    for measure in ("share", "signed"):
        for compact in (False, True):
            scene = story(run, theme, measure=measure, compact=compact)
            low, high = scene["layout"]["yaxis"]["range"]
            per_px = (high - low) / Canvas(run.players, run.epochs, compact).row_height(0)
            for frame in scene["frames"].values():
                for side in ("left", "right"):
                    heights = sorted(note["y"] for note in on(frame, None) if note["xanchor"] == side)
                    ghosts = sorted(note["y"] for note in on(frame, None) if note.get("borderpad") == 1)
                    for places in (ghosts, [y for y in heights if y not in ghosts]):
                        assert all(above - below >= 14 * per_px - 1e-3 for below, above in pairwise(places))


@pytest.mark.parametrize("epoch", [0, 7, 20])
def test_one_cursor_runs_through_all_rows_and_says_its_epoch(epoch: int) -> None:
    layout = still(story(course(), LIGHT), epoch)["layout"]
    *_, line = layout["shapes"]
    *_, flag = layout["annotations"]
    assert (line["x0"], line["x1"], line["yref"], line["y0"], line["y1"]) == (epoch, epoch, "paper", 0, 1)
    assert plain(flag["text"]).strip("\u2009") == f"epoch {epoch}"
    assert (flag["bgcolor"], flag["font"]["color"]) == (LIGHT.text, LIGHT.background)


def test_all_rows_share_one_axis_that_is_as_long_as_the_run_is_to_be() -> None:
    alive = story(course(20, so_far=3), LIGHT)["layout"]
    assert alive["xaxis"]["range"] == story(course(20), LIGHT)["layout"]["xaxis"]["range"]
    assert alive["xaxis"]["range"] == pytest.approx([0, 20], abs=0.1)


def test_rows_do_not_overlap() -> None:
    for players in range(2, 9):
        for compact in (False, True):
            upper, middle, lower = Canvas(NAMES[:players], 20, compact).domains
            assert lower[0] == 0
            assert lower[1] < middle[0] < middle[1] < upper[0] < upper[1] == 1


def test_light_and_dark_differ_in_neutrals_only() -> None:
    tokens = ("background", "panel", "hairline", "muted", "text")
    swaps = {getattr(DARK, token): getattr(LIGHT, token) for token in tokens}
    dark = json.dumps(bands(story(course(4), DARK)))
    assert re.sub("|".join(swaps), lambda found: swaps[found[0]], dark) == json.dumps(bands(story(course(4), LIGHT)))


# The river ------------------------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(courses())
def test_bands_say_the_shares_of_the_newest_valuation(run: Course) -> None:
    scene = story(run, LIGHT)
    for record in run.records:
        newest = run.valuation_at(record.epoch)
        shares = shares_of(newest[1]) if newest else None
        told = [re.search(r"(\d+) %", plain(note["text"]))[1] for note in own_labels(scene, record.epoch)]
        expected = [f"{100 * share.estimate:.0f}" for share in shares.values()] if shares else []
        assert sorted(told) == sorted(expected)


def test_bands_are_stacked_from_the_bottom_in_the_order_of_modalities() -> None:
    run = course(4)
    shown = bands(still(story(run, LIGHT), 4))
    hare, fox, tortoise = (shares_of(run.trained[-1][1])[player].estimate for player in run.players)
    tops = [max(y for x, y in zip(shown[p]["x"], shown[p]["y"], strict=True) if x == 4) for p in run.players]
    assert tops == pytest.approx([hare + fox + tortoise, fox + tortoise, tortoise], abs=1e-3)
    assert [shown[player]["fillcolor"] for player in run.players] == list(PALETTE[:3])


def test_undefined_shares_interrupt_the_river() -> None:
    some = [0.5, 0.4, 0.3]
    epochs = [records.record(e, 6, NAMES[:3], some if e != 3 else [0, 0, 0]) for e in range(7)]
    run = Course(tuple(epochs), 6)
    scene = story(run, LIGHT)
    hare = bands(still(scene, 6))["hare"]
    assert list(zip(hare["x"], hare["y"], strict=True)) == [
        *[(1, 0), (1, 1), (2, 1), (2, 0)],
        *[(4, 0), (4, 1), (5, 1), (6, 1), (6, 0)],
    ]
    assert any("undefined" in note["text"] for note in scene["frames"]["3"]["annotations"])
    assert "undefined" in scene["frames"]["3"]["alt"]


def test_a_label_that_its_band_cannot_hold_stands_on_a_plate_of_its_colour() -> None:
    epochs = [records.record(e, 20, NAMES[:3], [0.9, 0.5, 0.01]) for e in range(21)]
    labels = own_labels(story(Course(tuple(epochs), 20), LIGHT), 20)
    plates = {plain(note["text"]).split()[1]: note.get("bgcolor") for note in labels}
    assert plates == {"hare": None, "fox": None, "tortoise": PALETTE[2]}


def test_a_band_that_was_not_there_along_the_whole_label_does_not_hold_it() -> None:
    skills = [[0.9, 0.5, 0.9] if epoch % 2 else [0.9, 0.9, 0.2] for epoch in range(21)]
    epochs = [records.record(epoch, 20, NAMES[:3], skill) for epoch, skill in enumerate(skills)]
    labels = own_labels(story(Course(tuple(epochs), 20), LIGHT), 20)
    assert {plain(note["text"]).split()[1]: "bgcolor" in note for note in labels}["tortoise"]


def test_labels_stand_right_of_the_cursor_until_the_river_is_long_enough() -> None:
    scene = story(course(20), LIGHT)
    sides = {epoch: {note["xanchor"] for note in own_labels(scene, epoch)} for epoch in (1, 19)}
    assert sides == {1: {"left"}, 19: {"right"}}


def test_labels_give_up_their_names_where_neither_side_has_room() -> None:
    run = course(20, ("accelerometer", "gyroscope"))
    texts = {epoch: plain(own_labels(story(run, LIGHT, compact=True), epoch)[0]["text"]) for epoch in (1, 10, 20)}
    assert [bool(re.search("[a-z]{4}", texts[epoch])) for epoch in (1, 10, 20)] == [True, False, True]


def test_the_ghost_shows_right_of_the_cursor_only_and_says_what_it_is() -> None:
    figure = still(story(course(20), LIGHT), 12)
    dotted = [trace for trace in figure["data"] if trace.get("line", {}).get("dash") == "2px,3px"]
    above = [trace for trace in dotted if trace["yaxis"] == "y"]
    assert len(above) == 2
    assert all(min(trace["x"]) == 12 for trace in above)
    texts = [plain(note["text"]) for note in figure["layout"]["annotations"]]
    assert "had it been joint" in texts
    ghost = course(20).ghost_trained[-1][1]
    assert {f"{100 * share.estimate:.0f} %" for share in shares_of(ghost).values()} <= {t[2:] for t in texts}


def test_the_ghost_is_stacked_by_name_whatever_its_own_order() -> None:
    run = course(20)
    assert run.ghost is not None
    turned = [
        record.model_copy(update={"valuation": replace(known, players=known.players[::-1], shares=known.shares[::-1])})
        for record in run.ghost.records
        if (known := record.valuation) and known.shares
    ]
    again = replace(run, ghost=replace(run.ghost, records=tuple(turned)))
    assert story(again, LIGHT)["frames"]["12"] == story(run, LIGHT)["frames"]["12"]


def test_without_a_companion_nothing_is_said_of_one() -> None:
    texts = str(story(replace(course(20), ghost=None), LIGHT))
    assert "joint 0." not in texts
    assert "2px,3px" not in texts


# Signed values --------------------------------------------------------------------------------------------------------


def test_signed_values_say_points_for_accuracy_and_nats_for_log_likelihood() -> None:
    def ticks(payoff: str) -> str:
        run = course(3)
        told = [
            record.model_copy(update={"valuation": replace(record.valuation, payoff=payoff)}) for record in run.records
        ]
        return story(Course(tuple(told), 3), LIGHT, measure="signed")["layout"]["yaxis"]["ticktext"][-1]

    assert ticks("accuracy").endswith(" pts")
    assert ticks("log_likelihood").endswith(" nats")


def test_signed_labels_are_the_shapley_values() -> None:
    run = course(20)
    frame = story(run, LIGHT, measure="signed")["frames"]["9"]
    told = sorted(plain(note["text"]).split()[-1] for note in on(frame, None) if note.get("borderpad") == 3)
    _, valuation = run.valuation_at(9)
    assert told == sorted(f"{100 * value.estimate:.0f}" for value in valuation.shapley)


def test_bands_of_signed_values_are_their_intervals() -> None:
    run = course(3)
    low, high = story(run, LIGHT, measure="signed")["data"][:2]
    assert high["fill"] == "tonexty"
    assert low["y"] == pytest.approx([valuation.shapley[0].low for _, valuation in run.trained], abs=1e-4)
    assert high["y"] == pytest.approx([valuation.shapley[0].high for _, valuation in run.trained], abs=1e-4)


# EDM ------------------------------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(courses())
def test_edm_is_told_with_its_interval(run: Course) -> None:
    scene = story(run, LIGHT)
    for record in run.records:
        newest = run.valuation_at(record.epoch)
        edm = newest[1].edm if newest else None
        told = [plain(note["text"]) for note in on(scene["frames"][str(record.epoch)], "y2")]
        numbers = [text for text in told if "[" in text]
        if edm is None:
            assert not numbers
        else:
            [number] = numbers
            assert number.split(" · ")[0] == f"{edm.estimate:.2f} [{edm.low:.2f}, {edm.high:.2f}]".replace("-", "−")


def test_the_dot_stands_where_edm_was_last_measured() -> None:
    run = course(20, every=6)
    figure = still(story(run, LIGHT), 15)
    [dot] = [trace for trace in figure["data"] if trace.get("yaxis") == "y2" and trace.get("mode") == "markers"]
    assert dot["x"] == [12]
    assert dot["y"] == pytest.approx([run.valuation_at(15)[1].edm.estimate], abs=1e-4)


def test_the_band_closes_on_either_side_of_an_undefined_stretch() -> None:
    some = [0.5, 0.4, 0.3]
    epochs = [records.record(e, 4, NAMES[:3], some if e != 2 else [0, 0, 0]) for e in range(5)]
    row = [trace for trace in story(Course(tuple(epochs), 4), LIGHT)["data"] if trace.get("yaxis") == "y2"]
    low, high = row[:2]
    assert low["x"] == high["x"] == [1, 1, 1, 3, 3, 4, 4]
    ends = [x for x, bottom, top in zip(low["x"], low["y"], high["y"], strict=True) if bottom == top]
    assert ends == [1, 1, 3, 4]


# Turns ----------------------------------------------------------------------------------------------------------------


def lanes(figure: dict) -> list[dict]:
    return [trace for trace in figure["data"] if trace["type"] == "bar"]


def test_a_tile_a_turn_in_the_lane_of_whoever_learns() -> None:
    run = course(6)
    for lane, trace in enumerate(lanes(still(story(run, LIGHT), 6))):
        turns = [(record.epoch, turn) for record in run.records for turn in record.turns]
        own = [
            (epoch - 1 + turn.start, turn.end - turn.start) for epoch, turn in turns if NAMES[lane] in turn.modalities
        ]
        assert [start for start, _ in own] == pytest.approx(trace["base"], abs=1e-3)
        assert [length for _, length in own] == pytest.approx(trace["x"], abs=1e-3)
        assert set(trace["y"]) == {lane}


def test_tiles_are_the_stronger_the_larger_the_gradient() -> None:
    run = course(6)
    for lane, trace in enumerate(lanes(story(run, LIGHT))):
        norms = [t.gradient_norm[NAMES[lane]] for r in run.records for t in r.turns if NAMES[lane] in t.modalities]
        strengths = trace["marker"]["opacity"]
        assert [s for _, s in sorted(zip(norms, strengths, strict=True))] == sorted(strengths)
        assert all(0.2 <= strength <= 1 for strength in strengths)


def test_the_pointer_finds_the_plans_own_words_and_no_markup_in_them() -> None:
    run = course(2)
    [turn, *rest] = run.records[1].turns
    odd = turn.model_copy(update={"why": "first: <b>its</b> share"})
    first = run.records[1].model_copy(update={"turns": (odd, *rest)})
    told = str(lanes(story(Course((run.records[0], first), 2), LIGHT)))
    assert "first: &lt;b&gt;its&lt;/b&gt; share" in told
    assert "gradient norm" in told


@pytest.mark.parametrize("epoch", [0, 3, 6])
def test_planned_turns_are_dotted_outlines_after_the_cursor(epoch: int) -> None:
    run = course(6)
    shapes = story(run, LIGHT)["frames"][str(epoch)]["shapes"]
    outlines = [shape[end] for shape in shapes if shape["line"].get("dash") == "dot" for end in ("x0", "x1")]
    planned = [epoch + end for turn in run.records[epoch].next_turns for end in (turn.start, turn.end)]
    assert sorted(outlines) == pytest.approx(sorted(planned), abs=1e-3)


def test_thinned_epochs_leave_no_gap_between_tiles() -> None:
    joint = records.run(400, NAMES[:2], alternating=False)
    [trace, _] = lanes(story(Course(joint, 400), LIGHT))
    assert len(trace["x"]) < 200
    ends = [base + length for base, length in zip(trace["base"], trace["x"], strict=True)]
    assert trace["base"][0] == 0
    assert ends[-1] == 400
    assert trace["base"][1:] == pytest.approx(ends[:-1], abs=1e-3)


# Size -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("players", [2, 8])
def test_a_long_run_stays_below_600_kB(players: int) -> None:
    run = records.run(300, NAMES[:players])
    scene = story(Course(run, 300, Ghost("had it been joint", "joint", run)), LIGHT)
    assert len(json.dumps(scene, separators=(",", ":"), ensure_ascii=False).encode()) < 600_000


def test_a_plain_story_leaves_out_the_numbers_of_intervals_and_keeps_the_bands() -> None:
    told, plain = (story(course(10), LIGHT, plain=plain) for plain in (False, True))
    texts = {
        kind: " ".join(n["text"] for n in shown["frames"]["10"]["annotations"])
        for kind, shown in (("told", told), ("plain", plain))
    }
    assert "[" in texts["told"]
    assert "[" not in texts["plain"]
    assert "–" not in texts["plain"]
    assert plain["data"] == told["data"]
