import hashlib
import re

import numpy as np
import pytest

from shapviz import paths
from shapviz.data import sample
from shapviz.data.modality import PADDING
from shapviz.errors import DataError

FOLDER = paths.bundle() / "sample_data"
DIGEST = re.compile(r"^\| (\S+) \| [\d,]+ \| `([0-9a-f]{64})` \|$", re.MULTILINE)


def test_every_file_has_the_digest_that_the_readme_states():
    stated = dict(DIGEST.findall((FOLDER / "README.md").read_text()))
    found = {
        path.relative_to(FOLDER).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FOLDER.rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    assert found == stated


def test_all_of_it_is_at_most_twelve_megabytes():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*")) <= 12_000_000


@pytest.mark.parametrize(
    ("name", "samples", "classes", "shapes"),
    [
        ("emoji", 2852, 8, {"image": (3, 32, 32), "words": (4,)}),
        ("emoji3", 1426, 8, {"twemoji": (3, 32, 32), "noto": (3, 32, 32), "words": (4,)}),
        ("avdigits", 3000, 10, {"image": (1, 28, 28), "audio": (5120,)}),
        ("mfeat", 2000, 10, {"fou": (76,), "fac": (216,), "kar": (64,), "pix": (240,), "zer": (47,), "mor": (6,)}),
        ("watch", 1833, 7, {"accel": (3, 128), "gyro": (3, 128)}),
        ("heart", 270, 2, {"bedside": (9,), "ecg": (9,), "imaging": (4,)}),
        ("penguins", 330, 3, {"bill": (2,), "body": (2,), "isotopes": (2,), "context": (8,)}),
    ],
)
def test_the_arrays_have_their_known_shapes(name, samples, classes, shapes):
    dataset = sample.load(name)
    assert {view: values.shape for view, values in dataset.views.items()} == {
        view: (samples, *shape) for view, shape in shapes.items()
    }
    assert len(dataset.classes) == classes


@pytest.mark.parametrize(("name", "groups"), [("emoji", 1426), ("avdigits", 91), ("watch", 10), ("penguins", 170)])
def test_grouped_datasets_have_all_their_groups(name, groups):
    assert len(np.unique(sample.load(name).groups)) == groups


@pytest.fixture(scope="module")
def spoken():
    return sample.load("avdigits").views["audio"]


def test_every_clip_is_one_whole_word_in_silence(spoken):
    loud = np.abs(spoken) > 0
    first, last = loud.argmax(axis=1), spoken.shape[1] - loud[:, ::-1].argmax(axis=1)
    assert np.quantile(last - first, [0.01, 0.5]) == pytest.approx([0.18 * 8000, 0.36 * 8000], rel=0.1)
    # 50 ms early or late, but ends may be too faint for eight bits
    assert np.quantile(np.abs((first + last) / 2 - 2560), [0.95, 1]) == pytest.approx([400, 700], rel=0.1)


def test_words_are_equally_loud_and_within_full_scale(spoken):
    loudness = np.array([clip[clip != 0].std() for clip in spoken])
    assert np.median(loudness) == pytest.approx(0.1, rel=0.1)
    assert np.quantile(loudness, [0.05, 0.95]) == pytest.approx([0.1, 0.1], rel=0.25)
    assert np.abs(spoken).max() <= 1


def test_no_two_clips_and_no_two_written_digits_are_the_same(spoken):
    pictures = sample.load("avdigits").views["image"].reshape(3000, -1)
    assert len(np.unique(spoken, axis=0)) == len(np.unique(pictures, axis=0)) == 3000


def test_every_voice_says_and_every_hand_writes_each_digit_equally_often():
    dataset = sample.load("avdigits")
    assert (np.bincount(dataset.labels) == 300).all()
    said = np.zeros((91, 10), dtype=int)
    np.add.at(said, (dataset.groups, dataset.labels), 1)
    assert said.max() == 4
    assert said.min() >= 0
    assert (said > 0).mean() > 0.95


def test_columns_of_heart_that_were_codes_say_one_thing_each():
    views = sample.load("heart").views
    for codes in (views["bedside"][:, 5:], views["ecg"][:, 3:6], views["ecg"][:, 6:], views["imaging"][:, 1:]):
        assert set(np.unique(codes)) == {0, 1}
        assert (codes.sum(axis=1) == 1).all()
    assert 29 <= views["bedside"][:, 0].min() < views["bedside"][:, 0].max() <= 77  # years
    assert views["ecg"][:, 2].max() == pytest.approx(6.2)  # millimetres
    assert np.bincount(sample.load("heart").labels).tolist() == [150, 120]


def test_no_word_about_an_emoji_names_its_class():
    words = sample.vocabulary()
    classes = {label.lower() for label in sample.info("emoji").classes}
    naming = classes | {label.removesuffix("s") for label in classes} | {"activity", "person", "place", "face"}
    assert len(words) == sample.info("emoji").modalities[1].vocabulary
    assert naming.isdisjoint(words)
    assert sample.load("emoji").views["words"].max() == len(words) - 1


def test_every_emoji_has_a_word_and_padding_comes_last():
    words = sample.load("emoji").views["words"]
    assert (words[:, 0] != PADDING).all()
    assert (np.diff((words == PADDING).astype(int), axis=1) >= 0).all()


def test_both_drawings_of_an_emoji_are_one_group_and_one_class():
    dataset = sample.load("emoji")
    half = len(dataset) // 2
    assert np.array_equal(dataset.groups[:half], dataset.groups[half:])
    assert np.array_equal(dataset.labels[:half], dataset.labels[half:])
    drawings = sample.load("emoji3").views
    assert np.array_equal(dataset.views["image"][:half], drawings["twemoji"])
    assert np.array_equal(dataset.views["image"][half:], drawings["noto"])


def test_drawings_stand_on_white_and_are_told_apart():
    drawings = sample.load("emoji3").views["twemoji"]
    assert drawings.min() >= 0
    assert drawings.max() <= 1
    assert np.median(drawings[:, :, 0, 0]) == 1
    assert len(np.unique(drawings.reshape(len(drawings), -1), axis=0)) > 0.95 * len(drawings)


def test_the_label_is_not_left_among_the_features():
    dataset = sample.load("mfeat")
    for name, values in dataset.views.items():
        for column in values.T:
            assert abs(np.corrcoef(column, dataset.labels)[0, 1]) < 0.999, name


def test_a_file_that_has_gone_is_said_to_be(tmp_path, monkeypatch):
    sample.info("penguins")
    monkeypatch.setattr(paths, "bundle", lambda: tmp_path)
    with pytest.raises(DataError, match=r"There is no file .*penguins\.npz") as error:
        sample.load("penguins")
    assert "sample_data" in error.value.remedy
