import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.comparison import differing, grouped, incomparable
from shapviz.runs.asked import RobustnessSpec
from shapviz.runs.options import Alternating, Joint, JointUnimodal, ModalityDropout
from shapviz.runs.spec import DatasetSpec, DeviceSpec, ModelSpec, ValuationSpec
from tests.comparison.runs import info

strategies = st.one_of(
    st.just(Joint()),
    st.builds(JointUnimodal, weight=st.sampled_from((0.5, 1.0))),
    st.builds(ModalityDropout, rate=st.sampled_from((0.1, 0.3))),
    st.builds(Alternating, order=st.sampled_from(("weak_first", "random")), guard=st.booleans()),
)
runs = st.builds(
    info, strategies, seed=st.integers(0, 3), model=st.builds(ModelSpec, head=st.sampled_from(("additive", "mlp")))
)


@given(st.lists(runs, max_size=8))
def test_every_run_but_repeated_seeds_is_in_one_group_and_labels_tell_groups_apart(found):
    groups = grouped(found)
    kept = {run.spec.fingerprint() for group in groups for run in group.runs.values()}
    assert kept == {run.spec.fingerprint() for run in found}
    for group in groups:
        assert len({run.spec.digest(without={"seed"}) for run in group.runs.values()}) == 1
        assert all(seed == run.spec.seed for seed, run in group.runs.items())
    assert len({group.label for group in groups}) == len(groups)


def test_labels_say_what_distinguishes_and_nothing_else():
    found = [info(), info(JointUnimodal()), info(Alternating(loss="inherit")), info(Alternating(order="strong_first"))]
    assert [group.label for group in grouped(found)] == [
        "joint",
        "joint + unimodal",
        "alternating, weak first, inherit",
        "alternating, strong first, own + full",
    ]
    assert [group.label for group in grouped(found[:3])][2] == "alternating"
    assert [group.label for group in grouped([info(), info(model=ModelSpec(head="mlp"))])] == [
        "additive head",
        "mlp head",
    ]


def test_a_group_alone_is_called_by_its_strategy():
    [group] = grouped([info(Alternating(order="random", guard=False), seed=seed) for seed in (2, 0)])
    assert group.label == "alternating, random, no guard"
    assert list(group.runs) == [0, 2]
    assert group.spec.seed == 0


def test_what_does_not_change_training_parts_no_runs_and_a_finished_run_stands_for_its_seed():
    tested = {"robustness": RobustnessSpec(corruptions=("noise",)), "probes": True}
    unfinished, finished = info(status="failed"), info(device=DeviceSpec(precision="64-true"), **tested)
    [group] = grouped([unfinished, finished])
    assert group.runs == {0: finished}


def test_a_fork_is_a_group_of_its_own():
    whole, fork = info(), info(parent="a" * 32, parent_epoch=3)
    assert [group.label for group in grouped([whole, fork])] == ["joint", "forked from aaaaaaaa at epoch 3"]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"dataset": DatasetSpec(name="emoji")}, "different data (race and emoji)"),
        ({"dataset": DatasetSpec(modalities=("hare", "fox"))}, "different modalities (all; hare, fox)"),
        ({"dataset": DatasetSpec(noise={"hare": 0.5})}, "noise over their modalities differs (none; hare 0.5)"),
        ({"valuation": ValuationSpec(payoff="probability")}, "different units (accuracy and probability)"),
        ({"seed": 7}, "no seed in common (found 0; 7)"),
    ],
)
def test_what_would_not_be_a_difference_of_the_training_is_refused(other, reason):
    [ours], [theirs] = grouped([info()]), grouped([info(Alternating(), **other)])
    assert reason in incomparable(ours, theirs)
    assert incomparable(ours, ours) is None


def test_the_order_in_which_modalities_are_named_does_not_matter():
    [ours], [theirs] = (
        grouped([info(dataset=DatasetSpec(modalities=pair))]) for pair in (("fox", "hare"), ("hare", "fox"))
    )
    assert incomparable(ours, theirs) is None


def test_only_settings_that_differ_are_listed_with_what_came_out():
    groups = grouped([info(), info(Alternating())])
    found = differing(groups, {"head updates per epoch": ("16", "48"), "encoder passes": ("6000", "6000")})
    assert found["strategy"] == ("joint", "alternating")
    assert found["order"] == ("all at once", "weak first")
    assert found["loss"] == ("–", "own + full")
    assert found["head updates per epoch"] == ("16", "48")
    assert not found.keys() & {"encoder passes", "epochs", "dataset"}
