"""What charts and the grid show is what was measured, and nothing in them stands on anything else."""

from itertools import pairwise

import plotly.graph_objects as go
import pytest

from shapviz.figures.charts import figure
from shapviz.figures.labels import plain_width
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.grid import MOST_ROWS, masks
from shapviz.figures.robustness.parts import View
from shapviz.figures.robustness.room import Room
from shapviz.figures.robustness.view import view
from shapviz.figures.theme import DARK, LIGHT, PALETTE, cividis, luminance, styles
from tests.figures.robustness_cases import World, case_of, rights, scenario

SIZES = pytest.mark.parametrize("players", [2, 3, 4, 5, 6])
SIDES = pytest.mark.parametrize("beside", [False, True], ids=["one", "two"])
COMPACT = pytest.mark.parametrize("compact", [False, True], ids=["wide", "narrow"])


def everybody(players: int = 3, *, compact: bool = False, theme=LIGHT, **other) -> View:
    return view(scenario(players=players, **other), 2**players - 1, theme, compact=compact)


def named(chart, name: str) -> list[dict]:
    return [trace for trace in chart["figure"]["data"] if name in trace.get("hovertemplate", "")]


# Curves ---------------------------------------------------------------------------------------------------------------


@SIDES
def test_curves_and_their_table_are_the_sweeps(beside: bool) -> None:
    shown = scenario(beside=beside)
    drawn = view(shown, 7, LIGHT)["curves"]
    for side in shown.sides:
        for player, sweep in side.sweeps.items():
            accuracies = [each.accuracy[7].estimate for each in sweep.measured]
            who = f"<b>{player}</b>" + (f", {side.run}" if beside else "")
            (trace,) = named(drawn, f"{who} at severity")
            assert trace["y"] == pytest.approx(accuracies, abs=1e-4)
            rows = [row for row in drawn["table"]["rows"] if row[:2] == [side.run, player]]
            assert [row[4] for row in rows[:-1]] == pytest.approx([100 * value for value in accuracies], abs=0.01)
            (mark,) = named(drawn, f"without {who}:")
            gone = side.reading.clean.accuracy[7 & ~(1 << shown.players.index(player))].estimate
            assert mark["y"] == pytest.approx([gone], abs=1e-4)
            assert rows[-1][2:5] == ["removed", None, pytest.approx(100 * gone, abs=0.01)]


def test_only_members_have_curves() -> None:
    drawn = view(scenario(), 0b101, LIGHT)["curves"]
    assert {row[1] for row in drawn["table"]["rows"]} == {"Twemoji", "words"}


@SIZES
@SIDES
@COMPACT
def test_labels_of_curves_and_removals_do_not_touch(players: int, beside: bool, compact: bool) -> None:
    drawn = everybody(players, compact=compact, beside=beside)["curves"]
    no_touching(drawn, compact, case=Case(scenario(players=players, beside=beside), 2**players - 1))


@COMPACT
def test_labels_do_not_touch_where_all_curves_end_at_one_point(compact: bool) -> None:
    alike = rights(100, [(0, 50)] * 16)
    tied = case_of(alike, sweeps={player: [alike] * 6 for player in ("Twemoji", "Noto", "words", "voice")})
    no_touching(view(tied, 15, LIGHT, compact=compact)["curves"], compact, case=Case(tied, 15))


def no_touching(drawn, compact: bool, *, case: Case) -> None:
    """Fail unless texts are apart and inside, in a figure of the smallest size."""
    layout = drawn["figure"]["layout"]
    room = Room(case, LIGHT, [], compact)
    low, high = layout["yaxis"]["range"]
    left, right = layout["xaxis"]["range"]
    inner = room.height - room.margin["t"] - room.margin["b"]
    across = (room.width - room.margin["l"] - room.margin["r"]) / (right - left)
    columns: dict[float, list[tuple[float, str, float]]] = {}
    for one in layout["annotations"]:
        if one.get("xanchor") == "left" and "yanchor" not in one:
            px = (one["y"] - low) / (high - low) * inner
            columns.setdefault(one["x"], []).append((px, one["text"], one["xshift"]))
    ends = []
    for x, texts in sorted(columns.items()):
        assert all(above[0] - below[0] >= room.label for below, above in pairwise(sorted(texts)))
        assert all(0 <= px <= inner for px, _, _ in texts)
        start = (x - left) * across + texts[0][2]
        ends.append((start, start + max(plain_width(text, room.label) for _, text, _ in texts)))
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))
    assert ends[-1][1] <= room.width - room.margin["l"]


