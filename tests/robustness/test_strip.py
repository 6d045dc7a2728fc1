"""The samples of a strip are those of the readings, as the network gets them."""

import io
import wave

import numpy as np
import pytest

from shapviz.data.dataset import MultimodalDataset
from shapviz.data.modality import PADDING, Modality
from shapviz.data.sample import vocabulary
from shapviz.data.splits import Splits
from shapviz.errors import UsageError
from shapviz.models import build_model
from shapviz.robustness.bench import Bench
from shapviz.robustness.strip import sound, strip
from shapviz.runs.exhibits import Picture, Sound, Words
from shapviz.runs.robustness import Conditions, Corrupted
from shapviz.runs.spec import ModelSpec

TEST = np.arange(20, 40)
MODALITIES = (
    Modality("picture", "image", (1, 8, 8), "brightness", "a picture"),
    Modality("voice", "audio", (800,), "amplitude", "a voice", rate=8000),
    Modality("words", "text", (3,), "words", "some words", vocabulary=len(vocabulary())),
)


@pytest.fixture(scope="module")
def bench() -> Bench:
    rng = np.random.default_rng(0)
    views = {
        "picture": rng.random((40, 1, 8, 8), dtype=np.float32),
        "voice": rng.uniform(-0.5, 0.5, (40, 800)).astype(np.float32),
        "words": rng.integers(2, 500, (40, 3)),
    }
    dataset = MultimodalDataset("own", MODALITIES, views, np.arange(40) % 2, ("no", "yes"))
    model = build_model(ModelSpec(), MODALITIES, classes=2, seed=0)
    return Bench(model, dataset, Splits(np.arange(16), np.arange(16, 20), TEST))


def corrupted(**done: str) -> Conditions:
    return Conditions(corrupted={name: Corrupted(corruption=what, severity=5) for name, what in done.items()})  # type: ignore[arg-type]  # pydantic checks


def test_it_shows_the_samples_of_the_readings(bench: Bench) -> None:
    conditions = corrupted(picture="noise")
    rows = [shown.row for shown in strip(bench, conditions)]
    assert rows == [seen.row for seen in bench.read(conditions).seen]
    assert set(rows) <= set(TEST)


def test_only_what_is_corrupted_looks_different(bench: Bench) -> None:
    for shown in strip(bench, corrupted(picture="noise")):
        picture, voice, words = shown.exhibits.values()
        assert isinstance(picture, Picture)
        assert picture.after not in (None, picture.before)
        assert isinstance(voice, Sound)
        assert (voice.after, voice.told, words.told) == (None, "unchanged", "unchanged")


def test_another_draw_looks_and_sounds_different(bench: Bench) -> None:
    done = Corrupted(corruption="noise", severity=5)
    one, other = (strip(bench, Conditions(corrupted={"voice": done}, draw=draw)) for draw in (0, 1))
    assert [shown.row for shown in one] == [shown.row for shown in other]
    assert all(a.exhibits["voice"] != b.exhibits["voice"] for a, b in zip(one, other, strict=True))
    assert sound(bench, 25, "voice", done, draw=0) != sound(bench, 25, "voice", done, draw=1)


def test_at_severity_0_nothing_looks_different(bench: Bench) -> None:
    conditions = Conditions(corrupted={"voice": Corrupted(corruption="noise", severity=0)})
    assert strip(bench, conditions) == strip(bench, Conditions())


def test_samples_from_which_a_modality_is_missing_say_so(bench: Bench) -> None:
    done = Corrupted(corruption="missing", severity=5)
    conditions = Conditions(corrupted={"voice": done})
    said = {shown.row: shown.exhibits["voice"].gone for shown in strip(bench, conditions)}
    assert said == {row: bench.gone(row, "voice", done) for row in said}
    assert any(said.values())


def test_words_are_shown_as_they_were_mistyped(bench: Bench) -> None:
    for shown in strip(bench, corrupted(words="typos")):
        words = shown.exhibits["words"]
        assert isinstance(words, Words)
        assert {word.state for word in words.words} <= {"kept", "misspelt"}
        meant = [vocabulary()[token] for token in bench.values(shown.row, "words") if token != PADDING]
        assert [word.before for word in words.words] == meant
        assert all((word.state == "kept") == (word.after == word.before) for word in words.words)


def test_what_is_heard_is_what_the_network_gets(bench: Bench) -> None:
    done = Corrupted(corruption="noise", severity=5)
    for conditions in (None, done):
        with wave.open(io.BytesIO(sound(bench, 25, "voice", conditions))) as file:
            heard = np.frombuffer(file.readframes(800), "<i2") / 32767
        np.testing.assert_allclose(heard, bench.values(25, "voice", conditions), atol=1e-4)


def test_where_nothing_can_be_heard_it_says_why(bench: Bench) -> None:
    with pytest.raises(UsageError, match="'picture' is no sound"):
        sound(bench, 25, "picture")
    gone = Corrupted(corruption="missing", severity=5)
    row = next(int(row) for row in TEST if bench.gone(int(row), "voice", gone))
    with pytest.raises(UsageError, match="missing from this sample"):
        sound(bench, row, "voice", gone)
