"""docs/attribution.md: made from rows that travel with it, and sure only of what they say."""

import pytest

from scripts import attribution as script
from scripts.report import attributed
from scripts.report import attribution_tables as tables
from scripts.report.attributed import Checked, Faithful, Measured


def row(seed: int, method: str = "leave_one_out", dataset: str = "race", **numbers: float) -> Measured:
    known = {"share": 0.5, "same_leader": 0.8, "rank": 0.9, "missing": 0.25, "calls": 8, "seconds": 2.0} | numbers
    about = {"dataset": dataset, "seed": seed, "method": method, "players": 3, "samples": 48, "leader": "hare"}
    return Measured.model_validate(about | known)


ROWS = [row(seed, method) for seed in range(3) for method in ("exact", "leave_one_out")]


def test_the_document_that_travels_says_what_its_rows_say() -> None:
    text = (script.DOCS / "attribution.md").read_text(encoding="utf-8")
    assert text == script.document(*script.found())
    assert "{" not in text


def test_a_method_has_a_row_with_means_over_seeds() -> None:
    rows = [*ROWS[:5], row(2, share=0.8, seconds=8.0)]
    [line] = [line for line in tables.found(rows).splitlines() if line.startswith("| `leave_one_out`")]
    assert line.startswith("| `leave_one_out` | hare | 60 [17, 100] | 80 | 0.90 | 25 | 8 | × 2 |")


def test_a_method_that_refused_says_why_and_has_no_row() -> None:
    refused = Measured(dataset="race", seed=0, method="captum.deep_lift", players=3, samples=48, problem="No layers.")
    said = tables.found([*ROWS, refused])
    assert "`captum.deep_lift` was refused: No layers." in said
    assert "| `captum.deep_lift` |" not in said


@pytest.mark.parametrize(
    ("same", "said"),
    [
        ((0.7, 0.71, 0.72), "names another leader than exact values do on race (29 % of samples)."),
        ((1.0, 1.0, 1.0), "the same in every sample on race."),
        ((0.5, 0.9, 1.0), "inconclusive over these seeds on race (20 % of samples)."),
    ],
)
def test_what_seeds_leave_open_is_said_to_be_open(same: tuple[float, ...], said: str) -> None:
    rows = [row(seed, same_leader=value) for seed, value in enumerate(same)]
    [line] = tables.reasons(rows, {"leave_one_out": "Because."})
    assert said in line
    assert "Its values miss the total by 25 % on race. Because." in line


def test_verdicts_that_differ_name_their_datasets() -> None:
    verdicts = {"race": "passes", "xor": "fails"}
    rows = [Checked(dataset=on, check="null_player", method="exact", verdict=said) for on, said in verdicts.items()]
    assert "| passes on race; fails on xor |" in tables.checks(rows)
    assert "| passes |" in tables.checks(rows[:1])


def test_rows_survive_their_files(tmp_path) -> None:
    refused = Measured(dataset="race", seed=0, method="captum.deep_lift", players=3, samples=48, problem="No, no.")
    truth = Faithful(regime="race", seeds=3, method="exact", error=0.5, low=0.25, high=0.75, of_network=0.125)
    for rows, kind in (([*ROWS, refused], Measured), ([truth], Faithful)):
        attributed.write(rows, kind, tmp_path / "rows.csv")
        assert list(attributed.read(kind, tmp_path / "rows.csv")) == rows
