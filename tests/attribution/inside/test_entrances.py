from dataclasses import replace

import numpy as np
import pytest
import torch

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.inside.entrances import entrance
from shapviz.data.modality import PADDING, UNKNOWN
from shapviz.errors import UsageError
from shapviz.models import build_model
from shapviz.robustness.encoding import encode
from shapviz.runs.spec import ModelSpec
from tests.attribution.inside.explainers import (
    KINDS,
    PICTURE,
    ROW,
    SENSOR,
    SPLITS,
    TABLE,
    VOICE,
    WORDLESS,
    WORDS,
    explainer,
)
from tests.models import worlds


def _contribution(asked, name, values):
    return encode(asked.model, name, values).contribution


@pytest.mark.parametrize("modality", KINDS, ids=lambda each: each.kind)
def test_what_enters_comes_to_what_the_network_makes_of_the_sample(modality):
    asked = explainer()
    entering = entrance(asked, modality, ROW, fine=True)
    known = _contribution(asked, modality.name, asked.dataset.views[modality.name][[ROW]])
    torch.testing.assert_close(entering.contribute(entering.values[None]), known, rtol=0, atol=1e-12)


@pytest.mark.parametrize("modality", KINDS, ids=lambda each: each.kind)
def test_maps_into_a_shared_space_come_after_what_enters(modality):
    model = build_model(ModelSpec(mapping=True), KINDS, worlds.CLASSES, 0).double().eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.1 * torch.randn(parameter.shape, generator=torch.Generator().manual_seed(1))
    asked = Explainer(model, explainer().dataset, SPLITS)
    entering = entrance(asked, modality, ROW, fine=True)
    known = _contribution(asked, modality.name, asked.dataset.views[modality.name][[ROW]])
    torch.testing.assert_close(entering.contribute(entering.values[None]), known, rtol=0, atol=1e-12)


@pytest.mark.parametrize("modality", [TABLE, PICTURE, SENSOR, VOICE], ids=lambda each: each.kind)
def test_the_background_is_that_of_the_modalities(modality):
    asked = explainer()
    entering = entrance(asked, modality, ROW, fine=True)
    torch.testing.assert_close(
        entering.contribute(entering.background), asked.background[modality.name], rtol=0, atol=1e-12
    )


def test_columns_and_channels_fall_back_to_their_training_means_and_pictures_to_their_mean_colour():
    asked = explainer()
    train = {name: view[SPLITS.train].astype(np.float64) for name, view in asked.dataset.views.items()}
    for modality, mean in (
        (TABLE, train["table"].mean(axis=0)),
        (SENSOR, train["sensor"].mean(axis=(0, 2))[:, None]),
        (PICTURE, train["picture"].mean(axis=(0, 2, 3))[:, None, None]),
    ):
        baseline = entrance(asked, modality, ROW, fine=True).baseline
        np.testing.assert_allclose(baseline, np.broadcast_to(mean, modality.shape), atol=1e-9)


def test_a_sound_with_all_cells_out_is_silence():
    asked = explainer()
    entering = entrance(asked, VOICE, ROW, fine=True)
    silence = _contribution(asked, "voice", np.zeros((1, *VOICE.shape), dtype=np.float32))
    torch.testing.assert_close(entering.contribute(entering.baseline[None]), silence, rtol=0, atol=1e-12)


def test_a_text_with_all_words_out_is_a_text_without_words():
    asked = explainer()
    entering = entrance(asked, WORDS, ROW, fine=True)
    nothing = _contribution(asked, "words", np.full((1, *WORDS.shape), PADDING))
    torch.testing.assert_close(entering.contribute(entering.baseline[None]), nothing, rtol=0, atol=1e-12)


def test_a_word_that_is_out_still_counts_as_a_word():
    asked = Explainer(explainer().model, explainer().dataset, SPLITS)
    with torch.no_grad():
        asked.model.encoders["of_words"].mean_embedding.weight[UNKNOWN] = 0.0
    tokens = asked.dataset.views["words"][ROW]
    entering = entrance(asked, WORDS, ROW, fine=True)
    there = np.flatnonzero(tokens != PADDING)
    assert len(entering.elements.names) == len(there) >= 2
    silenced = tokens.copy()
    silenced[there[0]] = UNKNOWN
    values = entering.values.clone()
    values[0] = entering.baseline[0]
    known = _contribution(asked, "words", silenced[None])
    torch.testing.assert_close(entering.contribute(values[None]), known, rtol=0, atol=1e-12)


def test_padding_among_training_samples_says_nothing():
    asked = explainer()
    entering = entrance(asked, WORDS, ROW, fine=True)
    there = asked.dataset.views["words"][ROW] != PADDING
    tokens = asked.dataset.views["words"][asked.background_rows][:, there]
    assert (tokens == PADDING).any()
    assert not entering.background[torch.from_numpy(tokens == PADDING)].any()


def test_words_that_the_network_does_not_know_keep_the_names_under_which_they_were_written():
    asked = explainer()
    views = asked.dataset.views
    texts = {"words": np.where(views["words"] == views["words"][ROW].max(), UNKNOWN, views["words"])}
    data = replace(asked.dataset, views={**views, **texts}, written={"words": views["words"]})
    plain, read = (entrance(each, WORDS, ROW, fine=True) for each in (asked, Explainer(asked.model, data, SPLITS)))
    assert read.elements.names == plain.elements.names
    there = texts["words"][ROW][views["words"][ROW] != PADDING]
    assert read.elements.unknown == tuple(np.flatnonzero(there == UNKNOWN))
    assert read.elements.unknown != plain.elements.unknown


def test_a_text_without_words_is_refused():
    with pytest.raises(UsageError, match="'words' of row 9 has no words"):
        entrance(explainer(), WORDS, WORDLESS, fine=True)
