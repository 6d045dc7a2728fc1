import pytest
import torch

from shapviz.data.modality import PADDING, UNKNOWN
from shapviz.models.encoders.image import ImageEncoder
from shapviz.models.encoders.series import SeriesEncoder
from shapviz.models.encoders.text import TextEncoder


@pytest.fixture
def text() -> TextEncoder:
    with torch.random.fork_rng(devices=[]):
        return TextEncoder(vocabulary=6, embedding=4, features=3)


@torch.no_grad()
def test_padding_does_not_count(text: TextEncoder) -> None:
    short, padded = torch.tensor([[3, 5]]), torch.tensor([[PADDING, 3, PADDING, 5, PADDING]])
    torch.testing.assert_close(text(padded), text(short))


@torch.no_grad()
def test_the_order_of_words_does_not_count(text: TextEncoder) -> None:
    torch.testing.assert_close(text(torch.tensor([[2, 3, 4]])), text(torch.tensor([[4, 2, 3]])))


@torch.no_grad()
def test_a_text_without_words_is_finite(text: TextEncoder) -> None:
    assert text(torch.full((1, 4), PADDING)).isfinite().all()


@torch.no_grad()
def test_an_unknown_word_that_training_never_saw_says_nothing(text: TextEncoder) -> None:
    torch.testing.assert_close(text(torch.tensor([[UNKNOWN]])), text(torch.tensor([[PADDING]])))


@torch.no_grad()
@pytest.mark.parametrize("shape", [(32, 32), (28, 28), (5, 7), (1, 1)], ids=str)
def test_pictures_may_have_any_size(shape: tuple[int, int]) -> None:
    encoder = ImageEncoder((2, *shape), (4, 8), 3).eval()
    assert encoder(torch.rand(6, 2, *shape)).shape == (6, 3)


@torch.no_grad()
@pytest.mark.parametrize("length", [128, 7, 1])
def test_series_may_have_any_length(length: int) -> None:
    encoder = SeriesEncoder(2, (4, 8), 3).eval()
    assert encoder(torch.rand(6, 2, length)).shape == (6, 3)


@torch.no_grad()
def test_samples_do_not_know_each_other_in_evaluation() -> None:
    encoder = ImageEncoder((2, 9, 9), (4, 8), 3).eval()
    pictures = torch.rand(6, 2, 9, 9)
    torch.testing.assert_close(encoder(pictures)[:1], encoder(pictures[:1]))
