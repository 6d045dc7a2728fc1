from dataclasses import replace

import numpy as np
import pytest
import torch

from shapviz.games import edm
from shapviz.models import BatchSource, FusionModel
from shapviz.runs.records import DiagnosisRecord
from shapviz.valuation import coalition_worth
from shapviz.valuation.evidence import Bootstrap, gather
from shapviz.valuation.probes import probe
from tests.models import worlds

MODALITIES = worlds.MODALITIES[0], worlds.MODALITIES[4], worlds.MODALITIES[3]
DRAWS = Bootstrap(resamples=200, seed=0)


def teacher() -> FusionModel:
    return worlds.model(MODALITIES, seed=2)


def taught(seed: int, samples: int = 80) -> BatchSource:
    """Return samples whose labels are what the teacher says, so that all its modalities know something."""
    world = worlds.dataset(MODALITIES, samples=samples, seed=seed)
    with torch.no_grad():
        labels = teacher()(worlds.tensors(world)).argmax(dim=-1).numpy()
    return BatchSource(replace(world, labels=labels), np.arange(samples), dtype=torch.float64)


TRAIN, VALID = taught(0), taught(1)


def diagnosed(fused: FusionModel, alone: FusionModel) -> DiagnosisRecord:
    return gather(fused, alone, TRAIN, VALID, epoch=3, groups=None, draws=DRAWS)


@pytest.fixture(scope="module")
def models() -> tuple[FusionModel, FusionModel]:
    """A network that has lost half of what it knew of one modality, and the teacher."""
    fused = teacher()
    with torch.no_grad():
        fused.head.slot("bill").block.weight.mul_(0.5)
        for parameter in fused.encoders["of_bill"].parameters():
            parameter[: len(parameter) // 2] = 0
    return fused, teacher()


@pytest.fixture(scope="module")
def found(models: tuple[FusionModel, FusionModel]) -> DiagnosisRecord:
    return diagnosed(*models)


def test_nothing_distinguishes_a_network_from_itself(models: tuple[FusionModel, FusionModel]) -> None:
    same = diagnosed(models[1], models[1])
    for evidence in same.evidence.values():
        assert (evidence.starvation.low, evidence.starvation.high) == (0, 0)
        assert evidence.excess is not None
        assert (evidence.excess.low, evidence.excess.high) == (0, 0)
    distance = same.targets["ensemble"].edm
    assert distance is not None
    assert distance.estimate == pytest.approx(0)


def test_accuracies_are_those_that_each_part_has_by_itself(
    models: tuple[FusionModel, FusionModel], found: DiagnosisRecord
) -> None:
    fused, alone = models
    before, after = probe(alone, TRAIN, VALID), probe(fused, TRAIN, VALID)
    worth = coalition_worth(alone, VALID, ["accuracy"])[0]["accuracy"].mean(axis=0)
    for player, (name, evidence) in enumerate(found.evidence.items()):
        assert evidence.ceiling.estimate == worth[1 << player]
        assert evidence.probe_alone.estimate == before[name].mean()
        assert evidence.probe_fused.estimate == after[name].mean()
        assert evidence.starvation.estimate == pytest.approx(before[name].mean() - after[name].mean())


def test_starvation_is_paired_over_samples(found: DiagnosisRecord) -> None:
    """Both ends of a difference of independent means would be further apart than the two intervals are wide."""
    for evidence in found.evidence.values():
        widths = [each.high - each.low for each in (evidence.probe_alone, evidence.probe_fused, evidence.starvation)]
        assert widths[2] <= widths[0] + widths[1]


def test_interactions_and_overlap_are_those_of_the_two_games(found: DiagnosisRecord) -> None:
    players = found.game.players
    for pair in found.pairs:
        first, second = (players.index(name) for name in pair.modalities)
        assert pair.interaction.estimate == pytest.approx(found.game.interactions[first][second])
        assert pair.interaction.low <= pair.interaction.estimate <= pair.interaction.high
    for row, evidence in zip(found.ensemble.interactions, found.evidence.values(), strict=True):
        assert evidence.overlap.estimate == pytest.approx(sum(row))


def test_distances_are_those_to_the_three_targets(found: DiagnosisRecord) -> None:
    phi = [value.estimate for value in found.game.shapley]
    ceilings = np.maximum(
        [evidence.ceiling.estimate - found.ensemble.worth[0] for evidence in found.evidence.values()], 0
    )
    assert found.ensemble.shares is not None
    expected = {
        "equal": [1 / 3] * 3,
        "potential": ceilings / ceilings.sum(),
        "ensemble": [share.estimate for share in found.ensemble.shares],
    }
    for name, target in found.targets.items():
        assert target.shares is not None
        assert tuple(target.shares) == found.game.players
        np.testing.assert_allclose(list(target.shares.values()), expected[name])
        assert target.edm is not None
        assert target.edm.estimate == pytest.approx(float(edm(phi, expected[name])))
    assert found.targets["equal"].edm == found.game.edm


def test_where_nobody_contributes_shares_and_targets_are_unknown(models: tuple[FusionModel, FusionModel]) -> None:
    silent = worlds.model(MODALITIES)
    with torch.no_grad():
        for parameter in silent.head.parameters():
            parameter.zero_()
    record = diagnosed(silent, silent)
    assert record.game.shares is None
    assert {evidence.excess for evidence in record.evidence.values()} == {None}
    assert [target.shares for target in record.targets.values()][1:] == [None, None]
    assert {target.edm for target in record.targets.values()} == {None}
    assert DiagnosisRecord.model_validate_json(record.model_dump_json()) == record