def test_the_line_of_nobody_is_named_where_no_curve_passes() -> None:
    clean = rights(100, [(0, 20), (0, 60), (0, 50), (0, 90)])
    high, low = (rights(100, [(0, 20), (0, 60), (0, 50), (0, right)]) for right in (50, 14))
    for table, anchor in ((high, "top"), (low, "bottom")):
        drawn = view(case_of(clean, sweeps={"Noto": [table] * 6}), 3, LIGHT)["curves"]["figure"]["layout"]
        (words,) = [one for one in drawn["annotations"] if one["text"].startswith("nobody present: 20 %")]
        assert words["yanchor"] == anchor


def test_a_nobody_far_below_all_curves_is_told_and_leaves_them_the_room() -> None:
    near = rights(100, [(0, 10), (0, 80), (0, 80), (0, 90)])
    layout = view(case_of(near, sweeps={"Noto": [near] * 6}), 3, LIGHT)["curves"]["figure"]["layout"]
    (words,) = [one for one in layout["annotations"] if one["text"].startswith("nobody present: 10 %")]
    assert layout["yaxis"]["range"][0] > 0.7
    assert (words["yref"], words["y"]) == ("paper", 0)
    assert not [shape for shape in layout["shapes"] if shape["y0"] == shape["y1"]]


def test_with_nobody_present_the_curves_are_of_each_one_alone() -> None:
    shown = scenario()
    drawn = view(shown, 0, LIGHT)["curves"]
    for player, sweep in shown.sides[0].sweeps.items():
        (trace,) = named(drawn, f"<b>{player}</b> at severity")
        alone = [each.accuracy[1 << shown.players.index(player)].estimate for each in sweep.measured]
        assert trace["y"] == pytest.approx(alone, abs=1e-4)
    assert not named(drawn, "without")
    assert "removed" not in drawn["figure"]["layout"]["xaxis"]["ticktext"]
    rows = [row for row in view(shown, 0, LIGHT)["csv"]["rows"] if row[2] == "alone corrupted"]
    assert all(row[3] == row[4] for row in rows)


def test_the_cursor_stands_at_the_severity_and_tells_the_accuracy() -> None:
    shown = scenario({"Noto": 3.4})
    layout = view(shown, 7, LIGHT)["curves"]["figure"]["layout"]
    now = shown.sides[0].reading.measured.accuracy[7].estimate
    (flag,) = [one for one in layout["annotations"] if one["text"].startswith("now")]
    assert (flag["x"], flag["text"]) == (3.4, f"now {100 * now:.0f} %")
    assert [shape for shape in layout["shapes"] if shape.get("x0") == 3.4 == shape["x1"]]


@pytest.mark.parametrize(
    ("severities", "extra"), [({"Noto": 3.0}, 0), ({"Noto": 3.4}, 1), ({"Noto": 3.0, "words": 1.0}, 1), ({}, 0)]
)
def test_what_no_curve_goes_through_has_a_mark_of_its_own(severities: dict[str, float], extra: int) -> None:
    assert len(named(view(scenario(severities), 7, LIGHT)["curves"], "<b>now</b>")) == extra


def test_two_networks_are_told_apart_by_fill_and_dash_and_by_no_colour() -> None:
    drawn = everybody(beside=True)["curves"]
    first, second = (named(drawn, f"<b>Noto</b>, {run} at")[0] for run in ("plain-heron", "calm-otter"))
    assert first["line"]["color"] == second["line"]["color"] == styles(["Twemoji", "Noto"])["Noto"].colour
    assert (first["line"]["dash"], second["line"]["dash"]) == ("solid", "6px,4px")
    assert (first["marker"]["color"], second["marker"]["color"]) == (PALETTE[1], LIGHT.background)


# Grid -----------------------------------------------------------------------------------------------------------------


