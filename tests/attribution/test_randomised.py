import pytest
import torch

from shapviz.attribution.randomised import layers, randomised
from shapviz.models import FusionModel
from tests.models import worlds


def weights(model):
    return {name: values.clone() for name, values in model.state_dict().items()}


def changed(before, after):
    """Return the parts of a network whose weights differ: an encoder's, a slot's, ..."""
    return {name for name in before if not torch.equal(before[name], after[name])}


@pytest.mark.parametrize("head", worlds.HEADS)
def test_layers_are_shuffled_from_the_head_down_and_the_network_stays_as_it_was(head):
    model = worlds.model(head=head, absence="learned", prototypes=True)
    original = before = weights(model)
    names = []
    for layer, copy in randomised(model, model.modalities, seed=0):
        after = weights(copy)
        names.append(layer)
        parts = {name.split(".")[0] for name in changed(before, after)}
        assert parts == ({"head", "prototypes"} if layer == "head" else {"encoders"})
        before = after
    assert names == ["head", *(f"layer {depth} from the top" for depth in range(1, 5))]
    assert not changed(original, weights(model))
    floats = {name for name, values in original.items() if values.is_floating_point()}
    untouched = floats - changed(original, before)
    assert all(original[name].unique().numel() == 1 for name in untouched)  # nothing to shuffle


def test_an_encoder_is_shuffled_from_the_top_layer_down():
    model = worlds.model()
    before, parts = weights(model), []
    for _, copy in randomised(model, ["drawing"], seed=0):
        after = weights(copy)
        parts.append({".".join(name.split(".")[2:4]) for name in changed(before, after) if "encoders" in name})
        before = after
    assert parts == [set(), {"project.weight", "project.bias"}, {"blocks.2"}, {"blocks.1"}, {"blocks.0"}]


def test_every_weight_keeps_its_numbers_and_its_shape():
    model = worlds.model()
    *_, (_, copy) = randomised(model, model.modalities, seed=0)
    for name, values in weights(model).items():
        torch.testing.assert_close(copy.state_dict()[name].flatten().sort().values, values.flatten().sort().values)


def test_encoders_of_other_modalities_stay():
    model = worlds.model()
    *_, (_, copy) = randomised(model, ["drawing"], seed=0)
    parts = {".".join(name.split(".")[:2]) for name in changed(weights(model), weights(copy)) if "encoders" in name}
    assert parts == {"encoders.of_drawing"}


def test_equal_seeds_shuffle_equally_and_others_otherwise():
    def last(seed):
        model = worlds.model()
        *_, (_, copy) = randomised(model, model.modalities, seed)
        return weights(copy)

    assert not changed(last(1), last(1))
    assert changed(last(1), last(2))


def test_the_global_stream_of_random_numbers_is_left_alone():
    state = torch.random.get_rng_state()
    list(randomised(worlds.model(), ["bill"], seed=0))
    assert torch.equal(state, torch.random.get_rng_state())


@pytest.mark.parametrize(
    ("modality", "shapes"),
    [
        ("drawing", [(16, 3, 3, 3), (32, 16, 3, 3), (64, 32, 3, 3), (32, 64)]),
        ("words", [(9, 64), (32, 64)]),
        ("bill", [(64, 5), (64, 64), (32, 64)]),
        ("voice", [(16, 1, 3, 3), (32, 16, 3, 3), (64, 32, 3, 3), (32, 128)]),
    ],
)
def test_a_layer_is_a_matrix_and_what_follows_it(modality, shapes):
    model: FusionModel = worlds.model()
    found = layers(model.encoders[f"of_{modality}"])
    assert [tuple(layer[0].shape) for layer in found][:-1] == shapes[:-1]
    assert found[-1][0].shape[0] == shapes[-1][0]
    held = sum(
        values.numel()
        for values in model.encoders[f"of_{modality}"].state_dict().values()
        if values.is_floating_point()
    )
    assert sum(values.numel() for layer in found for values in layer) == held