@SIZES
def test_the_grid_holds_all_coalitions_or_the_best_of_each_size(players: int) -> None:
    shown = scenario(players=players)
    mask = 0b10
    grid = view(shown, mask, LIGHT)["grids"][0]
    sizes = [row["mask"].bit_count() for row in grid["rows"]]
    assert sizes == sorted(sizes, reverse=True)
    assert mask in {row["mask"] for row in grid["rows"]}
    assert len(sizes) == (2**players if 2**players <= MOST_ROWS else players + 2)
    assert [row["label"] for row in grid["rows"] if row["now"]] == ["Noto"]


def test_rows_stand_where_one_looks_for_them() -> None:
    """Everybody, then pairs and single ones, each from those with the last modality; nobody comes last."""
    assert masks(Case(scenario(), 7)) == [7, 6, 5, 3, 4, 2, 1, 0]


def test_cells_are_the_sweep_and_its_table() -> None:
    shown = scenario()
    grid = view(shown, 7, LIGHT)["grids"][0]
    sweep = shown.sides[0].sweeps["Noto"]
    for row, told in zip(grid["rows"], grid["table"]["rows"], strict=True):
        accuracies = [measured.accuracy[row["mask"]].estimate for measured in sweep.measured]
        assert [cell["value"] for cell in row["cells"]] == pytest.approx(accuracies, abs=1e-4)
        assert [cell["text"] for cell in row["cells"]] == [f"{100 * value:.0f}" for value in accuracies]
        assert told == [row["label"], *(pytest.approx(100 * value, abs=0.01) for value in accuracies)]


def test_the_cell_of_now_is_marked() -> None:
    grid = everybody()["grids"][0]
    marked = [(row["mask"], column["text"]) for row in grid["rows"]
              for column, cell in zip(grid["columns"], row["cells"], strict=True) if cell["now"]]  # fmt: skip
    assert marked == [(7, "3")]
    between = view(scenario({"Noto": 2.5}), 7, LIGHT)["grids"][0]
    assert [column["text"] for column in between["columns"] if column["place"] == "beside"] == ["2", "3"]
    assert not any(cell["now"] for row in between["rows"] for cell in row["cells"])


def test_cells_that_are_not_known_yet_say_so_and_those_that_nothing_can_change_are_known() -> None:
    grid = everybody(swept=[])["grids"][0]
    texts = {row["label"]: [cell["text"] for cell in row["cells"]] for row in grid["rows"]}
    known = everybody()["grids"][0]["rows"][5]
    assert known["label"] == "Noto"
    assert texts["Noto"][1:] == ["…", "…", known["cells"][3]["text"], "…", "…"]  # severity 3 is that of now
    assert len(set(texts["Twemoji + words"])) == 1


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_numbers_in_cells_can_be_read(theme) -> None:
    for row in everybody(4, theme=theme)["grids"][0]["rows"]:
        for cell in row["cells"]:
            one, other = sorted(luminance(cell[part]) for part in ("background", "colour"))
            assert (other + 0.05) / (one + 0.05) >= 4.5


def test_colours_run_from_nobody_to_everybody_clean() -> None:
    first, second = everybody(beside=True)["grids"]
    cells = [cell for grid in (first, second) for row in grid["rows"] for cell in row["cells"]]
    shade = {cell["value"]: luminance(cell["background"]) for cell in cells}
    assert all(shade[low] <= shade[high] for low, high in pairwise(sorted(shade)))
    nobody, best = min(shade), max(row["cells"][0]["value"] for grid in (first, second) for row in grid["rows"])
    assert (shade[nobody], shade[best]) == (luminance(cividis(0)), luminance(cividis(1)))


def test_the_grid_stays_with_its_modality_when_that_goes() -> None:
    shown = scenario(focus="Noto")
    assert "Noto" in view(shown, 0b101, LIGHT)["grids"][0]["subtitle"]
    assert "Noto" in view(shown, 0, LIGHT)["grids"][0]["subtitle"]


# Shapley values -------------------------------------------------------------------------------------------------------


@SIDES
def test_marks_and_table_are_the_shapley_values(beside: bool) -> None:
    shown = scenario(beside=beside)
    drawn = view(shown, 7, LIGHT)["dumbbell"]
    clean, now = drawn["figure"]["data"][-2:]
    for field, trace, column in (("clean", clean, 2), ("measured", now, 5)):
        values = [each.estimate for side in shown.sides for each in getattr(side.reading, field).shapley]
        assert trace["x"] == pytest.approx(values, abs=1e-4)
        assert [row[column] for row in drawn["table"]["rows"]] == pytest.approx(
            [100 * each for each in values], abs=0.01
        )


def test_who_is_gone_has_no_value_now() -> None:
    drawn = view(scenario({}), 0b101, LIGHT)["dumbbell"]
    clean, now = drawn["figure"]["data"][-2:]
    assert (len(clean["x"]), len(now["x"])) == (3, 2)
    texts = [one["text"] for one in drawn["figure"]["layout"]["annotations"]]
    assert "gone" in texts[1]
    remaining = scenario({}).sides[0].reading.clean.accuracy
    assert sum(now["x"]) == pytest.approx(remaining[0b101].estimate - remaining[0].estimate, abs=1e-3)


def test_a_change_is_bold_where_it_is_sure() -> None:
    drawn = everybody()["dumbbell"]
    texts = [one["text"] for one in drawn["figure"]["layout"]["annotations"]]
    for row, text in zip(drawn["table"]["rows"], texts, strict=True):
        _, low, high = row[-3:]
        assert text.startswith("<b>") == (low > 0 or high < 0)


@SIZES
@SIDES
@COMPACT
def test_dumbbell_names_and_changes_have_room(players: int, beside: bool, compact: bool) -> None:
    drawn = everybody(players, compact=compact, beside=beside)["dumbbell"]
    layout = drawn["figure"]["layout"]
    size = layout["font"]["size"]
    assert max(plain_width(text, size) for text in layout["yaxis"]["ticktext"]) < layout["margin"]["l"]
    assert max(plain_width(one["text"], size + 1) for one in layout["annotations"]) + 8 < layout["margin"]["r"]
    low, high = layout["xaxis"]["range"]
    px = (300 - layout["margin"]["l"] - layout["margin"]["r"]) / (high - low)
    ticks = list(zip(layout["xaxis"]["tickvals"], layout["xaxis"]["ticktext"], strict=True))
    for (one, text), (other, next_text) in pairwise(ticks):
        assert (other - one) * px > (plain_width(text, size) + plain_width(next_text, size)) / 2
    rows = sorted(one["y"] for one in layout["annotations"])
    inner = drawn["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    assert all((below - above) * inner / players > size for above, below in pairwise(rows))


# All of it ------------------------------------------------------------------------------------------------------------


@SIZES
@SIDES
def test_plotly_accepts_every_chart(players: int, beside: bool) -> None:
    told = everybody(players, beside=beside)
    assert all(isinstance(figure(told[name]), go.Figure) for name in ("curves", "dumbbell"))


def test_themes_differ_in_neutral_colours_only() -> None:
    light, dark = (everybody(theme=theme) for theme in (LIGHT, DARK))
    assert light["finding"] == dark["finding"]
    assert light["csv"] == dark["csv"]
    assert light["curves"]["figure"] != dark["curves"]["figure"]


def test_estimates_are_where_the_number_will_be() -> None:
    world = World(3)
    (known,) = everybody()["estimates"]
    assert set(known) == {"Noto"}
    for severity, accuracy in known["Noto"]:
        measured = world.reading({"Noto": severity}).measured.accuracy[7].estimate
        assert accuracy == pytest.approx(measured, abs=1e-4)


def test_the_spreadsheet_holds_every_number_once() -> None:
    told = everybody(beside=True)
    rows = [tuple(row[:7]) for row in told["csv"]["rows"]]
    assert len(rows) == len(set(rows))
    assert len(rows) == 2 * 3 + 2 * 3 * 7 + 2 * 8 * 6 + 2 * 3 * 3
    assert all(len(row) == len(told["csv"]["columns"]) for row in told["csv"]["rows"])


def test_samples_are_told_before_and_after() -> None:
    shown = scenario(beside=True)
    for sample, seen in zip(view(shown, 5, LIGHT)["strip"], shown.sides[0].reading.seen, strict=True):
        assert sample["row"] == seen.row
        first, second = sample["verdicts"]
        before, after = seen.before[7], seen.after[5]
        assert first["flipped"] == (before.label != after.label)
        assert first["after"]["right"] == (after.label == seen.label)
        assert first["before"]["percent"] == f"{100 * before.probability:.0f}"
        assert second["run"] == "calm-otter"
